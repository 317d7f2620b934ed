/** A change as partners take it, from the stream and by webhook. */
import type { Change } from './change.js';

/** `item` is absent where there is nothing to have. */
export function entryOf(change: Change, item: object | undefined) {
  const { id, kind, at, articleId, canonicalUrl, contentVersion, reason } = change;
  return { cursor: id, kind, at, articleId, canonicalUrl, contentVersion, reason, item };
}
