/** A server of its own, with the demo and nothing else in it, for as long as somebody looks at its pages. */
import 'reflect-metadata';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDemo } from '../src/ingestion/load-demo.js';
import { openMediaStore } from '../src/media/variants.js';
import { openDatabase } from './archive.js';
import { MeasuredProcess } from './measured-process.js';

/** Starts it, hands on its address, which has no slash at its end, and leaves nothing of it. */
export async function withDemo(work: (address: string) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'warraq-demo-'));
  await chmod(dataDir, 0o755); // run by root, PostgreSQL runs as somebody else
  const { db, url, close } = await openDatabase(dataDir);
  try {
    await loadDemo(db, 'demo', openMediaStore(dataDir));
    process.env.DATA_DIR = dataDir; // the server's
    const server = await MeasuredProcess.start('app-server.js', url);
    await work(`http://127.0.0.1:${server.port}`);
    await server.stop();
  } finally {
    await close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Puts a query to it that changes nothing. */
export async function askDemo<Data>(address: string, query: string, variables: object = {}): Promise<Data> {
  const answer = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return ((await answer.json()) as { data: Data }).data;
}
