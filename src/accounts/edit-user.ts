/** Changes to a user. They hold from her next request on; somebody always stays who can undo them. */
import { recordAudit } from '../audit/audit.js';
import { type Editor, Role } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { at, rejected } from '../core/user-error.js';
import { closeSessionsOf } from './session.js';
import type { User } from './user.entity.js';
import { lockUser, updateUser } from './user.sql.js';

/** What changes; what is absent stays. */
export type UserChanges = Partial<Pick<User, 'name' | 'role' | 'active' | 'language' | 'timeZone'>>;

export async function editUser(tx: Tx, actor: Editor, id: string, changes: UserChanges): Promise<void> {
  const { user, otherAdmins } = await lockUser(tx, id);
  if (!user) throw rejected('NOT_FOUND', at('id'), 'There is no such user.');
  const changed = { ...user, ...changes };
  if (isActiveAdmin(user) && !isActiveAdmin(changed) && otherAdmins === 0) {
    const field = changed.active ? 'role' : 'active';
    throw rejected('INVALID', at(field), 'This is the last active administrator: make another one first.');
  }
  await updateUser(tx, changed);
  if (user.active && !changed.active) await closeSessionsOf(tx, id);
  await recordAudit(tx, actor, [{ action: 'EDIT_USER', subjectId: id, summary: differences(user, changed) }]);
}

const isActiveAdmin = (user: User) => user.active && user.role === Role.ADMIN;

function differences(before: User, after: User): string {
  const lines = (['name', 'role', 'active', 'language', 'timeZone'] as const)
    .filter((field) => before[field] !== after[field])
    .map((field) => `${field} ${JSON.stringify(before[field])} → ${JSON.stringify(after[field])}`);
  return lines.join(', ') || 'nothing changed';
}
