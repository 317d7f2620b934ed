/** Messages that an administrator asks for: a test, or one of the log once more. */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { at, rejected } from '../core/user-error.js';
import { lockPartner } from '../partners/partner.sql.js';
import { findDeliveries, insertTest, resend, wakeSenders } from './delivery.sql.js';
import { noSuchWebhook } from './edit-webhook.js';
import type { Webhook } from './webhook.entity.js';
import { lockWebhook } from './webhook.sql.js';

/** Answers the delivery's id. */
export async function testWebhook(tx: Tx, actor: Editor, id: string): Promise<string> {
  const webhook = await lockWebhook(tx, id);
  if (!webhook) throw noSuchWebhook();
  await checkSends(tx, webhook);
  const deliveryId = await insertTest(tx, id);
  await recordAudit(tx, actor, [{ action: 'TEST_WEBHOOK', subjectId: id, summary: deliveryId }]);
  return deliveryId;
}

/** Sends a delivery again, whatever became of it, under its own id, by which the receiver may know it. One under way is under way. */
export async function redeliver(tx: Tx, actor: Editor, id: string): Promise<string> {
  const [delivery] = await findDeliveries(tx, [id]);
  const webhook = delivery && (await lockWebhook(tx, delivery.webhookId));
  if (!webhook) throw rejected('NOT_FOUND', at('id'), 'There is no such delivery.');
  await checkSends(tx, webhook);
  await resend(tx, id);
  await wakeSenders(tx);
  const summary = `${id}, ${delivery.state} after ${delivery.attempts} attempts`;
  await recordAudit(tx, actor, [{ action: 'REDELIVER_WEBHOOK', subjectId: webhook.id, summary }]);
  return id;
}

/** What would only wait is refused. */
async function checkSends(tx: Tx, { active, partnerId }: Webhook): Promise<void> {
  if (!active)
    throw rejected(
      'INVALID',
      at('id'),
      'This webhook is switched off: switch it on first (editWebhook, active: true).',
    );
  if ((await lockPartner(tx, partnerId))?.active === false)
    throw rejected('INVALID', at('id'), 'Its partner is switched off: nothing is sent to her.');
}
