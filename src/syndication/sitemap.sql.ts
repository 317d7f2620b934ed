/**
 * What stands in sitemaps. A part follows the change feed, which numbers publications: it holds the articles that were last
 * published within a range of those numbers, which never change, so that no part has more than it may and nothing has to be
 * counted to know how many there are.
 */
import { ANONYMOUS } from '../core/access.js';
import { articlesOf } from '../core/counts.js';
import type { Db } from '../core/database.js';
import { visibleTo } from '../core/visibility.js';

/** Publications in a part: the most addresses that a sitemap may hold. */
export const PART = 50_000;

export async function countParts(db: Db): Promise<number> {
  const [head] = await db.query<{ publications: number }>(
    'select publications::float8 as publications from change_head',
  );
  return Math.ceil((head?.publications ?? 0) / PART);
}

export interface ListedArticle {
  id: string;
  slug: string;
  modifiedAt: Date;
}

/** The public articles whose last publication has a number after the one and up to the other. */
export async function listPublished(db: Db, after: number, upTo: number): Promise<ListedArticle[]> {
  return db.query<ListedArticle>(
    `select a.id, a.slug, a.modified_at as "modifiedAt" from change c join article a on a.id = c.article_id
     where c.publication > $1 and c.publication <= $2 and ${visibleTo(ANONYMOUS)}
       and not exists (select 1 from change l where l.article_id = c.article_id and l.publication > c.publication)
     order by c.publication`,
    [after, upTo],
    'sitemap_published',
  );
}

export interface Named {
  id: string;
  slug: string;
}

/** Sources by id, after one of them. */
export async function listSourceSlugs(db: Db, after: string, limit: number): Promise<Named[]> {
  return db.query<Named>('select id, slug from source where id > $1 order by id limit $2', [after, limit]);
}

/** Tags by id, after one of them, which have articles. */
export async function listTagSlugs(db: Db, after: string, limit: number): Promise<Named[]> {
  return db.query<Named>(
    `select t.id, t.slug from tag t where t.id > $1 and t.merged_into_id is null and ${articlesOf('t.id')} > 0 order by t.id limit $2`,
    [after, limit],
  );
}
