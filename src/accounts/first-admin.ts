/** Where nobody can sign in yet, the first admin is made, once, by whichever process comes first. */
import { NOBODY } from '../audit/audit.js';
import { Role } from '../core/access.js';
import type { Database, Db } from '../core/database.js';
import { createUser } from './create-user.js';
import { cleanEmail } from './email.js';
import { hashPassword } from './password.js';
import { makeCode } from './random-code.js';

/** Any number that other programs on the same database are unlikely to lock. */
const LOCK = 7_263_541_104;

/** The password that was made; null where one was given, or where there are users already. */
export async function ensureFirstAdmin(db: Database, email: string, given: string | undefined): Promise<string | null> {
  if (await hasUsers(db)) return null;
  const password = given ?? makeCode();
  const passwordHash = await hashPassword(password);
  const added = await db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    if (await hasUsers(tx)) return false;
    await createUser(tx, NOBODY, { name: 'Admin', email: cleanEmail(email), role: Role.ADMIN, passwordHash });
    return true;
  });
  return added && given === undefined ? password : null;
}

const hasUsers = async (db: Db) => (await db.query('select 1 from user_account limit 1')).length > 0;
