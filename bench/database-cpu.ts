/** CPU that PostgreSQL used for a server's connections, read from /proc: the database must be on this Linux machine. */
import { readFile } from 'node:fs/promises';
import type { Db } from '../src/core/database.js';

/** The kernel counts in hundredths of a second. */
const TICK = 10;

/** Milliseconds of CPU of each connection so far, by the id of its process. */
export type DatabaseCpu = Map<number, number>;

/** The connections of an application as they are now; null where their CPU cannot be known. */
export async function readDatabaseCpu(db: Db, application: string): Promise<DatabaseCpu | null> {
  const rows = await db.query<{ pid: number }>('select pid from pg_stat_activity where application_name = $1', [
    application,
  ]);
  const each = await Promise.all(rows.map(async ({ pid }) => [pid, await cpuOf(pid)] as const));
  return each.some(([, cpu]) => cpu === null) ? null : new Map(each as [number, number][]);
}

/** Milliseconds between two readings; null where a connection ended meanwhile and took its figure with it. */
export function cpuBetween(before: DatabaseCpu | null, after: DatabaseCpu | null): number | null {
  if (!before || !after || [...before.keys()].some((pid) => !after.has(pid))) return null;
  return [...after].reduce((sum, [pid, cpu]) => sum + cpu - (before.get(pid) ?? 0), 0);
}

async function cpuOf(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (!text?.includes('(postgres)')) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}
