/** Before all tests: one embedded PostgreSQL without fsync, and a migrated template that each file clones. */
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../src/core/database.js';
import { useEmbeddedPostgres } from '../../src/core/embedded/embedded-postgres.js';
import { applyMigrations } from '../../src/core/migrations.js';
import { ENTITIES } from '../../src/entities.js';
import { TEMPLATE, withDatabase } from './databases.js';

export default async function setUp(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'warraq-test-'));
  await chmod(folder, 0o755); // run by root, PostgreSQL runs as somebody else
  const postgres = await useEmbeddedPostgres(folder, { durable: false });
  Object.assign(globalThis, { warraqTests: { folder, postgres } });
  process.env.WARRAQ_TEST_URL = postgres.url;
  await withDatabase(postgres.url, (client) => client.query(`create database ${TEMPLATE}`));
  const url = new URL(postgres.url);
  url.pathname = `/${TEMPLATE}`;
  const db = await Database.open(url.href, { pool: 2, statementTimeout: 0, entities: ENTITIES });
  await applyMigrations(db);
  await db.close();
}
