/** Contents of revisions, as saves and merges need them: the editors' side, whatever the public may see. */
import type { Db } from '../core/database.js';
import type { ArticleContent } from './article-content.js';
import type { DateBasis, DatePrecision } from './partial-date.js';
import { readPartialDate } from './partial-date.js';

/** Of `revision` under an alias: all that an ArticleContent holds, as one JSON value. */
export const contentJson = (
  alias: string,
) => `json_build_object('title', ${alias}.title, 'titleLanguage', ${alias}.title_language,
  'summary', ${alias}.summary, 'body', ${alias}.body, 'byline', ${alias}.byline, 'language', ${alias}.language,
  'canonicalUrl', ${alias}.canonical_url, 'publishedAt', ${alias}.published_at, 'publishedOn', ${alias}.published_on,
  'datePrecision', ${alias}.date_precision, 'dateApproximate', ${alias}.date_approximate, 'dateZone', ${alias}.date_zone,
  'dateBasis', ${alias}.date_basis, 'dateRaw', ${alias}.date_raw, 'sourceId', ${alias}.source_id, 'tagIds', ${alias}.tag_ids,
  'leadImageId', ${alias}.lead_image_id, 'imageIds', ${alias}.image_ids, 'imageUrl', ${alias}.image_url)`;

/** What `contentJson` answers. */
export interface StoredContent extends Omit<ArticleContent, 'publishedAt' | 'publishedOn'> {
  publishedAt: string | null;
  publishedOn: string | null;
  datePrecision: DatePrecision | null;
  dateApproximate: boolean;
  dateZone: string | null;
  dateBasis: DateBasis | null;
  dateRaw: string | null;
}

export function readContent(stored: StoredContent): ArticleContent {
  const { title, titleLanguage, summary, body, byline, language, canonicalUrl } = stored;
  const { sourceId, tagIds, leadImageId, imageIds, imageUrl } = stored;
  const publishedAt = stored.publishedAt === null ? null : new Date(stored.publishedAt);
  return {
    ...{ title, titleLanguage, summary, body, byline, language, canonicalUrl },
    ...{ publishedAt, publishedOn: readPartialDate(stored) },
    ...{ sourceId, tagIds, leadImageId, imageIds, imageUrl },
  };
}

/** A version of an article, as maps and loaders take it. */
export const versionKey = (articleId: string, number: number) => `${articleId} ${number}`;

/** The ids and the numbers of these versions, as statements take them. */
export function splitKeys(keys: readonly string[]): [string[], number[]] {
  const parts = keys.map((key) => key.split(' ') as [string, string]);
  return [parts.map(([id]) => id), parts.map(([, number]) => Number(number))];
}

/** Whole contents, texts included, by `versionKey`. */
export async function findContents(db: Db, keys: readonly string[]): Promise<Map<string, ArticleContent>> {
  if (keys.length === 0) return new Map();
  const rows = await db.query<{ key: string; content: StoredContent }>(
    `select r.article_id || ' ' || r.number as key, ${contentJson('r')} as content
     from unnest($1::text[], $2::int[]) as w(article_id, number) join revision r using (article_id, number)`,
    splitKeys(keys),
  );
  return new Map(rows.map((row) => [row.key, readContent(row.content)]));
}
