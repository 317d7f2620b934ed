/** After all tests: the server stopped, its folder gone. */
import { rm } from 'node:fs/promises';
import type { EmbeddedPostgres } from '../../src/core/embedded/embedded-postgres.js';

export default async function tearDown(): Promise<void> {
  const { folder, postgres } = (
    globalThis as unknown as { warraqTests: { folder: string; postgres: EmbeddedPostgres } }
  ).warraqTests;
  await postgres.release();
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
