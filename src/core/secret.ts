/** Random keys that every process on a database shares. Each is made when it is first needed, by whoever comes first. */
import { randomBytes } from 'node:crypto';
import type { Db } from './database.js';

const known = new WeakMap<Db, Map<string, Promise<Buffer>>>();

/** The key of this name, 32 random bytes; read once per process. */
export function sharedSecret(db: Db, name: string): Promise<Buffer> {
  const secrets = known.get(db) ?? new Map<string, Promise<Buffer>>();
  known.set(db, secrets);
  const secret = secrets.get(name) ?? findOrMake(db, name);
  secrets.set(name, secret);
  secret.catch(() => secrets.delete(name)); // the next caller tries again
  return secret;
}

async function findOrMake(db: Db, name: string): Promise<Buffer> {
  const found = await find(db, name);
  if (found) return found;
  await db.query('insert into secret (name, value) values ($1, $2) on conflict do nothing', [name, randomBytes(32)]);
  // Not what was just made: another process may have been faster.
  return (await find(db, name)) as Buffer;
}

async function find(db: Db, name: string): Promise<Buffer | undefined> {
  const [row] = await db.query<{ value: Buffer }>('select value from secret where name = $1', [name]);
  return row?.value;
}
