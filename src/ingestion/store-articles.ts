/**
 * Where every import ends: articles that came in are told apart from those known by source and identity; what is new is
 * saved, what changed is a new revision, and what is the same changes nothing, whatever editors did to it since.
 */
import { createHash } from 'node:crypto';
import type { ArticleContent } from '../articles/article-content.js';
import { mergeContent } from '../articles/merge-content.js';
import { findContents, versionKey } from '../articles/revision.sql.js';
import { type ArticleSave, releaseAt, type StoredArticle, saveArticles } from '../articles/save-articles.js';
import { tellWithdrawn } from '../articles/withdrawn-key.js';
import type { Tx } from '../core/database.js';
import { linkHeadlines } from '../headlines/link-headlines.js';

export interface Incoming {
  /** With its source: an import that names none is refused before. */
  content: ArticleContent & { sourceId: string };
  /** What makes two imports of one source the same article. */
  identity: Buffer;
  /** Hash of all that the import said. */
  hash: Buffer;
  publish: boolean;
  waitsAs: 'DRAFT' | 'IN_REVIEW';
  releasedAt: Date | null;
  embargoMinutes: number;
}

export type Outcome = 'added' | 'updated' | 'unchanged';

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

interface Known extends StoredArticle {
  identity: Buffer;
  sourceId: string;
  importHash: Buffer | null;
  /** Whether an import, and not an editor, left a working copy that is not public. */
  importWaits: boolean;
  /** Whether an editor did anything to it since the last import. */
  touched: boolean;
  lastImport: number;
  /** Whether its working copy is what the public gets. */
  isShown: boolean;
  /** Whether it came in again after a withdrawal: then it waits for an editor, whatever comes. */
  withdrawnBefore: boolean;
}

/** Stores all, in the order given; no two of them may have one source and identity. */
export async function storeArticles(tx: Tx, incoming: Incoming[], now: Date): Promise<Stored[]> {
  const known = await lockKnown(tx, incoming);
  const results: Stored[] = [];
  const news: { at: number; article: Incoming; stored: Known | null }[] = [];
  incoming.forEach((article, at) => {
    const stored = known.get(keyOf(article.content.sourceId, article.identity)) ?? null;
    const outcome = decide(article, stored);
    results.push({ id: stored?.id ?? '', outcome });
    if (outcome !== 'unchanged') news.push({ at, article, stored });
  });
  const changes = await mark(tx, news);
  const ids = await saveArticles(
    tx,
    changes.map((change) => toSave(change, now)),
    now,
  );
  changes.forEach(({ at }, n) => {
    (results[at] as Stored).id = ids[n] as string;
  });
  await keepEditorsWork(tx, changes, now);
  await linkHeadlines(tx, { articleIds: ids });
  return results;
}

/** What an import changes of what is known. */
interface Change {
  article: Incoming;
  stored: Known | null;
  /** Whether it, or a text like it, had been withdrawn: then it waits for an editor. */
  wasWithdrawn: boolean;
}

async function mark<News extends Omit<Change, 'wasWithdrawn'>>(tx: Tx, news: News[]): Promise<(News & Change)[]> {
  const withdrawn = await tellWithdrawn(
    tx,
    news.map(({ article }) => article),
  );
  return news.map((one, at) => ({
    ...one,
    wasWithdrawn: one.stored?.withdrawnBefore === true || withdrawn[at] === true,
  }));
}

function decide(article: Incoming, stored: Known | null): Outcome {
  if (!stored) return 'added';
  const same = stored.importHash?.equals(article.hash) ?? false;
  const mayGo = !stored.touched && !stored.withdrawnBefore;
  const waits = mayGo && (stored.status === 'DRAFT' || stored.status === 'IN_REVIEW' || stored.importWaits);
  return same && !(article.publish && waits) ? 'unchanged' : 'updated';
}

/** What editors took off the public site does not come back by itself, and what they work on is theirs to publish. */
function toSave({ article, stored, wasWithdrawn }: Change, now: Date): ArticleSave {
  const publish = article.publish && !wasWithdrawn && !stored?.touched && stored?.status !== 'UNPUBLISHED';
  const waitsAs = wasWithdrawn ? 'IN_REVIEW' : article.waitsAs;
  return {
    stored,
    content: article.content,
    action: 'IMPORT',
    comment: null,
    authorId: null,
    status: publish ? 'PUBLISHED' : (stored?.status ?? waitsAs),
    face: publish ? 'REPLACE' : 'KEEP',
    release: publish && !stored?.published ? releaseAt(article.releasedAt ?? now, article.embargoMinutes) : null,
    imported: { identity: article.identity, hash: article.hash },
    withdrawnBefore: wasWithdrawn,
  };
}

/**
 * Lays what editors did since the last import over what this one brought: a field that both changed stays the editors'.
 * The import itself stands in the revision before. It goes live only where editors have published all that they did, and
 * both sides changed different fields.
 */
async function keepEditorsWork(tx: Tx, changes: Change[], now: Date): Promise<void> {
  const touched = changes.flatMap(({ stored, ...change }) => (stored?.touched ? [{ ...change, stored }] : []));
  const contents = await findContents(
    tx,
    touched.flatMap(({ stored: { id, version, lastImport } }) => [versionKey(id, version), versionKey(id, lastImport)]),
  );
  const saves = touched.map((change): ArticleSave => {
    const { article, stored, wasWithdrawn } = change;
    const editors = contents.get(versionKey(stored.id, stored.version)) as ArticleContent;
    const base = contents.get(versionKey(stored.id, stored.lastImport)) ?? editors;
    const { content, conflicts } = mergeContent(base, article.content, editors);
    const publish = article.publish && stored.isShown && conflicts.length === 0 && !wasWithdrawn;
    return {
      ...toSave(change, now),
      stored: { ...stored, version: stored.version + 1 },
      content,
      action: 'MERGE',
      face: publish ? 'REPLACE' : 'KEEP',
      imported: null,
    };
  });
  await saveArticles(tx, saves, now);
}

const keyOf = (sourceId: string, identity: Buffer) => `${sourceId} ${identity.toString('base64')}`;

async function lockKnown(tx: Tx, incoming: Incoming[]): Promise<Map<string, Known>> {
  const rows = await tx.query<Known>(
    `select a.id, a.slug, a.identity, a.imported_from as "sourceId", a.import_hash as "importHash", a.status, a.version,
       a.content_version as "contentVersion", a.published_revision is not null as published,
       a.published_revision < a.working_revision and r.action = 'IMPORT' as "importWaits", r.action <> 'IMPORT' as touched,
       a.withdrawn_before as "withdrawnBefore",
       coalesce(a.published_revision = a.working_revision, false) as "isShown",
       case when r.action = 'IMPORT' then a.working_revision
         else (select max(i.number) from revision i where i.article_id = a.id and i.action = 'IMPORT') end as "lastImport"
     from unnest($1::text[], $2::text[]) as w(source_id, identity)
     join article a on a.imported_from = w.source_id and a.identity = decode(w.identity, 'hex') and a.withdrawn_at is null
     join revision r on r.article_id = a.id and r.number = a.working_revision order by a.id for update of a`,
    [incoming.map((one) => one.content.sourceId), incoming.map((one) => one.identity.toString('hex'))],
  );
  return new Map(rows.map((row) => [keyOf(row.sourceId, row.identity), row]));
}
