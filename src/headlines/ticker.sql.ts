/** Pins of tickers as editors see and set them. A pin is never changed, but for its end: so that history stays true. */
import { DATE_COLUMNS } from '../articles/partial-date.js';
import { type Actor, ANONYMOUS } from '../core/access.js';
import type { Db, Tx } from '../core/database.js';
import { newId } from '../core/ids.js';
import { visibleTo } from '../core/visibility.js';
import { SOURCE_JSON } from '../sources/source.sql.js';
import type { Headline } from './headline.entity.js';

/** Pins that stand, whether readers see them yet or not. */
const HELD = `p.removed_at is null and (p.until is null or p.until > now()) and not exists (
  select 1 from article w where w.id = coalesce(p.article_id, h.article_id) and w.withdrawn_at is not null)`;

export type PinRow = Headline & { tickerId: string; position: number; until: Date | null };

/** The pins of each ticker in their order. An article's title is its public one, or, before there is any, what it is to be. */
export async function listPins(db: Db, actor: Actor, tickerIds: readonly string[]): Promise<PinRow[]> {
  return db.query<PinRow>(
    `select p.ticker_id as "tickerId", p.position, p.until, coalesce(h.id, 'h' || c.id) as id, coalesce(h.title, r.title, '') as title,
       coalesce(h.language, r.title_language, r.language, 'ar') as language, h.url, a.id as "articleId", a.slug as "articleSlug",
       ${SOURCE_JSON} as source, r.published_at as "publishedAt", ${DATE_COLUMNS},
       coalesce(c.sorted_at, c.first_seen_at, h.seen_at) as "sortedAt"
     from ticker_pin p left join headline h on h.id = p.headline_id
     left join article c on c.id = coalesce(p.article_id, h.article_id)
     left join article a on a.id = c.id and ${visibleTo(actor)}
     left join revision r on r.article_id = c.id and r.number = coalesce(c.published_revision, c.working_revision)
     left join source s on s.id = coalesce(a.source_id, r.source_id)
     where p.ticker_id = any($1) and ${HELD}
     order by p.ticker_id, p.position, p.created_at desc, p.id desc`,
    [tickerIds],
  );
}

/**
 * Keeps a ticker's pins for this transaction, and marks it as changed, unless what is pinned is an article that readers do
 * not see; null where there is no ticker of that name.
 */
export async function touchTicker(tx: Tx, slug: string, articleId: string | null): Promise<string | null> {
  const [ticker] = await tx.query<{ id: string }>(
    `update ticker set updated_at = case
       when $2::text is null or exists (select 1 from article a where a.id = $2 and ${visibleTo(ANONYMOUS)})
       then greatest(updated_at, now()) else updated_at end
     where slug = $1 returning id`,
    [slug, articleId],
  );
  return ticker?.id ?? null;
}

/** What a pin leads to: an article here, or the page of this key. */
export type PinTarget = { articleId: string } | { urlKey: string };

/** How many other things are pinned, and whether the target, where it is an article, is there to be pinned: it stays until the commit. */
export async function readPins(
  tx: Tx,
  tickerId: string,
  target: PinTarget,
): Promise<{ others: number; there: boolean }> {
  const [article, url] = 'articleId' in target ? [target.articleId, null] : [null, target.urlKey];
  const [row] = await tx.query<{ others: number; there: boolean }>(
    `select (select count(*)::int from ticker_pin p left join headline h on h.id = p.headline_id
         where p.ticker_id = $1 and ${HELD}
           and ($2::text is null or p.article_id is distinct from $2) and ($3::text is null or h.url_key is distinct from $3)) as others,
       $2::text is null or cardinality(array(
         select 1 from article a where a.id = $2 and a.withdrawn_at is null for key share)) = 1 as there`,
    [tickerId, article, url],
  );
  return row as { others: number; there: boolean };
}

export interface NewPin {
  tickerId: string;
  articleId: string | null;
  /** A line of the pin's own, for a page elsewhere. */
  headline: { id: string; title: string; titleKey: string; language: string; url: string; urlKey: string } | null;
  position: number;
  until: Date | null;
  userId: string;
}

/** Pins, and ends the pin that the same thing had; pins whose time is over are ended by it. */
export async function insertPin(tx: Tx, pin: NewPin): Promise<void> {
  await tx.query(
    `with ended as (
       update ticker_pin p set removed_at = least(p.until, now())
       where p.ticker_id = $2 and p.removed_at is null and (p.until <= now() or p.article_id = $3
         or p.headline_id in (select h.id from headline h join ticker_pin q on q.headline_id = h.id
           where q.ticker_id = $2 and q.removed_at is null and h.url_key = $4::json->>'urlKey'))),
     line as (
       insert into headline (id, title, title_key, language, url, url_key, seen_at)
       select n.id, n.title, n."titleKey", n.language, n.url, n."urlKey", now()
       from json_to_record($4) as n(id text, title text, "titleKey" text, language text, url text, "urlKey" text)
       where n.id is not null returning id)
     insert into ticker_pin (id, ticker_id, article_id, headline_id, position, until, pinned_by)
     select $1, $2, $3, (select id from line), $5, $6, $7`,
    [
      ...[newId('z'), pin.tickerId, pin.articleId, JSON.stringify(pin.headline ?? {})],
      ...[pin.position, pin.until, pin.userId],
    ],
  );
}

/** Ends a pin by the id of its headline; false where none stands. */
export async function removePin(tx: Tx, tickerId: string, headlineId: string): Promise<boolean> {
  const rows = await tx.query(
    `update ticker_pin set removed_at = now()
     where ticker_id = $1 and removed_at is null and (until is null or until > now())
       and (headline_id = $2 or 'h' || article_id = $2) returning id`,
    [tickerId, headlineId],
  );
  return rows.length > 0;
}
