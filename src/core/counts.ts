/**
 * How many public articles a tag (with its narrower ones), a source, a language ('language:ar'), articles with or without
 * an image ('image:true') and the whole archive ('all') have. Writers append differences with the moment
 * they are due (triggers of the first migration); what is settled plus what is due is always the exact number, whether
 * or not a worker has folded the one into the other.
 */
import type { Actor } from './access.js';
import { relation } from './context.js';
import type { Db } from './database.js';
import { longestEmbargo } from './grants.sql.js';
import { visibleTo } from './visibility.js';

/** SQL of the exact number of one subject, given the SQL of its id. */
export const articlesOf = (subject: string) => `(
  coalesce((select n.articles from article_count n where n.subject_id = ${subject}), 0)
  + coalesce((select sum(d.delta) from article_count_delta d where d.subject_id = ${subject} and d.due_at <= now()), 0))`;

/**
 * SQL of the exact number of articles that the actor may read of a source that she knows of, given the SQL of its id. What a
 * partner waits for is taken from all that have a face, due or not: both are few rows, however many articles there are.
 */
export function articlesOfSource(actor: Actor, source: string): string {
  if (actor.kind !== 'partner') return articlesOf(source);
  return `(
  coalesce((select n.articles from article_count n where n.subject_id = ${source}), 0)
  + coalesce((select sum(d.delta) from article_count_delta d where d.subject_id = ${source}), 0)
  - (select count(*) from article x where x.source_id = ${source} and x.published_revision is not null
      and x.public_at > now() - interval '${longestEmbargo(actor.grants)} minutes' and not (${visibleTo(actor, 'x')})))`;
}

/** Public articles by subject: the id of a tag or source, or one of the names above. What a partner may read is another number. */
export const articleCount = relation<string, number>(0, async ({ db }, ids) => {
  const rows = await db.query<{ id: string; articles: number }>(
    `select id, ${articlesOf('id')}::int as articles from unnest($1::text[]) as w(id)`,
    [ids],
    'article_count',
  );
  return new Map(rows.map((row) => [row.id, row.articles]));
});

/** Folds what is due into the settled numbers, at most `batch` differences at a time; answers how many it folded. */
export async function settleCounts(db: Db, batch = 10_000): Promise<number> {
  const [row] = await db.query<{ settled: number }>(
    `with due as (
       delete from article_count_delta where ctid = any(array(
         select ctid from article_count_delta where due_at <= now() limit $1 for update skip locked))
       returning subject_id, delta),
     folded as (
       insert into article_count (subject_id, articles)
       select subject_id, sum(delta) from due group by subject_id order by subject_id
       on conflict (subject_id) do update set articles = article_count.articles + excluded.articles)
     select count(*)::int as settled from due`,
    [batch],
  );
  return row?.settled ?? 0;
}
