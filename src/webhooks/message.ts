/**
 * What a webhook is sent. A change is told as it was; the article is as its partner may have it at the moment of sending, so that
 * whichever message of an article comes last says what is so. Who mirrors replaces what she has by `item`, and deletes it
 * where there is none.
 */
import type { Change } from '../changes/change.js';

/** A change; without one, a test. */
export function writeMessage(
  webhookId: string,
  createdAt: Date,
  change: Change | null,
  item: object | undefined,
): string {
  if (change === null)
    return JSON.stringify({ type: 'webhook.test', timestamp: createdAt.toISOString(), data: { webhookId } });
  const { id, kind, at, articleId, canonicalUrl, contentVersion, reason } = change;
  return JSON.stringify({
    type: `article.${kind.toLowerCase()}`,
    timestamp: at.toISOString(),
    data: { cursor: id, kind, at, articleId, canonicalUrl, contentVersion, reason, item },
  });
}
