/** Ends a webhook, with what waits for it and its log. */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { noSuchWebhook } from './edit-webhook.js';
import { deleteWebhookRow, lockWebhook } from './webhook.sql.js';
import { shownAddress } from './webhook-fields.js';

/** Answers its id. */
export async function deleteWebhook(tx: Tx, actor: Editor, id: string): Promise<string> {
  const webhook = await lockWebhook(tx, id);
  if (!webhook) throw noSuchWebhook();
  await deleteWebhookRow(tx, id);
  const summary = `${shownAddress(webhook.url)} of ${webhook.partnerId}`;
  await recordAudit(tx, actor, [{ action: 'DELETE_WEBHOOK', subjectId: id, summary }]);
  return id;
}
