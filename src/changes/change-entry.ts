/** A change as partners take it, from the stream and by webhook. */
import type { Change } from './change.js';

/** As JSON; `item` is JSON already, and absent where there is nothing to have. */
export function writeEntry(change: Change, item: string | undefined): string {
  const { id, kind, at, articleId, canonicalUrl, contentVersion, reason } = change;
  const entry = JSON.stringify({ cursor: id, kind, at, articleId, canonicalUrl, contentVersion, reason });
  return item === undefined ? entry : `${entry.slice(0, -1)},"item":${item}}`;
}
