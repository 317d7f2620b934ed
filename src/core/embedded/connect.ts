/**
 * The connection that proves a server to be ours: it is made with the secret. It stays open as a user's sentinel, by
 * which the user notices at once when the server dies, and by which users see one another in pg_stat_activity.
 */
import pg from 'pg';
import { OWNER, readSecret } from './cluster.js';
import type { Layout } from './layout.js';

/** `ref` and `unref`, which the types of pg leave out, say whether the connection alone keeps its process alive. */
export type Sentinel = pg.Client & { ref(): void; unref(): void };

/** The sentinel's application name while its process uses the server. */
export const PRESENT = 'warraq-presence';

/** What the server says when it is not there yet or not there any more, beside the network's own errors. */
const NOT_NOW = ['57P03', '57P01', '57P02', '53300'];
const NO_DATABASE = '3D000';

/** A sentinel, or null when the server does not take connections at this moment. Makes the database if it is missing. */
export async function tryConnect(layout: Layout, port: number): Promise<Sentinel | null> {
  const secret = readSecret(layout);
  try {
    return await connectOrCreate(port, secret);
  } catch (error) {
    if (codeOf(error) === '28P01') {
      throw new Error(`the embedded PostgreSQL refuses the password in ${layout.secret}: restore that file`);
    }
    if (isPassing(error)) return null;
    throw error;
  }
}

async function connectOrCreate(port: number, password: string): Promise<Sentinel> {
  try {
    return await connect(port, password, OWNER);
  } catch (error) {
    if (codeOf(error) !== NO_DATABASE) throw error;
    await createDatabase(port, password);
    return connect(port, password, OWNER);
  }
}

async function connect(port: number, password: string, database: string): Promise<Sentinel> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: OWNER,
    password,
    database,
    ssl: false,
    keepAlive: true,
    application_name: PRESENT,
    connectionTimeoutMillis: 5_000,
  }) as Sentinel;
  // Its end is noticed by the 'end' event; an 'error' without a listener would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.end().catch(() => undefined);
    throw error;
  }
}

async function createDatabase(port: number, password: string): Promise<void> {
  const client = await connect(port, password, 'postgres');
  try {
    await client.query(`CREATE DATABASE ${OWNER}`);
  } finally {
    await client.end();
  }
}

function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined || code.startsWith('E') || NOT_NOW.includes(code);
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
