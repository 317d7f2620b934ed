/** Somebody who may do everything that the measurements do at the desk. */
import { openSession } from '../src/accounts/session.js';
import type { Database } from '../src/core/database.js';
import { newId } from '../src/core/ids.js';

/** Signs a new CHIEF in, for an hour; answers her token. */
export async function signInChief(db: Database): Promise<string> {
  const id = newId('u');
  await db.query(
    `insert into user_account (id, name, email, role, password_hash) values ($1, 'bench', $2, 'CHIEF', 'none')`,
    [id, `${id}@bench.example`],
  );
  const expiresAt = new Date(Date.now() + 3_600_000);
  return (await db.transaction((tx) => openSession(tx, { id, passwordHash: 'none' }, expiresAt))) as string;
}
