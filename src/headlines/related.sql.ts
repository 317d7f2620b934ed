/**
 * Related headlines of articles: an editor's pins first, then articles that share tags, but for those that an editor
 * blocked. A shared tag weighs 1 / (1 + ln(1 + n)) where n public articles have it (of a partner's own, counted no further
 * than a cap), so that a rare one counts more than a common one; articles in the same language come first; equal scores are
 * told apart by date and id. One statement for any number of articles.
 */
import { PUBLISHED_FACE } from '../articles/article.sql.js';
import { type Actor, preparedFor } from '../core/access.js';
import { articlesOf } from '../core/counts.js';
import type { Db } from '../core/database.js';
import { visibleTo } from '../core/visibility.js';
import type { Headline, RelationReason } from './headline.entity.js';
import { ARTICLE_HEADLINE } from './headline.sql.js';

/** As many as can be shown, and pinned. */
export const MAX_RELATED = 24;

/** How many of an article's tags, rarest first, and how many of the newest articles of each are looked at. */
const TAGS = 6;
const ARTICLES_PER_TAG = 24;

/** How far a tag's articles are counted that a partner may read: no number is kept of them. */
const COUNTED = 200;

/** Newest articles of a tag among which those are looked for that a partner may read, since few of them may be hers. */
const LOOKED_AT = 2_000;

/** SQL of a tag's articles as `x`; of its newest ones for a partner, so that what is not hers costs no more than so much. */
const articlesUnder = (actor: Actor, tag: string, condition = 'true') => {
  const all = `select x.* from article_tag x where x.tag_id = ${tag} and ${condition}`;
  return actor.kind !== 'partner'
    ? `(${all}) x`
    : `(${all} order by x.sorted_at desc, x.article_id desc limit ${LOOKED_AT}) x`;
};

/** How many articles have a tag, as far as the caller may know. */
const usesOf = (actor: Actor, tag: string) =>
  actor.kind !== 'partner'
    ? `greatest(${articlesOf(tag)}, 0)`
    : `(select count(*) from (
         select 1 from ${articlesUnder(actor, tag)} join article a on a.id = x.article_id where ${visibleTo(actor)}
         order by x.sorted_at desc, x.article_id desc limit ${COUNTED}) m)`;

export type RelatedRow = Headline & {
  relatedTo: string;
  reason: RelationReason;
  score: number;
  sharedTagIds: string[];
};

export async function listRelated(
  db: Db,
  actor: Actor,
  articleIds: readonly string[],
  limit: number,
): Promise<RelatedRow[]> {
  return db.query<RelatedRow>(
    `with base as materialized (
       select a.id, a.tag_ids, a.language, array(select k.related_id from related_block k where k.article_id = a.id) as blocked
       from article a where a.id = any($1) and ${visibleTo(actor)}),
     counted as materialized (
       select t.tag_id, ${usesOf(actor, 't.tag_id')} as uses from (select distinct unnest(tag_ids) as tag_id from base) t),
     weighted as materialized (
       select b.id, b.blocked, t.tag_id, 1 / (1 + ln(1 + c.uses))::float8 as weight
       from base b cross join lateral unnest(b.tag_ids) as t(tag_id) join counted c on c.tag_id = t.tag_id),
     telling as (
       select id, blocked, tag_id, row_number() over (partition by id order by weight desc, tag_id) as rank from weighted),
     candidates as (
       select p.article_id as base_id, p.related_id as id, p.position from related_pin p where p.article_id = any($1)
       union all
       select t.id, c.article_id, null from telling t cross join lateral (
         select x.article_id from ${articlesUnder(actor, 't.tag_id', 'x.direct')} join article a on a.id = x.article_id
         where x.article_id <> t.id and x.article_id <> all(t.blocked) and ${visibleTo(actor)}
         order by x.sorted_at desc, x.article_id desc limit ${ARTICLES_PER_TAG}) c
       where t.rank <= ${TAGS}),
     scored as (
       select c.base_id, c.id, min(c.position) as position, min(w.score) as score, min(w.tags) as tags
       from candidates c join article a on a.id = c.id and ${visibleTo(actor)}
       cross join lateral (
         select coalesce(sum(w.weight), 0) as score, coalesce(array_agg(w.tag_id order by w.weight desc, w.tag_id), '{}') as tags
         from weighted w where w.id = c.base_id and w.tag_id = any(a.tag_ids)) w
       group by c.base_id, c.id),
     ranked as (
       select s.*, row_number() over (partition by s.base_id
         order by s.position nulls last, a.language = b.language desc, s.score desc, a.sorted_at desc, a.id desc) as rank
       from scored s join base b on b.id = s.base_id join article a on a.id = s.id)
     select k.base_id as "relatedTo", case when k.position is null then 'SHARED_TAGS' else 'PINNED' end as reason, k.score,
       k.tags as "sharedTagIds", ${ARTICLE_HEADLINE}
     from ranked k join article a on a.id = k.id ${PUBLISHED_FACE} where k.rank <= $2 order by k.base_id, k.rank`,
    [articleIds, limit],
    preparedFor(actor, 'related_list'),
  );
}
