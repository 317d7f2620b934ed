/** Checks of what administrators say of a webhook. */
import type { ChangeKind } from '../changes/change-kind.js';
import { refuseTarget } from '../core/http/target.js';
import { at, Mistakes } from '../core/user-error.js';
import type { WebhookEdit } from './edit-webhook.js';

export interface GivenWebhook {
  url?: string | null;
  events?: ChangeKind[] | null;
  active?: boolean | null;
}

/** What of a webhook was said, checked. What a name leads to is looked at when something is sent to it. */
export function readWebhookFields(given: GivenWebhook, allowPrivateAddresses: boolean): WebhookEdit {
  const mistakes = new Mistakes();
  const fields: WebhookEdit = {};
  for (const field of ['url', 'events', 'active'] as const)
    if (given[field] === null) mistakes.add(at(field), 'This cannot be cleared.');
  if (given.url != null) fields.url = readAddress(mistakes, given.url, allowPrivateAddresses);
  if (given.events != null) fields.events = [...new Set(given.events)];
  if (fields.events?.length === 0) mistakes.add(at('events'), 'Name at least one kind of change.');
  if (given.active != null) fields.active = given.active;
  mistakes.refuse();
  return fields;
}

/** As it will be sent to: spelled as addresses are. */
function readAddress(mistakes: Mistakes, url: string, allowPrivateAddresses: boolean): string {
  const refusal = refuseTarget(url, { allowPrivateAddresses });
  if (refusal !== null) mistakes.add(at('url'), refusal);
  return refusal === null ? new URL(url).href : url;
}

/** What the audit log may show of an address: paths and queries of webhooks often hold a secret. */
export const shownAddress = (url: string) => `${new URL(url).origin}/…`;
