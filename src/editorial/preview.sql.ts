/** What a preview link shows: one version of an article in the shape of its public face. */
import type { Article } from '../articles/article.entity.js';
import { DATE_COLUMNS, readPartialDate } from '../articles/partial-date.js';
import { sortedAt } from '../articles/save-articles.js';
import { readTagTree } from '../articles/tag-tree.js';
import type { Database, Db } from '../core/database.js';
import { hashOfToken } from '../core/token.js';
import { SOURCE_JSON } from '../sources/source.sql.js';

type PreviewRow = Article & { firstSeenAt: Date; lead: string | null };

/** The article as the link shows it; null where the link has ended, or the article was withdrawn or deleted. */
export async function findPreview(db: Database, token: string): Promise<Article | null> {
  const [row] = await db.query<PreviewRow>(
    `select a.id, a.slug, r.canonical_url as "canonicalUrl", coalesce(r.title, '') as title,
       coalesce(r.title_language, r.language, s.languages[1], 'ar') as "titleLanguage", r.summary, r.body as "bodyHtml", r.lead,
       r.byline, coalesce(r.language, s.languages[1], 'ar') as language, 'FULL_TEXT' as access, r.word_count as "wordCount",
       ${SOURCE_JSON} as source, r.tag_ids as "tagIds", r.lead_image_id as "leadImageId", r.image_ids as "imageIds",
       r.published_at as "publishedAt", ${DATE_COLUMNS}, a.first_seen_at as "firstSeenAt", coalesce(a.public_at, now()) as "publicSince",
       coalesce(a.modified_at, now()) as "modifiedAt", a.content_version as "contentVersion"
     from preview_link l join article a on a.id = l.article_id and a.withdrawn_at is null
     join revision r on r.article_id = l.article_id and r.number = l.revision left join source s on s.id = r.source_id
     where l.token_hash = $1 and l.expires_at > now()`,
    [hashOfToken(token)],
    'preview_find',
  );
  if (!row) return null;
  const listing = await db.transaction((tx) => readTagTree(tx, row.tagIds));
  const dated = sortedAt({ publishedAt: row.publishedAt, publishedOn: readPartialDate(row) });
  return { ...row, ...listing(row.tagIds), sortedAt: dated ?? row.firstSeenAt, previewToken: token };
}

/** Whether a link leads to what was withdrawn. */
export async function isWithdrawnPreview(db: Db, token: string): Promise<boolean> {
  const rows = await db.query(
    `select 1 from preview_link l join article a on a.id = l.article_id
     where l.token_hash = $1 and l.expires_at > now() and a.withdrawn_at is not null`,
    [hashOfToken(token)],
  );
  return rows.length > 0;
}

/** Deletes links that have ended. */
export async function forgetEndedPreviews(db: Db): Promise<void> {
  await db.query(`delete from preview_link where expires_at < now() - interval '1 day'`);
}
