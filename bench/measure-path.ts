/** What one path costs, asked for again and again by one client: CPU of the web process and of PostgreSQL for each answer, and its time. */
import type { Database } from '../src/core/database.js';
import { cpuBetween, readDatabaseCpu } from './database-cpu.js';
import type { MeasuredProcess } from './measured-process.js';
import { median } from './median.js';

export interface Measured {
  status: number;
  text: string;
  /** Of the text, whatever came over the wire. */
  bytes: number;
  /** Milliseconds for an answer: CPU of the process and of PostgreSQL (`?` where that cannot be told), and the median of its time. */
  cpu: string;
  databaseCpu: string;
  time: string;
}

export async function fetchPath(server: MeasuredProcess, path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    headers: { 'accept-encoding': 'br', ...headers }, // as browsers do
    redirect: 'manual',
  });
  return { status: answer.status, tag: answer.headers.get('etag') ?? '', text: await answer.text() };
}

export async function measurePath(
  server: MeasuredProcess,
  db: Database,
  pathOf: () => string,
  rounds: number,
  headers: Record<string, string> = {},
): Promise<Measured> {
  const { status, text } = await fetchPath(server, pathOf(), headers);
  const times: number[] = [];
  const [cpu, database] = [await server.cpu(), await readDatabaseCpu(db, 'warraq')];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await fetchPath(server, pathOf(), headers);
    times.push(performance.now() - start);
  }
  const inDatabase = cpuBetween(database, await readDatabaseCpu(db, 'warraq'));
  return {
    status,
    text,
    bytes: Buffer.byteLength(text),
    cpu: (((await server.cpu()) - cpu) / rounds).toFixed(2),
    databaseCpu: inDatabase === null ? '?' : (inDatabase / rounds).toFixed(1),
    time: median(times).toFixed(1),
  };
}
