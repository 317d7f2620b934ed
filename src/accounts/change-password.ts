/** A new password, by its owner, who is signed out everywhere else, or by an administrator, then everywhere. */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { at, rejected } from '../core/user-error.js';
import { replacePassword } from './account.sql.js';
import { closeSessionsOf } from './session.js';

export interface NewPassword {
  hash: string;
  /** What the old one was compared with: by now it must not be another. */
  expected: string;
  /** The session that goes on. */
  token: string | null;
}

export async function changePassword(tx: Tx, actor: Editor, { hash, expected, token }: NewPassword): Promise<void> {
  if (!(await replacePassword(tx, actor.userId, hash, expected)))
    throw rejected('BAD_CREDENTIALS', at('currentPassword'), 'Your password was changed a moment ago.');
  await closeSessionsOf(tx, actor.userId, token);
  const summary = 'changed the password; other sessions ended';
  await recordAudit(tx, actor, [{ action: 'CHANGE_PASSWORD', subjectId: actor.userId, summary }]);
}

export async function resetPassword(tx: Tx, actor: Editor, userId: string, hash: string): Promise<void> {
  if (!(await replacePassword(tx, userId, hash, null)))
    throw rejected('NOT_FOUND', at('userId'), 'There is no such user.');
  await closeSessionsOf(tx, userId);
  const summary = 'replaced the password; all sessions ended';
  await recordAudit(tx, actor, [{ action: 'RESET_PASSWORD', subjectId: userId, summary }]);
}
