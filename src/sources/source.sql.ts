/** Sources in the database: look-ups, lists, and the rows that imports and editors write. */
import { type Actor, preparedFor } from '../core/access.js';
import { articlesOfSource } from '../core/counts.js';
import type { Db, Tx } from '../core/database.js';
import { escapeLike } from '../core/like.js';
import type { PageRequest } from '../core/page.js';
import { latestArticleOf, sourceVisibleTo } from '../core/visibility.js';
import type { Source } from './source.entity.js';

const SOURCE_COLUMNS = `s.id, s.slug, s.names as "storedNames", s.sort_key as "sortKey", s.languages, s.country, s.homepage,
  s.logo_id as "logoId", s.time_zone as "timeZone", s.access, s.credit, s.embargo_minutes as "embargoMinutes", s.paused`;

/** `source s` as one JSON value, for rows that carry their source along: cheaper than a statement of its own. */
export const SOURCE_JSON = `case when s.id is not null then json_build_object('id', s.id, 'slug', s.slug, 'storedNames', s.names,
  'languages', s.languages, 'country', s.country, 'homepage', s.homepage, 'logoId', s.logo_id, 'timeZone', s.time_zone,
  'access', s.access, 'credit', s.credit, 'embargoMinutes', s.embargo_minutes) end`;

export async function findSources(db: Db, actor: Actor, ids: readonly string[]): Promise<Source[]> {
  return db.query<Source>(
    `select ${SOURCE_COLUMNS} from source s where s.id = any($1) and ${sourceVisibleTo(actor)}`,
    [ids],
    preparedFor(actor, 'source_find'),
  );
}

export type SourceOrder = 'NAME' | 'MOST_ARTICLES' | 'LATEST';

/** What a list of sources may be narrowed by; `nameContains` is folded. */
export interface SourceCondition {
  nameContains: string | null;
  languages: string[] | null;
  country: string | null;
}

const ORDERS: Record<SourceOrder, (actor: Actor) => { value: string; cast: string; descending: boolean }> = {
  NAME: () => ({ value: 's.sort_key', cast: 'text', descending: false }),
  MOST_ARTICLES: (actor) => ({ value: articlesOfSource(actor, 's.id'), cast: 'bigint', descending: true }),
  LATEST: (actor) => ({
    value: `coalesce(extract(epoch from ${latestArticleOf(actor, 's.id')}) * 1000, -1)::bigint`,
    cast: 'bigint',
    descending: true,
  }),
};

const CONDITION = `($1::text is null or s.name_key like '%' || $1 || '%')
  and ($2::text[] is null or s.languages && $2) and ($3::text is null or s.country = $3)`;

const conditionValues = (c: SourceCondition) => [escapeLike(c.nameContains), c.languages, c.country];

/** One row more than the page where there are more. Outlets are some thousands at most, so that sorting them is cheap. */
export async function listSources(
  db: Db,
  actor: Actor,
  condition: SourceCondition,
  order: SourceOrder,
  page: PageRequest,
) {
  const { value, cast, descending } = ORDERS[order](actor);
  const forward = descending ? '<' : '>';
  const backward = descending ? '>' : '<';
  const direction = descending !== page.backward ? 'desc' : 'asc';
  return db.query<Source & { sortValue: string }>(
    `select * from (select ${SOURCE_COLUMNS}, ${value} as sort, (${value})::text as "sortValue" from source s
       where ${CONDITION} and ${sourceVisibleTo(actor)}) s
     where ($4::text is null or (sort, id) ${forward} ($4::${cast}, $5)) and ($6::text is null or (sort, id) ${backward} ($6::${cast}, $7))
     order by sort ${direction}, id ${direction} limit $8`,
    [
      ...conditionValues(condition),
      page.after?.value,
      page.after?.id,
      page.before?.value,
      page.before?.id,
      page.limit + 1,
    ],
  );
}

export async function countSources(db: Db, actor: Actor, condition: SourceCondition): Promise<number> {
  const [row] = await db.query<{ n: number }>(
    `select count(*)::int as n from source s where ${CONDITION} and ${sourceVisibleTo(actor)}`,
    conditionValues(condition),
  );
  return row?.n ?? 0;
}

/** Sources as writers give them; `paused` where they say so. */
export type NewSourceRow = Omit<Source, 'createdAt' | 'paused'> & { paused?: boolean };

export async function insertSources(db: Db, sources: NewSourceRow[]): Promise<void> {
  await db.query(
    `insert into source (id, slug, names, name_key, sort_key, languages, country, homepage, logo_id, time_zone, access, credit,
       embargo_minutes, paused)
     select r.id, r.slug, r."storedNames", r."nameKey", r."sortKey", r.languages, r.country, r.homepage, r."logoId", r."timeZone",
       r.access, r.credit, r."embargoMinutes", coalesce(r.paused, false)
     from jsonb_to_recordset($1) as r(id text, slug text, "storedNames" jsonb, "nameKey" text, "sortKey" text, languages text[],
       country text, homepage text, "logoId" text, "timeZone" text, access text, credit text, "embargoMinutes" int, paused boolean)`,
    [JSON.stringify(sources)],
  );
}

export async function lockSource(tx: Tx, id: string): Promise<Source | null> {
  const [source] = await tx.query<Source>(`select ${SOURCE_COLUMNS} from source s where s.id = $1 for no key update`, [
    id,
  ]);
  return source ?? null;
}

export type SourceRow = Omit<Source, 'slug' | 'logoId' | 'createdAt'>;

export async function updateSource(tx: Tx, row: SourceRow): Promise<void> {
  await tx.query(
    `update source set names = $2, name_key = $3, sort_key = $4, languages = $5, country = $6, homepage = $7, time_zone = $8,
       access = $9, credit = $10, embargo_minutes = $11, paused = $12 where id = $1`,
    [
      ...[row.id, JSON.stringify(row.storedNames), row.nameKey, row.sortKey, row.languages, row.country, row.homepage],
      ...[row.timeZone, row.access, row.credit, row.embargoMinutes, row.paused],
    ],
  );
}

/**
 * Gives the source's articles that still wait another embargo. One that would have ended already ends now: the public
 * has not seen them before. What was public once is left alone.
 */
export async function moveEmbargo(tx: Tx, sourceId: string, minutes: number): Promise<void> {
  const moved = `greatest(released_at + make_interval(mins => $2), date_trunc('milliseconds', now()))`;
  await tx.query(
    `update article set public_at = ${moved}, modified_at = ${moved}
     where source_id = $1 and published_revision is not null and public_at > now()`,
    [sourceId, minutes],
  );
}
