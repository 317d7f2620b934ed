/** The change feed as lines of JSON, page by page: while one page is sent, the next are read. */
import type { Partner } from '../core/access.js';
import type { Db } from '../core/database.js';
import { findKeyHolder } from '../partners/api-key.js';
import type { Change } from './change.js';
import type { ChangeCursor } from './change-cursor.js';
import { writeEntry } from './change-entry.js';
import { isTombstone } from './change-kind.js';
import { NO_CONDITION } from './change-log.sql.js';
import { findNinjs } from './ninjs.js';
import { type ChangesRead, readChanges } from './read-changes.js';

/** Changes that are read at once, in as many statements as one. */
const PAGE = 250;

/** Pages of which the articles are read while another is sent, so that neither PostgreSQL nor this process waits for the other. */
const AHEAD = 3;

interface StreamAsked {
  actor: Partner;
  /** Her key, which must stay in force: rights that end, end the stream or change it. */
  key: string;
  origin: string;
  after: ChangeCursor;
  limit: number;
}

interface Page {
  changes: Change[];
  items: Promise<Map<string, string>>;
}

/** Chunks of whole lines, to the end of the feed or of the limit. */
export async function* streamChanges(db: Db, asked: StreamAsked): AsyncGenerator<Buffer> {
  const waiting: Page[] = [];
  for await (const page of readPages(db, asked)) {
    waiting.push(page);
    if (waiting.length > AHEAD) yield await write(waiting.shift() as Page);
  }
  for (const page of waiting) yield await write(page);
}

/** Each page as soon as it is known what has changed, while its articles are being read. */
async function* readPages(db: Db, asked: StreamAsked): AsyncGenerator<Page> {
  let actor: Partner | undefined = asked.actor;
  let left = asked.limit;
  for (let after = asked.after; actor && left > 0; ) {
    const { changes, more, end }: ChangesRead = await readChanges(db, actor, {
      after,
      limit: Math.min(left, PAGE),
      condition: NO_CONDITION,
    });
    const items = findItems(db, actor, asked.origin, changes);
    items.catch(() => undefined); // it is awaited, and thrown, when its turn comes
    if (changes.length > 0) yield { changes, items };
    if (!more) return;
    left -= changes.length;
    after = end;
    actor = (await findKeyHolder(db, asked.key))?.actor; // the rights that she has by now
  }
}

/** Bytes line by line: joined as text first, they would be copied twice. */
async function write({ changes, items }: Page): Promise<Buffer> {
  const found = await items;
  return Buffer.concat(changes.map((change) => Buffer.from(`${entryOf(change, found)}\n`)));
}

/** What the partner may have now of the articles that changes are of, by article; nothing for tombstones. */
function findItems(db: Db, actor: Partner, origin: string, changes: Change[]): Promise<Map<string, string>> {
  const ids = changes.filter(({ kind }) => !isTombstone(kind)).map(({ articleId }) => articleId);
  return findNinjs(db, actor, origin, [...new Set(ids)]);
}

const entryOf = (change: Change, items: Map<string, string>) =>
  writeEntry(change, isTombstone(change.kind) ? undefined : items.get(change.articleId));
