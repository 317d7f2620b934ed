/**
 * The one versioned write of articles: every save is a full snapshot numbered by the article's version, and publishing
 * points the public face at it. Any number of articles take the same few statements.
 */
import type { Tx } from '../core/database.js';
import { newId } from '../core/ids.js';
import { claimSlugs } from '../core/slug.js';
import { listBroader } from '../tags/tag.sql.js';
import { noonOf } from '../text/date.js';
import { titleKey } from '../text/fold.js';
import { urlKey } from '../text/url-key.js';
import { type ArticleContent, measureBody } from './article-content.js';

/** An article as it stands before the save; locked by the caller. */
export interface StoredArticle {
  id: string;
  version: number;
  contentVersion: number;
  /** Whether it has a public face, due or not. */
  published: boolean;
}

export interface ArticleSave {
  /** Null for a new article. */
  stored: StoredArticle | null;
  content: ArticleContent;
  identity: Buffer | null;
  importHash: Buffer | null;
  /** What made this save, for its revision. */
  action: string;
  /** Puts the content live; without it only the working copy changes. */
  publish: boolean;
  /** Where a new article waits that is not published. */
  waitsAs: 'DRAFT' | 'IN_REVIEW';
  /** When it counts as published here; now, where null. */
  releasedAt: Date | null;
  /** Minutes that the source holds its articles back from the public. */
  embargoMinutes: number;
}

/** Saves all or, when it throws, none; answers the articles' ids in the order of the saves. */
export async function saveArticles(tx: Tx, saves: ArticleSave[], now: Date): Promise<string[]> {
  if (saves.length === 0) return [];
  const ids = saves.map((save) => save.stored?.id ?? newId('a'));
  const wishes = saves.flatMap((save, at) =>
    save.stored ? [] : [{ id: ids[at] as string, text: save.content.title }],
  );
  const slugs = await claimSlugs(tx, 'article', wishes);
  const listing = await readTagTree(tx, saves);
  const articles = saves.map((save, at) => {
    const id = ids[at] as string;
    return { id, slug: slugs.get(id) ?? null, ...toArticle(save, now), ...listing(save.content.tagIds) };
  });
  const revisions = saves.map((save, at) => ({ id: ids[at] as string, now, ...toRevision(save) }));
  const json = [JSON.stringify(articles)];
  if (wishes.length > 0) await tx.query(INSERT_ARTICLES, json);
  await tx.query(INSERT_REVISIONS, [JSON.stringify(revisions)]);
  if (wishes.length < saves.length) await tx.query(UPDATE_ARTICLES, json);
  return ids;
}

const versionOf = ({ stored }: ArticleSave) => (stored?.version ?? 0) + 1;

function toRevision(save: ArticleSave) {
  const { content, action } = save;
  const date = content.publishedOn;
  return {
    version: versionOf(save),
    ...content,
    ...measureBody(content.body),
    publishedOn: date?.value ?? null,
    datePrecision: date?.precision ?? null,
    dateApproximate: date?.approximate ?? false,
    dateZone: date?.timeZone ?? null,
    dateBasis: date?.basis ?? null,
    dateRaw: date?.raw ?? null,
    action,
  };
}

/** What the article's row holds of its content: that of the public face alone. */
function toArticle(save: ArticleSave, now: Date) {
  const { content, stored, publish } = save;
  const releasedAt = save.releasedAt ?? now;
  return {
    isNew: stored === null,
    version: versionOf(save),
    identity: save.identity?.toString('hex') ?? null,
    importHash: save.importHash?.toString('hex') ?? null,
    status: publish ? 'PUBLISHED' : save.waitsAs,
    publish,
    contentVersion: (stored?.contentVersion ?? 0) + (publish ? 1 : 0),
    releasedAt,
    publicAt: new Date(releasedAt.getTime() + save.embargoMinutes * 60_000),
    datedAt: sortedAt(content),
    sourceId: content.sourceId,
    language: content.language,
    tagIds: content.tagIds,
    hasImage: content.leadImageId !== null,
    urlKey: content.canonicalUrl === null ? null : urlKey(content.canonicalUrl),
    titleKey: titleKey(content.title),
    now,
  };
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

/** For any set of tags: with all that are broader, and the section, which is that of the first tag that has one. */
async function readTagTree(tx: Tx, saves: ArticleSave[]) {
  const used = [...new Set(saves.flatMap((save) => save.content.tagIds))];
  const rows = used.length === 0 ? [] : await listBroader(tx, used);
  const tree = new Map(rows.map((row) => [row.id, row]));
  return (tagIds: string[]) => ({
    allTagIds: [...new Set(tagIds.flatMap((id) => tree.get(id)?.path ?? [id]))],
    sectionId: tagIds.map((id) => tree.get(id)?.sectionId).find((section) => section != null) ?? null,
  });
}

const ARTICLES = `json_to_recordset($1) as n(id text, slug text, "isNew" boolean, version int, identity text, "importHash" text,
  status text, publish boolean, "contentVersion" int, "releasedAt" timestamptz, "publicAt" timestamptz, "datedAt" timestamptz,
  "sourceId" text, language text, "tagIds" text[], "allTagIds" text[], "sectionId" text, "hasImage" boolean, "urlKey" text,
  "titleKey" text, now timestamptz)`;

const REVISIONS = `json_to_recordset($1) as n(id text, version int, title text, summary text, body text, lead text, byline text,
  language text, "titleLanguage" text, "canonicalUrl" text, "publishedAt" timestamptz, "publishedOn" text, "datePrecision" text,
  "dateApproximate" boolean, "dateZone" text, "dateBasis" text, "dateRaw" text, "sourceId" text, "tagIds" text[],
  "leadImageId" text, "imageIds" text[], "imageUrl" text, "wordCount" int, action text, now timestamptz)`;

const INSERT_ARTICLES = `
  insert into article (id, slug, status, version, working_revision, published_revision, content_version, identity, import_hash,
    first_seen_at, source_id, released_at, public_at, modified_at, sorted_at, language, has_image, url_key, title_key, tag_ids,
    all_tag_ids, section_id)
  select id, slug, status, version, version, case when publish then version end, "contentVersion", decode(identity, 'hex'),
    decode("importHash", 'hex'), "releasedAt", "sourceId", case when publish then "releasedAt" end,
    case when publish then "publicAt" end, case when publish then "publicAt" end, case when publish then coalesce("datedAt", "releasedAt") end,
    case when publish then language end, case when publish then "hasImage" end, case when publish then "urlKey" end,
    case when publish then "titleKey" end, case when publish then "tagIds" end, case when publish then "allTagIds" end,
    case when publish then "sectionId" end
  from ${ARTICLES} where "isNew"`;

const INSERT_REVISIONS = `
  insert into revision (article_id, number, title, summary, body, lead, byline, language, title_language, canonical_url,
    published_at, published_on, date_precision, date_approximate, date_zone, date_basis, date_raw, source_id, tag_ids,
    lead_image_id, image_ids, image_url, word_count, action, created_at)
  select id, version, title, summary, body, lead, byline, language, "titleLanguage", "canonicalUrl", "publishedAt", "publishedOn",
    "datePrecision", "dateApproximate", "dateZone", "dateBasis", "dateRaw", "sourceId", "tagIds", "leadImageId", "imageIds",
    "imageUrl", "wordCount", action, now
  from ${REVISIONS}`;

/** What an article that is public keeps while only its working copy changes: all but version and hash. */
const UPDATE_ARTICLES = `
  update article a set version = n.version, working_revision = n.version, import_hash = decode(n."importHash", 'hex'),
    content_version = n."contentVersion",
    status = case when n.publish then n.status else a.status end,
    published_revision = case when n.publish then n.version else a.published_revision end,
    released_at = case when n.publish then coalesce(a.released_at, n."releasedAt") else a.released_at end,
    public_at = case when n.publish then coalesce(a.public_at, n."publicAt") else a.public_at end,
    modified_at = case when n.publish then greatest(n.now, coalesce(a.public_at, n."publicAt")) else a.modified_at end,
    sorted_at = case when n.publish then coalesce(n."datedAt", a.first_seen_at) else a.sorted_at end,
    language = case when n.publish then n.language else a.language end,
    has_image = case when n.publish then n."hasImage" else a.has_image end,
    url_key = case when n.publish then n."urlKey" else a.url_key end,
    title_key = case when n.publish then n."titleKey" else a.title_key end,
    tag_ids = case when n.publish then n."tagIds" else a.tag_ids end,
    all_tag_ids = case when n.publish then n."allTagIds" else a.all_tag_ids end,
    section_id = case when n.publish then n."sectionId" else a.section_id end
  from ${ARTICLES} where not n."isNew" and a.id = n.id`;
