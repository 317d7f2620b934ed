/** What ninjs items are made of, a thousand at a time: only what stands in them, and dates as text, since they are written as they come. */
import { PUBLISHED_FACE } from '../articles/article.sql.js';
import { type AccessLevel, type Actor, preparedFor } from '../core/access.js';
import type { Db } from '../core/database.js';
import { accessOf, visibleTo } from '../core/visibility.js';

/** An article as the actor may have it. Dates are RFC 3339 in UTC; `publishedOn` is a day, a month or a year. */
export interface NinjsRow {
  id: string;
  title: string;
  summary: string | null;
  body: string | null;
  byline: string | null;
  language: string;
  access: AccessLevel;
  canonicalUrl: string | null;
  wordCount: number | null;
  sourceId: string | null;
  tagIds: string[];
  leadImageId: string | null;
  imageIds: string[];
  publishedAt: string | null;
  publishedOn: string | null;
  modifiedAt: string;
  contentVersion: number;
}

const instant = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What access withholds is left out here. */
export function findForNinjs(db: Db, actor: Actor, articleIds: readonly string[]): Promise<NinjsRow[]> {
  const access = accessOf(actor);
  return db.query<NinjsRow>(
    `select a.id, r.title, case when ${access} <> 'HEADLINE' then r.summary end as summary,
       case when ${access} = 'FULL_TEXT' then r.body end as body, r.byline, a.language, ${access} as access,
       r.canonical_url as "canonicalUrl", r.word_count as "wordCount", a.source_id as "sourceId", to_json(a.tag_ids) as "tagIds",
       r.lead_image_id as "leadImageId", to_json(r.image_ids) as "imageIds", ${instant('r.published_at')} as "publishedAt",
       r.published_on as "publishedOn", ${instant('a.modified_at')} as "modifiedAt", a.content_version as "contentVersion"
     from article a ${PUBLISHED_FACE} where a.id = any($1) and ${visibleTo(actor)}`,
    [articleIds],
    preparedFor(actor, 'ninjs_find'),
  );
}
