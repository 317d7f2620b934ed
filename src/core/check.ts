/** Self-check: what a server must have for Arabic to work, and what an operator would look at first. */
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Database } from './database.js';
import { Refused } from './errors.js';
import { readMigrationState } from './migrations.js';

export interface Check {
  name: string;
  ok: boolean;
  detail: string;
}

const MIN_VERSION = 150_000;
const MIN_FREE_BYTES = 1_000_000_000;
const MAX_CLOCK_SKEW = 5_000;
const LOCALE_HELP =
  'create the database with a UTF-8 locale: createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 warraq';

/** Refuses a server on which Arabic cannot be searched, saying what to do. */
export async function checkLocale(db: Database): Promise<void> {
  for (const check of [await version(db), await encoding(db), await trigrams(db)]) {
    if (!check.ok) throw new Refused(`The database cannot be used: ${check.detail}`);
  }
}

export type Checks = Record<string, (db: Database) => Promise<Check>>;

/** Everything, whether it went well or not; `more` are the checks of features, by name. */
export async function runChecks(db: Database, dataDir: string, more: Checks): Promise<Check[]> {
  const checks: Checks = {
    version,
    encoding,
    trigrams,
    collation,
    extensions,
    clock,
    migrations,
    disk: () => disk(dataDir),
    ...more,
  };
  return Promise.all(
    Object.entries(checks).map(([name, check]) =>
      check(db).catch((error: Error) => ({ name, ok: false, detail: error.message })),
    ),
  );
}

async function version(db: Database): Promise<Check> {
  const [row] = await db.query<{ n: number; text: string }>(
    `select current_setting('server_version_num')::int as n, current_setting('server_version') as text`,
  );
  const ok = (row?.n ?? 0) >= MIN_VERSION;
  return {
    name: 'version',
    ok,
    detail: ok ? `PostgreSQL ${row?.text}` : `PostgreSQL ${row?.text} is too old: 15 or newer is needed`,
  };
}

async function encoding(db: Database): Promise<Check> {
  const [row] = await db.query<{ encoding: string }>(`select current_setting('server_encoding') as encoding`);
  const ok = row?.encoding === 'UTF8';
  return { name: 'encoding', ok, detail: ok ? 'UTF8' : `its encoding is ${row?.encoding}, not UTF8: ${LOCALE_HELP}` };
}

/** Whether the server sees letters in Arabic: under LC_CTYPE "C" it sees none, and trigrams of any Arabic word are empty. */
async function trigrams(db: Database): Promise<Check> {
  const [row] = await db.query<{ letter: boolean; ctype: string }>(
    `select 'ص' ~ '[[:alpha:]]' as letter, (select datctype from pg_database where datname = current_database()) as ctype`,
  );
  const installed = (await db.query(`select 1 from pg_extension where extname = 'pg_trgm'`)).length > 0;
  const shown = installed
    ? (await db.query<{ n: number }>(`select cardinality(show_trgm('صحافة')) as n`))[0]?.n
    : undefined;
  const ok = row?.letter === true && (shown === undefined || shown > 0);
  const detail = ok
    ? `Arabic letters are letters (LC_CTYPE ${row?.ctype})`
    : `its locale (LC_CTYPE ${row?.ctype}) knows no Arabic letters: ${LOCALE_HELP}`;
  return { name: 'trigrams', ok, detail };
}

/** A collation that changed under its indexes sorts wrongly: PostgreSQL notices by version. */
async function collation(db: Database): Promise<Check> {
  const stale = await db.query<{ name: string }>(
    `select datcollate as name from pg_database where datname = current_database()
       and datcollversion is distinct from pg_database_collation_actual_version(oid) and datcollversion is not null`,
  );
  const ok = stale.length === 0;
  const detail = ok
    ? 'as it was when the database was made'
    : 'changed since: run REINDEX DATABASE, then ALTER DATABASE ... REFRESH COLLATION VERSION';
  return { name: 'collation', ok, detail };
}

async function extensions(db: Database): Promise<Check> {
  const rows = await db.query<{ extname: string }>(
    `select extname from pg_extension where extname in ('pg_trgm', 'btree_gin')`,
  );
  const missing = ['pg_trgm', 'btree_gin'].filter((name) => !rows.some((row) => row.extname === name));
  const ok = missing.length === 0;
  return {
    name: 'extensions',
    ok,
    detail: ok ? 'pg_trgm, btree_gin' : `missing: ${missing.join(', ')}; run \`warraq migrate\``,
  };
}

async function clock(db: Database): Promise<Check> {
  const before = Date.now();
  const [row] = await db.query<{ now: Date }>('select clock_timestamp() as now');
  const skew = Math.max(0, Math.abs((row?.now.getTime() ?? 0) - (before + Date.now()) / 2));
  const ok = skew < MAX_CLOCK_SKEW;
  return {
    name: 'clock',
    ok,
    detail: ok
      ? `${Math.round(skew)} ms from the database's`
      : `${Math.round(skew / 1000)} s from the database's: set the time`,
  };
}

async function migrations(db: Database): Promise<Check> {
  const { applied, pending } = await readMigrationState(db);
  const ok = pending.length === 0;
  return {
    name: 'migrations',
    ok,
    detail: ok ? `${applied.length} applied` : `pending: ${pending.join(', ')}; run \`warraq migrate\``,
  };
}

async function disk(dataDir: string): Promise<Check> {
  if (!existsSync(dataDir)) return disk(dirname(dataDir)); // not made yet: it will be on this disk
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  return { name: 'disk', ok: free > MIN_FREE_BYTES, detail: `${(free / 1e9).toFixed(1)} GB free in DATA_DIR` };
}
