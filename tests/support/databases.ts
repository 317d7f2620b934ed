/** A database of its own for each test file, cloned from the migrated template. */
import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';

export const TEMPLATE = 'warraq_template';

export async function withDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** Clones the template, or makes an empty database. */
export async function createDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const server = process.env.WARRAQ_TEST_URL;
  if (!server) throw new Error('The test database is started by tests/support/global-setup.ts.');
  const name = `test_${randomBytes(8).toString('hex')}`;
  const template = options.empty ? '' : `template ${TEMPLATE}`;
  await withDatabase(server, (client) => client.query(`create database ${name} ${template}`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => withDatabase(server, async (client) => void (await client.query(`drop database ${name} with (force)`))),
  };
}

/** Waits until so many statements wait for a lock; not for ever, so that a lock that is missing shows in the test. */
export async function waiting(db: { query(text: string): Promise<unknown[]> }, count: number): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    const rows = await db.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length >= count) return;
    await setTimeout(20);
  }
}
