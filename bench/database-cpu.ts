/** CPU that PostgreSQL used for a server's connections, read from /proc: the database must be on this Linux machine. */
import { readFile } from 'node:fs/promises';
import type { Db } from '../src/core/database.js';

/** The kernel counts in hundredths of a second. */
const TICK = 10;

/** Milliseconds so far, over the connections of an application; null where that cannot be known. */
export async function databaseCpu(db: Db, application: string): Promise<number | null> {
  const rows = await db.query<{ pid: number }>(
    'select pid from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()',
    [application],
  );
  const each = await Promise.all(rows.map(({ pid }) => cpuOf(pid)));
  return each.includes(null) ? null : each.reduce((sum: number, one) => sum + (one ?? 0), 0);
}

async function cpuOf(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (!text?.includes('(postgres)')) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}
