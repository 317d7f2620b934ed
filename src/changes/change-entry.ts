/** A change as partners take it, from the stream and by webhook. */
import type { Change } from './change.js';
import { member, plain } from './json-text.js';

/** As JSON; `item` is JSON already, and absent where there is nothing to have. */
export function writeEntry(change: Change, item: string | undefined): string {
  return `{"cursor":"${change.id}"${
    member('kind', plain(change.kind)) +
    member('at', plain(change.at.toISOString())) +
    member('articleId', plain(change.articleId)) +
    member('canonicalUrl', JSON.stringify(change.canonicalUrl)) +
    member('contentVersion', String(change.contentVersion)) +
    member('reason', JSON.stringify(change.reason)) +
    member('item', item)
  }}`;
}
