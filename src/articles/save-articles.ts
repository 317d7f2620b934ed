/**
 * The one versioned write of articles: every save, of content or of state, is a full snapshot numbered by the version
 * that it makes, and says what becomes of the public face. Any number of articles take the same few statements.
 */
import type { Tx } from '../core/database.js';
import { newId } from '../core/ids.js';
import { wishedSlug } from '../core/slug.js';
import { noonOf } from '../text/date.js';
import { titleKey } from '../text/fold.js';
import { urlKey } from '../text/url-key.js';
import type { ArticleStatus } from './article.entity.js';
import { type ArticleContent, measure } from './article-content.js';
import { INSERT_ARTICLES, UPDATE_ARTICLES } from './save-articles.sql.js';
import { readTagTree } from './tag-tree.js';

/** An article as it stands before the save; locked by the caller. */
export interface StoredArticle {
  id: string;
  slug: string;
  status: ArticleStatus;
  version: number;
  contentVersion: number;
  /** Whether it has a public face, due or not. */
  published: boolean;
}

/** What becomes of the public face: the content saved, what it was, or none. */
export type Face = 'REPLACE' | 'KEEP' | 'REMOVE';

/** When an article counts as published here, and from when the public sees it. */
export interface Release {
  releasedAt: Date;
  publicAt: Date;
}

export interface ArticleSave {
  /** Null for a new article. */
  stored: StoredArticle | null;
  content: ArticleContent;
  /** What made this save, for its revision: IMPORT, or an action of the desk. */
  action: string;
  comment: string | null;
  /** The user who saves; null for imports. */
  authorId: string | null;
  status: ArticleStatus;
  face: Face;
  /** For a face that was not there before, or at another time; null keeps the time. */
  release: Release | null;
  /** What makes two imports of one source the same article, and a hash of all that this one said. */
  imported: { identity: Buffer; hash: Buffer } | null;
  /** Whether the public face says what it said before, so that nothing has changed for readers. */
  sameFace?: boolean;
  /** A new article that came in again after it, or a text like it, had been withdrawn. */
  withdrawnBefore?: boolean;
  /** A public note of what was wrong. */
  correction?: string | null;
  /** What tombstones say. */
  withdrawalReason?: string | null;
  /** The caller's own key of a new article. */
  idempotencyKey?: string | null;
}

/** A release at a moment, with the minutes for which the source holds its articles back. */
export function releaseAt(releasedAt: Date, embargoMinutes: number): Release {
  return { releasedAt, publicAt: new Date(releasedAt.getTime() + embargoMinutes * 60_000) };
}

/** Saves all or, when it throws, none; answers the articles' ids in the order of the saves. At most three statements. */
export async function saveArticles(tx: Tx, saves: ArticleSave[], now: Date): Promise<string[]> {
  const shown = saves.filter((save) => save.face === 'REPLACE').flatMap((save) => save.content.tagIds);
  const listing = await readTagTree(tx, shown);
  const rows = saves.map((save) => {
    const id = save.stored?.id ?? newId('a');
    const article = { ...toArticle(id, save, now), ...listing(save.content.tagIds) };
    return { id, isNew: save.stored === null, article, revision: { id, now, ...toRevision(save) } };
  });
  const write = async (statement: string, some: typeof rows) => {
    if (some.length === 0) return;
    const values = [some.map((row) => row.article), some.map((row) => row.revision)];
    await tx.query(
      statement,
      values.map((value) => JSON.stringify(value)),
    );
  };
  await write(
    INSERT_ARTICLES,
    rows.filter((row) => row.isNew),
  );
  await write(
    UPDATE_ARTICLES,
    rows.filter((row) => !row.isNew),
  );
  return rows.map((row) => row.id);
}

const versionOf = ({ stored }: ArticleSave) => (stored?.version ?? 0) + 1;

function toRevision(save: ArticleSave) {
  const { content, action, comment, authorId, correction } = save;
  const date = content.publishedOn;
  return {
    version: versionOf(save),
    ...content,
    ...measure(content),
    publishedOn: date?.value ?? null,
    datePrecision: date?.precision ?? null,
    dateApproximate: date?.approximate ?? false,
    dateZone: date?.timeZone ?? null,
    dateBasis: date?.basis ?? null,
    dateRaw: date?.raw ?? null,
    action,
    comment,
    authorId,
    correctionId: correction == null ? null : newId('n'),
    correction,
  };
}

/** What the article's row holds of its content is that of the public face alone, but for the source and `deskKey`. */
function toArticle(id: string, save: ArticleSave, now: Date) {
  const { content, stored, face, release } = save;
  const wish = wishedSlug({ id, text: content.title ?? '' });
  return {
    id,
    slug: stored?.slug ?? id,
    // Claimed when the article is first published, lest a draft be known by it, and kept from then on, so that links last.
    slugWish: face === 'REPLACE' && (stored?.slug ?? id) === id ? wish.slug : null,
    slugKey: wish.key,
    version: versionOf(save),
    identity: save.imported?.identity.toString('hex') ?? null,
    importHash: save.imported?.hash.toString('hex') ?? null,
    status: save.status,
    face,
    contentVersion: contentVersionOf(save),
    releasedAt: release?.releasedAt ?? null,
    publicAt: release?.publicAt ?? null,
    datedAt: sortedAt(content),
    sourceId: content.sourceId,
    language: content.language,
    tagIds: content.tagIds,
    hasImage: content.leadImageId !== null,
    urlKey: content.canonicalUrl === null ? null : urlKey(content.canonicalUrl),
    titleKey: titleKey(content.title ?? ''),
    authorId: save.authorId,
    idempotencyKey: save.idempotencyKey ?? null,
    withdrawnBefore: save.withdrawnBefore ?? false,
    withdrawalReason: save.withdrawalReason ?? null,
    now,
  };
}

/** What waits for its hour may change as often as it likes: the public has seen none of it. */
function contentVersionOf({ stored, face, sameFace }: ArticleSave): number {
  const version = stored?.contentVersion ?? 0;
  const waits = stored?.status === 'SCHEDULED';
  if (face === 'REMOVE') return waits ? version - 1 : version;
  return face === 'REPLACE' && !waits && !sameFace ? version + 1 : version;
}

/** publishedAt, else noon of the day (of the first day, where a month or a year is all that is known) in its zone. */
export function sortedAt({
  publishedAt,
  publishedOn,
}: Pick<ArticleContent, 'publishedAt' | 'publishedOn'>): Date | null {
  if (publishedAt) return publishedAt;
  if (!publishedOn || publishedOn.basis === 'FIRST_SEEN') return null;
  return noonOf(publishedOn.value, publishedOn.timeZone);
}
