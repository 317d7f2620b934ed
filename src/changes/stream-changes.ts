/** The change feed as lines of JSON, part by part: while one is sent, the next are read. */
import type { Partner } from '../core/access.js';
import type { Db } from '../core/database.js';
import { findKeyHolder } from '../partners/api-key.js';
import type { Change } from './change.js';
import type { ChangeCursor } from './change-cursor.js';
import { writeEntry } from './change-entry.js';
import { isTombstone } from './change-kind.js';
import { NO_CONDITION } from './change-log.sql.js';
import { Names } from './names.js';
import { findNinjs } from './ninjs.js';
import { type ChangesRead, readChanges } from './read-changes.js';

/** Changes that are read at once: to plan their statement takes as long as to run it for some hundred of them. */
const PAGE = 1_000;

/** Changes of which the articles are read and written at once: of more of them, more would outlive a collection of garbage. */
const PART = 250;

/** Parts that are read while another is sent, so that neither PostgreSQL nor this process waits for the other. */
const AHEAD = 4;

/** A unit of a JavaScript string takes at most so many bytes as UTF-8. */
const MOST_BYTES = 3;

interface StreamAsked {
  actor: Partner;
  /** Her key, which must stay in force: rights that end, end the stream or change it. */
  key: string;
  origin: string;
  after: ChangeCursor;
  limit: number;
}

/** Chunks of whole lines, to the end of the feed or of the limit. */
export async function* streamChanges(db: Db, asked: StreamAsked): AsyncGenerator<Buffer> {
  const waiting: Promise<Buffer>[] = [];
  for await (const { lines } of readParts(db, asked)) {
    waiting.push(lines);
    if (waiting.length > AHEAD) yield await (waiting.shift() as Promise<Buffer>);
  }
  for (const lines of waiting) yield await lines;
}

/** Each part as soon as it is known what has changed, while its articles are being read. */
async function* readParts(db: Db, asked: StreamAsked): AsyncGenerator<{ lines: Promise<Buffer> }> {
  let actor: Partner | undefined = asked.actor;
  let left = asked.limit;
  let names = new Names(db, asked.actor);
  for (let after = asked.after; actor && left > 0; ) {
    const { changes, more, end }: ChangesRead = await readChanges(db, actor, {
      after,
      limit: Math.min(left, PAGE),
      condition: NO_CONDITION,
    });
    if (names.outdated) names = new Names(db, actor);
    for (let at = 0; at < changes.length; at += PART) {
      const part = changes.slice(at, at + PART);
      const lines = write(part, findNinjs(db, actor, asked.origin, withItems(part), names));
      lines.catch(() => undefined); // it is awaited, and thrown, when its turn comes
      yield { lines };
    }
    if (!more) return;
    left -= changes.length;
    after = end;
    actor = (await findKeyHolder(db, asked.key))?.actor; // the rights that she has by now
  }
}

/** Lines as bytes at once: objects and strings that outlive their part cost more to collect than to make. */
async function write(changes: Change[], items: Promise<Map<string, string>>): Promise<Buffer> {
  const found = await items;
  const written = changes.map((change) => `${entryOf(change, found)}\n`);
  const length = written.reduce((sum, line) => sum + line.length, 0);
  const bytes = Buffer.allocUnsafe(length * MOST_BYTES);
  let end = 0;
  for (const line of written) end += bytes.write(line, end);
  return bytes.subarray(0, end);
}

/** The articles of which there may be something to have: of tombstones there is nothing. */
const withItems = (changes: Change[]) => [
  ...new Set(changes.filter(({ kind }) => !isTombstone(kind)).map(({ articleId }) => articleId)),
];

const entryOf = (change: Change, items: Map<string, string>) =>
  writeEntry(change, isTombstone(change.kind) ? undefined : items.get(change.articleId));
