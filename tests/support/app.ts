/** The real HTTP app over a database of its own: what nearly every test talks to. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { type Config, readConfig } from '../../src/config.js';
import { Database } from '../../src/core/database.js';
import { databaseStatements } from '../../src/core/metrics.js';
import { ENTITIES } from '../../src/entities.js';
import { buildApp } from '../../src/server.js';
import { createDatabase } from './databases.js';

export interface Answer<T> {
  data: T;
  errors?: { message: string; path?: string[]; extensions: { code: string; argument?: string } }[];
}

export interface TestApp {
  app: FastifyInstance;
  db: Database;
  config: Config;
  /** Answers a query's data and errors; asks as the owner of the token, where there is one. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests that ask
  ask<T = any>(query: string, variables?: Record<string, unknown>, token?: string): Promise<Answer<T>>;
  /** How many SQL statements the work took. */
  statements(work: () => Promise<unknown>): Promise<number>;
  close(): Promise<void>;
}

export async function startApp(
  settings: Record<string, string> = {},
  { statementTimeout = 15_000 }: { statementTimeout?: number } = {},
): Promise<TestApp> {
  const database = await createDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'warraq-data-'));
  const config = readConfig({
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    RATE_LIMIT: 'off',
    ...settings,
  });
  const db = await Database.open(database.url, { pool: 5, statementTimeout, entities: ENTITIES });
  const app = await buildApp(config, db, pino({ level: config.logLevel }));
  return {
    app,
    db,
    config,
    async ask(query, variables, token) {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const response = await app.inject({ method: 'POST', url: '/graphql', headers, payload: { query, variables } });
      return response.json();
    },
    async statements(work) {
      const before = await count();
      await work();
      return (await count()) - before;
    },
    async close() {
      await app.close();
      await db.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function count(): Promise<number> {
  return (await databaseStatements.get()).values[0]?.value ?? 0;
}
