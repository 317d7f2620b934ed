/**
 * What a webhook is sent. A change is told as it was; the article is as its partner may have it at the moment of sending, in
 * tombstones too where it came back meanwhile: messages that had to be sent again come out of order, and whichever of an article comes
 * last says what is so. Who mirrors replaces what she has by `item`, and deletes it where there is none.
 */
import type { Change } from '../changes/change.js';
import { entryOf } from '../changes/change-entry.js';

/** A change; without one, a test. */
export function writeMessage(webhookId: string, createdAt: Date, change: Change | null, item?: object): string {
  if (change === null)
    return JSON.stringify({ type: 'webhook.test', timestamp: createdAt.toISOString(), data: { webhookId } });
  return JSON.stringify({
    type: `article.${change.kind.toLowerCase()}`,
    timestamp: change.at.toISOString(),
    data: entryOf(change, item),
  });
}
