/**
 * Joins observed headlines to the articles they stood for: by address, or by folded title where exactly one public
 * article of within three days of the capture has it. A rubric that comes again and again under one title (tomorrow's
 * weather) is never joined by title: identity needs the day, and its title has none. A line of a withdrawn article is
 * joined to it whenever it was seen, so that it vanishes with it.
 */
import type { Tx } from '../core/database.js';
import { isRubric } from './rubric.js';

const SPAN = `interval '3 days'`;
interface Pair {
  headlineId: string;
  articleId: string;
  title: string;
  titleKey: string;
}

/** Titles of fewer words say too little to be somebody's alone. */
const MIN_WORDS = 3;

/** Whether a title, as it was seen or folded, says enough to be one article's. */
const isTelling = (title: string, key: string) => key.split(' ').length >= MIN_WORDS && !isRubric(title);

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
  const pairs = await tx.query<Pair>(
    `select h.id as "headlineId", a.id as "articleId", h.title, h.title_key as "titleKey"
     from headline h join article a on a.title_key = h.title_key
     where h.article_id is null and a.published_revision is not null and ${condition}
       and a.sorted_at between h.seen_at - ${SPAN} and h.seen_at + ${SPAN}
       and not exists (select 1 from article o
         where o.title_key = a.title_key and o.id <> a.id and o.published_revision is not null)`,
    [value],
  );
  const paired = new Set(pairs.map((pair) => pair.headlineId));
  const withdrawn = 'captureId' in side ? await listWithdrawn(tx, side.captureId) : [];
  const sure = [...pairs, ...withdrawn.filter((pair) => !paired.has(pair.headlineId))].filter(({ title, titleKey }) =>
    isTelling(title, titleKey),
  );
  if (sure.length === 0) return;
  await tx.query(
    `update headline h set article_id = m.article_id
     from unnest($1::text[], $2::text[]) as m(headline_id, article_id) where h.id = m.headline_id`,
    [sure.map((pair) => pair.headlineId), sure.map((pair) => pair.articleId)],
  );
}

/** The lines of a capture that are the title of a withdrawn article. */
function listWithdrawn(tx: Tx, captureId: string): Promise<Pair[]> {
  return tx.query<Pair>(
    `select h.id as "headlineId", min(a.id) as "articleId", h.title, h.title_key as "titleKey"
     from headline h join article a on a.title_key = h.title_key
     where h.article_id is null and h.capture_id = $1 and a.withdrawn_at is not null group by h.id`,
    [captureId],
  );
}

/** Joins to an article that is being withdrawn what stood for it unnoticed, by its addresses or its folded titles. */
export async function linkToWithdrawn(
  tx: Tx,
  articleId: string,
  titleKeys: string[],
  urlKeys: string[],
): Promise<void> {
  await tx.query(
    `update headline set article_id = $1 where article_id is null and (url_key = any($3) or title_key = any($2))`,
    [articleId, [...new Set(titleKeys)].filter((key) => isTelling(key, key)), urlKeys],
  );
}
