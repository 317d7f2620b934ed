/** A new webhook of a partner. It is told what happens from now on; what was before, she reads in the change feed. */
import { recordAudit } from '../audit/audit.js';
import type { ChangeKind } from '../changes/change-kind.js';
import { headOf } from '../changes/read-changes.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { newId } from '../core/ids.js';
import { at, rejected } from '../core/user-error.js';
import { noSuchPartner } from '../partners/edit-partner.js';
import { lockPartner } from '../partners/partner.sql.js';
import { countWebhooks, insertWebhook } from './webhook.sql.js';
import { shownAddress } from './webhook-fields.js';
import { newWebhookSecret } from './webhook-secret.js';

const MAX_WEBHOOKS = 20;

export interface WebhookFields {
  url: string;
  events: ChangeKind[];
}

export async function createWebhook(
  tx: Tx,
  actor: Editor,
  partnerId: string,
  { url, events }: WebhookFields,
): Promise<{ id: string; secret: string }> {
  if (!(await lockPartner(tx, partnerId))) throw noSuchPartner('partnerId');
  if ((await countWebhooks(tx, partnerId)) >= MAX_WEBHOOKS)
    throw rejected('INVALID', at('partnerId'), `She has ${MAX_WEBHOOKS} webhooks: delete one first.`);
  const id = newId('w');
  const secret = newWebhookSecret();
  await insertWebhook(tx, { id, partnerId, url, events, secret, after: await headOf(tx) });
  const summary = `${shownAddress(url)} for ${partnerId}; ${events.join(', ')}`;
  await recordAudit(tx, actor, [{ action: 'CREATE_WEBHOOK', subjectId: id, summary }]);
  return { id, secret };
}
