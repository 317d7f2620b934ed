/**
 * What a webhook is sent. A change is told as it was; the article is as its partner may have it at the moment of sending, in
 * tombstones too where it came back meanwhile: messages that had to be sent again come out of order, and whichever of an article comes
 * last says what is so. Who mirrors replaces what she has by `item`, and deletes it where there is none.
 */
import type { Change } from '../changes/change.js';
import { writeEntry } from '../changes/change-entry.js';

/** A change with the article's item, which is JSON; without a change, a test. */
export function writeMessage(webhookId: string, createdAt: Date, change: Change | null, item?: string): string {
  if (change === null)
    return JSON.stringify({ type: 'webhook.test', timestamp: createdAt.toISOString(), data: { webhookId } });
  const head = JSON.stringify({ type: `article.${change.kind.toLowerCase()}`, timestamp: change.at.toISOString() });
  return `${head.slice(0, -1)},"data":${writeEntry(change, item)}}`;
}
