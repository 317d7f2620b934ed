/** `warraq user add`: a user made on the machine itself, also where no admin is left who could sign in. */
import { NOBODY } from '../audit/audit.js';
import type { Role } from '../core/access.js';
import type { Database } from '../core/database.js';
import { Refused } from '../core/errors.js';
import { Rejected } from '../core/user-error.js';
import { createUser } from './create-user.js';
import { hashPassword } from './password.js';
import { makeCode } from './random-code.js';

export async function addUser(db: Database, user: { name: string; email: string; role: Role }) {
  const oneTimePassword = makeCode();
  const passwordHash = await hashPassword(oneTimePassword);
  try {
    const id = await db.transaction((tx) => createUser(tx, NOBODY, { ...user, passwordHash }));
    return { id, oneTimePassword };
  } catch (error) {
    if (error instanceof Rejected) throw new Refused(`${user.email}: ${error.message}`);
    throw error;
  }
}
