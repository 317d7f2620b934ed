/** A new secret for a webhook. Until the one before ends, messages are signed by both, so that the receiver may change over. */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { noSuchWebhook } from './edit-webhook.js';
import { lockWebhook, replaceSecret } from './webhook.sql.js';
import { newWebhookSecret } from './webhook-secret.js';

export async function rotateSecret(
  tx: Tx,
  actor: Editor,
  id: string,
  overlapHours: number,
): Promise<{ id: string; secret: string }> {
  if (!(await lockWebhook(tx, id))) throw noSuchWebhook();
  const secret = newWebhookSecret();
  await replaceSecret(tx, id, secret, overlapHours);
  const summary =
    overlapHours === 0 ? 'the secret before ended at once' : `the secret before ends in ${overlapHours} h`;
  await recordAudit(tx, actor, [{ action: 'ROTATE_WEBHOOK_SECRET', subjectId: id, summary }]);
  return { id, secret };
}
