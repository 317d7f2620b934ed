/** Signing out: the session of the request ends; others of the same user go on. */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { closeSession } from './session.js';

export async function signOut(tx: Tx, actor: Editor, token: string): Promise<void> {
  await closeSession(tx, token);
  await recordAudit(tx, actor, [{ action: 'SIGN_OUT', subjectId: actor.userId, summary: 'signed out' }]);
}
