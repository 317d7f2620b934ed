/**
 * Where every import ends: articles that came in are told apart from those known by source and identity; what is new is
 * saved, what changed is a new revision, and what is the same changes nothing, whatever editors did to it since.
 */
import { createHash } from 'node:crypto';
import type { ArticleStatus } from '../articles/article.entity.js';
import type { ArticleContent } from '../articles/article-content.js';
import { type ArticleSave, saveArticles } from '../articles/save-articles.js';
import type { Tx } from '../core/database.js';
import { linkHeadlines } from '../headlines/link-headlines.js';

export interface Incoming {
  content: ArticleContent;
  /** What makes two imports of one source the same article. */
  identity: Buffer;
  /** Hash of all that the import said. */
  hash: Buffer;
  publish: boolean;
  waitsAs: 'DRAFT' | 'IN_REVIEW';
  releasedAt: Date | null;
  embargoMinutes: number;
}

export type Outcome = 'added' | 'updated' | 'unchanged' | 'withdrawn';

export interface Stored {
  id: string;
  outcome: Outcome;
}

/** SHA-256 over parts whose borders count: ("ab", "c") is not ("a", "bc"). */
export function digest(...parts: (string | null)[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

/** Source and guid, else address, else folded title and day. */
export function identityOf(key: {
  guid: string | null;
  urlKey: string | null;
  titleKey: string;
  day: string | null;
}): Buffer {
  if (key.guid !== null) return digest('guid', key.guid);
  if (key.urlKey !== null) return digest('url', key.urlKey);
  return digest('title', key.titleKey, key.day);
}

interface Known {
  id: string;
  identity: Buffer;
  sourceId: string;
  importHash: Buffer | null;
  status: ArticleStatus;
  version: number;
  contentVersion: number;
  published: boolean;
  /** Whether an import, and not an editor, left a working copy that is not public. */
  importWaits: boolean;
}

/** Stores all, in the order given; no two of them may have one source and identity. */
export async function storeArticles(tx: Tx, incoming: Incoming[], now: Date): Promise<Stored[]> {
  const known = await lockKnown(tx, incoming);
  const results: Stored[] = [];
  const saves: { at: number; save: ArticleSave }[] = [];
  incoming.forEach((article, at) => {
    const stored = known.get(keyOf(article.content.sourceId, article.identity)) ?? null;
    const outcome = decide(article, stored);
    results.push({ id: stored?.id ?? '', outcome });
    if (outcome === 'unchanged' || outcome === 'withdrawn') return;
    // What editors took off the public site does not come back by itself.
    const publish = article.publish && stored?.status !== 'UNPUBLISHED';
    saves.push({ at, save: { ...article, stored, publish, importHash: article.hash, action: 'IMPORT' } });
  });
  const ids = await saveArticles(
    tx,
    saves.map(({ save }) => save),
    now,
  );
  saves.forEach(({ at }, n) => {
    (results[at] as Stored).id = ids[n] as string;
  });
  await linkHeadlines(tx, { articleIds: ids });
  return results;
}

function decide(article: Incoming, stored: Known | null): Outcome {
  if (!stored) return 'added';
  if (stored.status === 'WITHDRAWN') return 'withdrawn';
  const same = stored.importHash?.equals(article.hash) ?? false;
  const waits = stored.status === 'DRAFT' || stored.status === 'IN_REVIEW' || stored.importWaits;
  return same && !(article.publish && waits) ? 'unchanged' : 'updated';
}

const keyOf = (sourceId: string, identity: Buffer) => `${sourceId} ${identity.toString('base64')}`;

async function lockKnown(tx: Tx, incoming: Incoming[]): Promise<Map<string, Known>> {
  const rows = await tx.query<Known>(
    `select a.id, a.identity, a.source_id as "sourceId", a.import_hash as "importHash", a.status, a.version,
       a.content_version as "contentVersion", a.published_revision is not null as published,
       a.published_revision < a.working_revision and r.action = 'IMPORT' as "importWaits"
     from unnest($1::text[], $2::text[]) as w(source_id, identity)
     join article a on a.source_id = w.source_id and a.identity = decode(w.identity, 'hex')
     join revision r on r.article_id = a.id and r.number = a.working_revision order by a.id for update of a`,
    [incoming.map((one) => one.content.sourceId), incoming.map((one) => one.identity.toString('hex'))],
  );
  return new Map(rows.map((row) => [keyOf(row.sourceId, row.identity), row]));
}
