/**
 * Headlines in the database. A headline whose article was withdrawn is gone with it; one whose article the caller may
 * not read stands as if its article had not been found. By its id, a partner finds a line of a page whose own article she may
 * read, and an editor's line unless it leads to an article that she may not.
 */
import { PUBLISHED_FACE } from '../articles/article.sql.js';
import { DATE_COLUMNS } from '../articles/partial-date.js';
import { type Actor, preparedFor } from '../core/access.js';
import type { Db } from '../core/database.js';
import { visibleSince, visibleTo } from '../core/visibility.js';
import { SOURCE_JSON } from '../sources/source.sql.js';
import type { Headline, Ticker } from './headline.entity.js';

/** Of `article a` with its published revision `r` and source `s`. */
export const ARTICLE_HEADLINE = `'h' || a.id as id, r.title, r.title_language as language, null::text as url, a.id as "articleId",
  a.slug as "articleSlug", ${SOURCE_JSON} as source, r.published_at as "publishedAt", ${DATE_COLUMNS}, a.sorted_at as "sortedAt"`;

/** Of `headline h`, with its article `a`, revision `r` and source `s` where the caller may read them. */
const OWN_HEADLINE = `h.id, h.title, h.language, h.url, a.id as "articleId", a.slug as "articleSlug", ${SOURCE_JSON} as source,
  r.published_at as "publishedAt", ${DATE_COLUMNS}, coalesce(a.sorted_at, h.seen_at) as "sortedAt"`;

/** The article that a pin leads to: itself, or by its headline. */
const PINNED_ARTICLE = 'coalesce(p.article_id, h.article_id)';

const ITS_ARTICLE = (actor: Actor) => `
  left join article w on w.id = h.article_id and w.withdrawn_at is not null
  left join article a on a.id = h.article_id and ${visibleTo(actor)}
  left join revision r on r.article_id = a.id and r.number = a.published_revision
  left join source s on s.id = a.source_id`;

export async function findHeadlines(db: Db, actor: Actor, ids: readonly string[]): Promise<Headline[]> {
  return db.query<Headline>(
    `select ${OWN_HEADLINE} from headline h ${ITS_ARTICLE(actor)} where h.id = any($1) and w.id is null and ${findableBy(actor)}`,
    [ids],
  );
}

const findableBy = (actor: Actor) =>
  actor.kind !== 'partner'
    ? 'true'
    : `case when h.capture_id is null then h.article_id is null or a.id is not null else exists (
         select 1 from capture c join article o on o.id = c.article_id where c.id = h.capture_id and ${visibleTo(actor, 'o')}) end`;

export async function findArticleHeadlines(db: Db, actor: Actor, articleIds: readonly string[]): Promise<Headline[]> {
  return db.query<Headline>(
    `select ${ARTICLE_HEADLINE} from article a ${PUBLISHED_FACE} where a.id = any($1) and ${visibleTo(actor)}`,
    [articleIds],
  );
}

/** The headlines of each article's latest capture, in page order. */
export async function listObserved(db: Db, actor: Actor, articleIds: readonly string[], limit: number) {
  return db.query<Headline & { observedWith: string }>(
    `select p.id as "observedWith", o.* from unnest($1::text[]) as p(id)
     cross join lateral (
       select c.id from capture c where c.article_id = p.id order by c.created_at desc, c.id desc limit 1) c
     cross join lateral (
       select ${OWN_HEADLINE} from headline h ${ITS_ARTICLE(actor)}
       where h.capture_id = c.id and w.id is null order by h.position limit $2) o`,
    [articleIds, limit],
    preparedFor(actor, 'headline_observed'),
  );
}

/** The ticker; it changed last when it was edited or when an article became public or changed. */
export async function findTickers(
  db: Db,
  actor: Actor,
  by: { slug: string } | { ids: readonly string[] },
): Promise<Ticker[]> {
  const [condition, value] = 'slug' in by ? ['k.slug = $1', by.slug] : ['k.id = any($1)', by.ids];
  return db.query<Ticker>(
    `select k.id, k.slug, ${actor.kind === 'partner' ? changedFor(actor) : CHANGED(actor)} as "updatedAt"
     from ticker k where ${condition}`,
    [value],
    preparedFor(actor, `ticker_find_${'slug' in by ? 'slug' : 'ids'}`),
  );
}

const LATEST = (column: string, actor: Actor) =>
  `(select a.${column} from article a where ${visibleTo(actor)} order by a.${column} desc, a.id desc limit 1)`;

const CHANGED = (actor: Actor) =>
  `greatest(k.updated_at, ${LATEST('modified_at', actor)}, ${LATEST('public_at', actor)})`;

/** Of how many of the newest articles it is looked when the last of them came to a partner. */
const NEWEST = 100;

/** To a partner, by the pins and articles that she may see: that something else changed, she does not learn. */
const changedFor = (actor: Actor) => `greatest('epoch'::timestamptz,
  (select max(greatest(p.created_at, case when p.removed_at <= now() then p.removed_at end, case when p.until <= now() then p.until end))
   from ticker_pin p left join headline h on h.id = p.headline_id left join article a on a.id = ${PINNED_ARTICLE} and ${visibleTo(actor)}
   where p.ticker_id = k.id and (a.id is not null or ${PINNED_ARTICLE} is null)),
  (select a.modified_at from article a where ${visibleTo(actor)} and a.modified_at <= now() order by a.modified_at desc, a.id desc limit 1),
  (select max(n.since) from (
     select ${visibleSince(actor)} as since from article a where ${visibleTo(actor)} order by a.public_at desc, a.id desc limit ${NEWEST}) n))`;

/** Rows walked for each headline wanted of a past moment, before all that was public by then is asked for. */
const SCAN = 40;

/** Of pins in their order: a thing that two pins lead to stands where the first one has it. */
const PINNED = (actor: Actor, held: string) => `
  select distinct on (coalesce(a.id, h.id)) p.position, p.created_at, p.id as pin_id, coalesce(h.id, 'h' || a.id) as id,
    coalesce(h.title, r.title) as title, coalesce(h.language, r.title_language) as language, h.url, a.id as "articleId",
    a.slug as "articleSlug", ${SOURCE_JSON} as source, r.published_at as "publishedAt", ${DATE_COLUMNS},
    coalesce(a.sorted_at, h.seen_at) as "sortedAt"
  from ticker_pin p left join headline h on h.id = p.headline_id
  left join article a on a.id = ${PINNED_ARTICLE} and ${visibleTo(actor)}
  left join revision r on r.article_id = a.id and r.number = a.published_revision left join source s on s.id = a.source_id
  where p.ticker_id = $1 and (a.id is not null or ${PINNED_ARTICLE} is null) and ${held}
  order by coalesce(a.id, h.id), p.position, p.created_at desc, p.id desc`;

const HELD_NOW = 'p.removed_at is null and (p.until is null or p.until > now())';
const HELD_THEN = `p.created_at <= $3 and (p.until is null or p.until > $3) and (p.removed_at is null or p.removed_at > $3)`;

/** Pins in their order, then the newest articles that no pin leads to; those of a past moment with `at`. */
export async function listTicker(
  db: Db,
  actor: Actor,
  tickerId: string,
  limit: number,
  at: Date | null,
): Promise<Headline[]> {
  return db.query<Headline>(
    `with pinned as materialized (
       select p.*, row_number() over (order by p.position, p.created_at desc, p.pin_id desc)::int as place
       from (${PINNED(actor, at ? HELD_THEN : HELD_NOW)}) p),
     newest as materialized (${at ? publicAt(actor) : publicNow(actor)})
     select 0 as part, place, id, title, language, url, "articleId", "articleSlug", source, "publishedAt", "publishedOn",
       "datePrecision", "dateApproximate", "dateZone", "dateBasis", "dateRaw", "sortedAt" from pinned
     union all
     (select 1, row_number() over (order by a.sorted_at desc, a.id desc)::int, ${ARTICLE_HEADLINE}
      from newest n join article a on a.id = n.id ${PUBLISHED_FACE})
     order by part, place limit $2`,
    at ? [tickerId, limit, at] : [tickerId, limit],
    preparedFor(actor, `ticker_list_${at ? 'at' : 'now'}`),
  );
}

const NOT_PINNED = 'a.id not in (select "articleId" from pinned where "articleId" is not null)';

const publicNow = (actor: Actor) => `
  select a.id from article a where ${visibleTo(actor)} and ${NOT_PINNED} order by a.sorted_at desc, a.id desc limit $2`;

/** As lists of articles do: along the order first, and what that does not find by what was public then. */
const publicAt = (actor: Actor) => {
  const then = `${visibleTo(actor)} and ${visibleSince(actor)} <= $3 and a.sorted_at <= $3 and ${NOT_PINNED}`;
  return `
  select id from (
    with scanned as materialized (
      select x.id, x.sorted_at from article x where x.published_revision is not null and x.sorted_at <= $3
      order by x.sorted_at desc, x.id desc limit $2::int * ${SCAN}),
    found as materialized (select c.id, c.sorted_at from scanned c join article a on a.id = c.id where ${then}),
    rest as materialized (
      select a.id, a.sorted_at from article a where ${then} and (select count(*) from found) < $2
      and (select count(*) from scanned) = $2::int * ${SCAN}
      and (a.sorted_at, a.id) < (select s.sorted_at, s.id from scanned s order by s.sorted_at, s.id limit 1))
    select id, sorted_at from found union all select id, sorted_at from rest) m
  order by sorted_at desc, id desc limit $2`;
};
