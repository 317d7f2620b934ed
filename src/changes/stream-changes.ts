/** The change feed as text, page by page: while one page is sent, the next is read. */
import type { Partner } from '../core/access.js';
import type { Db } from '../core/database.js';
import { findKeyHolder } from '../partners/api-key.js';
import type { Change } from './change.js';
import type { ChangeCursor } from './change-cursor.js';
import { entryOf } from './change-entry.js';
import { isTombstone } from './change-kind.js';
import { NO_CONDITION } from './change-log.sql.js';
import { findNinjs } from './ninjs.js';
import { type ChangesRead, readChanges } from './read-changes.js';

/** Changes that are read at once, in as many statements as one. */
const PAGE = 1_000;

interface StreamAsked {
  actor: Partner;
  /** Her key, which must stay in force: rights that end, end the stream or change it. */
  key: string;
  origin: string;
  after: ChangeCursor;
  limit: number;
}

interface Page extends ChangesRead {
  items: Map<string, object>;
}

/** Chunks of whole lines, to the end of the feed or of the limit. */
export async function* streamChanges(db: Db, asked: StreamAsked): AsyncGenerator<string> {
  let left = asked.limit;
  let next: Promise<Page | null> = readPage(db, asked, asked.actor, asked.after, left);
  while (true) {
    const page = await next;
    if (page === null) return; // the key has ended
    left -= page.changes.length;
    const goesOn = page.more && left > 0;
    if (goesOn) {
      next = readOn(db, asked, page.end, left);
      next.catch(() => undefined); // it is awaited when this page is sent
    }
    if (page.changes.length > 0) yield page.changes.map((change) => lineOf(change, page.items)).join('');
    if (!goesOn) return;
  }
}

/** The next page, by the rights that the partner has by now. */
async function readOn(db: Db, asked: StreamAsked, after: ChangeCursor, left: number): Promise<Page | null> {
  const holder = await findKeyHolder(db, asked.key);
  return holder && readPage(db, asked, holder.actor, after, left);
}

async function readPage(
  db: Db,
  { origin }: StreamAsked,
  actor: Partner,
  after: ChangeCursor,
  left: number,
): Promise<Page> {
  const read = await readChanges(db, actor, { after, limit: Math.min(left, PAGE), condition: NO_CONDITION });
  return { ...read, items: await findItems(db, actor, origin, read.changes) };
}

/** What the partner may have now of the articles that changes are of, by article; nothing for tombstones. */
function findItems(db: Db, actor: Partner, origin: string, changes: Change[]): Promise<Map<string, object>> {
  const ids = changes.filter(({ kind }) => !isTombstone(kind)).map(({ articleId }) => articleId);
  return findNinjs(db, actor, origin, [...new Set(ids)]);
}

function lineOf(change: Change, items: Map<string, object>): string {
  const item = isTombstone(change.kind) ? undefined : items.get(change.articleId);
  return `${JSON.stringify(entryOf(change, item))}\n`;
}
