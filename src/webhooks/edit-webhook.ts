/** Changes a webhook: what is absent stays. One that is switched on again goes on where it stopped: nothing is lost. */
import { recordAudit } from '../audit/audit.js';
import { summarize } from '../audit/summary.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { at, rejected } from '../core/user-error.js';
import type { WebhookFields } from './create-webhook.js';
import { wakeSenders } from './delivery.sql.js';
import { lockWebhook, updateWebhook } from './webhook.sql.js';
import { shownAddress } from './webhook-fields.js';

export type WebhookEdit = Partial<WebhookFields & { active: boolean }>;

export async function editWebhook(tx: Tx, actor: Editor, id: string, given: WebhookEdit): Promise<void> {
  const webhook = await lockWebhook(tx, id);
  if (!webhook) throw noSuchWebhook();
  const { url, events, active } = webhook;
  const before = { url, events, active };
  const after = { ...before, ...given };
  await updateWebhook(tx, { id, ...after, disabledReason: after.active ? null : webhook.disabledReason });
  if (after.active) await wakeSenders(tx);
  const summary = summarize(shown(before), shown(after));
  const moved = before.url !== after.url && shownAddress(before.url) === shownAddress(after.url) ? 'another path' : '';
  const said = [summary, moved].filter(Boolean).join('; ') || 'nothing changed';
  await recordAudit(tx, actor, [{ action: 'EDIT_WEBHOOK', subjectId: id, summary: said }]);
}

const shown = ({ url, ...rest }: Required<WebhookEdit>) => ({ url: shownAddress(url), ...rest });

export const noSuchWebhook = () => rejected('NOT_FOUND', at('id'), 'There is no such webhook.');
