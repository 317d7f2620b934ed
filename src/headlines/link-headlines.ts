/**
 * Joins observed headlines to the articles they stood for: by address, or by folded title where exactly one public
 * article of within three days of the capture has it. A rubric that comes again and again under one title (tomorrow's
 * weather) is never joined by title: identity needs the day, and its title has none.
 */
import type { Tx } from '../core/database.js';
import { isRubric } from './rubric.js';

const SPAN = `interval '3 days'`;
/** Titles of fewer words say too little to be somebody's alone. */
const MIN_WORDS = 3;

/** Looks for pairs on either side: among these articles, or among the headlines of this capture. */
export async function linkHeadlines(tx: Tx, side: { articleIds: string[] } | { captureId: string }): Promise<void> {
  const [condition, value] =
    'articleIds' in side ? ['a.id = any($1)', side.articleIds] : ['h.capture_id = $1', side.captureId];
  if (Array.isArray(value) && value.length === 0) return;
  await tx.query(
    `update headline h set article_id = m.article_id from (
       select h.id, min(a.id) as article_id from headline h join article a on a.url_key = h.url_key
       where h.article_id is null and a.published_revision is not null and ${condition} group by h.id) m
     where h.id = m.id`,
    [value],
  );
  const pairs = await tx.query<{ headlineId: string; articleId: string; title: string; titleKey: string }>(
    `select h.id as "headlineId", a.id as "articleId", h.title, h.title_key as "titleKey"
     from headline h join article a on a.title_key = h.title_key
     where h.article_id is null and a.published_revision is not null and ${condition}
       and a.sorted_at between h.seen_at - ${SPAN} and h.seen_at + ${SPAN}
       and not exists (select 1 from article o
         where o.title_key = a.title_key and o.id <> a.id and o.published_revision is not null)`,
    [value],
  );
  const sure = pairs.filter(({ title, titleKey }) => titleKey.split(' ').length >= MIN_WORDS && !isRubric(title));
  if (sure.length === 0) return;
  await tx.query(
    `update headline h set article_id = m.article_id
     from unnest($1::text[], $2::text[]) as m(headline_id, article_id) where h.id = m.headline_id`,
    [sure.map((pair) => pair.headlineId), sure.map((pair) => pair.articleId)],
  );
}
