/** One running instance of the program: its settings, its log, its database. Commands and the server both open one. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import { type Config, readConfig } from './config.js';
import { checkLocale } from './core/check.js';
import { Database } from './core/database.js';
import { type EmbeddedPostgres, useEmbeddedPostgres } from './core/embedded/embedded-postgres.js';
import { applyMigrations } from './core/migrations.js';
import { ENTITIES } from './entities.js';

export interface Instance {
  readonly config: Config;
  readonly log: Logger;
  readonly db: Database;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** What to do about pending migrations; `leave` is for commands that look at a database older than the code. */
  migrations: 'apply' | 'leave';
  /** Milliseconds; 0 for commands that may take their time. */
  statementTimeout: number;
}

/** Statements of requests end after this many milliseconds. */
export const REQUEST_TIMEOUT = 15_000;

/** Longest wait for connections that are still at work when the program ends. */
const CLOSING = 1_500;

/** What must stand in no log, should anybody log a request or a reply. */
const SECRETS = [
  'headers.authorization',
  'headers.cookie',
  'req.headers.authorization',
  'req.headers.cookie',
  'res.headers["set-cookie"]',
];

/** Connects to DATABASE_URL or to the embedded PostgreSQL, which is started if need be, and checks what it finds. */
export async function openInstance(options: OpenOptions, config: Config = readConfig()): Promise<Instance> {
  const log = pino({ level: config.logLevel, redact: SECRETS }, pino.destination({ dest: 2, sync: true }));
  const embedded = config.databaseUrl === undefined ? await startEmbedded(config, log) : null;
  try {
    const db = await connect(config.databaseUrl ?? (embedded as EmbeddedPostgres).url, config, options);
    return {
      config,
      log,
      db,
      async close() {
        await Promise.race([db.close(), sleep(CLOSING, undefined, { ref: false })]);
        await embedded?.release();
      },
    };
  } catch (error) {
    await embedded?.release();
    throw error;
  }
}

function startEmbedded(config: Config, log: Logger): Promise<EmbeddedPostgres> {
  return useEmbeddedPostgres(config.dataDir, { log: (line) => log.info({ embedded: true }, line) });
}

async function connect(url: string, config: Config, { migrations, statementTimeout }: OpenOptions): Promise<Database> {
  if (migrations === 'apply') await migrate(url);
  return Database.open(url, { pool: config.databasePool, statementTimeout, entities: ENTITIES });
}

/** On connections of its own: to make an index may take longer than any request may. */
async function migrate(url: string): Promise<void> {
  const db = await Database.open(url, { pool: 2, statementTimeout: 0, entities: ENTITIES });
  try {
    await checkLocale(db);
    await applyMigrations(db);
  } finally {
    await db.close();
  }
}
