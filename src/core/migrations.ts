/** The migrations in order, and whether a database agrees with them: start-up refuses one that does not. */
import type { MigrationInterface } from 'typeorm';
import { CreateArchive1795500000000 } from '../../migrations/1795500000000-create-archive.js';
import { AddDesk1795600000000 } from '../../migrations/1795600000000-add-desk.js';
import { AddSyndication1795700000000 } from '../../migrations/1795700000000-add-syndication.js';
import { HoldImages1795800000000 } from '../../migrations/1795800000000-hold-images.js';
import { TellReaders1795900000000 } from '../../migrations/1795900000000-tell-readers.js';
import { LapseGrants1796000000000 } from '../../migrations/1796000000000-lapse-grants.js';
import type { Database } from './database.js';
import { Refused } from './errors.js';

export const MIGRATIONS: (new () => MigrationInterface)[] = [
  CreateArchive1795500000000,
  AddDesk1795600000000,
  AddSyndication1795700000000,
  HoldImages1795800000000,
  TellReaders1795900000000,
  LapseGrants1796000000000,
];

/** Any number that other programs on the same database are unlikely to lock. */
const LOCK = 7_263_541_101;

export interface MigrationState {
  applied: string[];
  pending: string[];
}

export async function readMigrationState(db: Database): Promise<MigrationState> {
  const [table] = await db.query<{ there: boolean }>(`select to_regclass('migration') is not null as there`);
  const rows = table?.there ? await db.query<{ name: string }>('select name from migration order by id') : [];
  const applied = rows.map((row) => row.name);
  const known = MIGRATIONS.map((migration) => migration.name);
  const foreign = applied.filter((name) => !known.includes(name));
  if (foreign.length > 0) {
    throw new Refused(
      `The database has migrations that this version does not know (${foreign.join(', ')}): run the version that made them, or a newer one.`,
    );
  }
  return { applied, pending: known.filter((name) => !applied.includes(name)) };
}

/** Applies what is pending, one process at a time, and answers the names that it applied. */
export async function applyMigrations(db: Database): Promise<string[]> {
  const runner = db.dataSource.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [LOCK]);
    await readMigrationState(db);
    // The queue's library keeps its tables itself, in a schema of its own. It is much code for a thing done once.
    const { runMigrations } = await import('graphile-worker');
    await runMigrations({ connectionString: db.url, maxPoolSize: 1 });
    const done = await db.dataSource.runMigrations({ transaction: 'each' });
    return done.map((migration) => migration.name);
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [LOCK]);
    await runner.release();
  }
}
