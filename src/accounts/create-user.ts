/** A new user, by an administrator, by the command line, or by the first start. */
import { type AuditedBy, recordAudit } from '../audit/audit.js';
import type { Role } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { newId } from '../core/ids.js';
import { at, rejected } from '../core/user-error.js';
import { insertUser } from './user.sql.js';

export interface NewUser {
  name: string;
  email: string;
  role: Role;
  passwordHash: string;
}

/** Adds the user and answers her id. */
export async function createUser(tx: Tx, actor: AuditedBy, user: NewUser): Promise<string> {
  const id = newId('u');
  if (!(await insertUser(tx, { id, ...user })))
    throw rejected('DUPLICATE', at('email'), 'There is a user with this e-mail.');
  // Her e-mail is for administrators, the audit log for others too.
  const summary = `added "${user.name}" as ${user.role}`;
  await recordAudit(tx, actor, [{ action: 'CREATE_USER', subjectId: id, summary }]);
  return id;
}
