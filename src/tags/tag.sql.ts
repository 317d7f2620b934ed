/** Tags in the database: look-ups, lists, and the rows that imports and editors add. */
import type { Actor } from '../core/access.js';
import { articlesOf } from '../core/counts.js';
import type { Db } from '../core/database.js';
import { escapeLike } from '../core/like.js';
import type { PageRequest } from '../core/page.js';
import { visibleTo } from '../core/visibility.js';
import type { Tag } from './tag.entity.js';

const TAG_COLUMNS = `t.id, t.slug, t.names as "storedNames", t.sort_key as "sortKey", t.kind, t.aliases,
  t.broader_id as "broaderId", t.media_topic as "mediaTopic"`;

/** Tags by id; the id of a tag that was merged finds the one that it went into, as `asked`. */
export async function findTags(db: Db, ids: readonly string[]): Promise<(Tag & { asked: string })[]> {
  return db.query<Tag & { asked: string }>(
    `select w.id as asked, ${TAG_COLUMNS} from unnest($1::text[]) as w(id)
     join tag m on m.id = w.id join tag t on t.id = coalesce(m.merged_into_id, m.id)`,
    [ids],
    'tag_find',
  );
}

export type TagOrder = 'NAME' | 'MOST_USED';

/** What a list of tags may be narrowed by; `nameContains` is folded. */
export interface TagCondition {
  kind: string | null;
  nameContains: string | null;
  topLevel: boolean | null;
}

interface Order {
  value: string;
  cast: string;
  descending: boolean;
  /** What the value is taken of, beside `tag t`. */
  join?: string;
}

const ORDERS: Record<TagOrder, (actor: Actor) => Order> = {
  NAME: () => ({ value: 't.sort_key', cast: 'text', descending: false }),
  MOST_USED: (actor) =>
    actor.kind === 'partner'
      ? { value: 'coalesce(u.articles, 0)', cast: 'bigint', descending: true, join: usedLately(actor) }
      : { value: articlesOf('t.id'), cast: 'bigint', descending: true },
};

/** How many of the newest articles that a partner may read tell which tags she meets most. */
const NEWEST = 10_000;

/** No number of a partner's articles is kept by tag, and the public's would tell her of what she may not read. */
const usedLately = (actor: Actor) => `left join (
    select n.tag_id, count(*) as articles from (
      select a.all_tag_ids from article a where ${visibleTo(actor)} order by a.sorted_at desc, a.id desc limit ${NEWEST}) a
    cross join lateral unnest(a.all_tag_ids) as n(tag_id) group by n.tag_id) u on u.tag_id = t.id`;

const CONDITION = `t.merged_into_id is null and ($1::text is null or t.kind = $1)
  and ($2::text is null or t.name_key like '%' || $2 || '%') and ($3::boolean is null or (t.broader_id is null) = $3)`;

const conditionValues = (c: TagCondition) => [c.kind, escapeLike(c.nameContains), c.topLevel];

/** One row more than the page where there are more. */
export async function listTags(db: Db, actor: Actor, condition: TagCondition, order: TagOrder, page: PageRequest) {
  const { value, cast, descending, join = '' } = ORDERS[order](actor);
  const [beyond, before] = descending ? ['<', '>'] : ['>', '<'];
  const direction = descending !== page.backward ? 'desc' : 'asc';
  return db.query<Tag & { sortValue: string }>(
    `select * from (select ${TAG_COLUMNS}, ${value} as sort, (${value})::text as "sortValue" from tag t ${join} where ${CONDITION}) t
     where ($4::text is null or (sort, id) ${beyond} ($4::${cast}, $5)) and ($6::text is null or (sort, id) ${before} ($6::${cast}, $7))
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

export async function countTags(db: Db, condition: TagCondition): Promise<number> {
  const [row] = await db.query<{ n: number }>(
    `select count(*)::int as n from tag t where ${CONDITION}`,
    conditionValues(condition),
  );
  return row?.n ?? 0;
}

/** The narrower tags of each, by name: one row more than the page for each where there are more. */
export async function listNarrower(db: Db, broaderIds: readonly string[], page: PageRequest) {
  return db.query<Tag & { sortValue: string }>(
    `select n.* from unnest($1::text[]) as p(id) cross join lateral (
       select ${TAG_COLUMNS}, t.sort_key as "sortValue" from tag t
       where t.broader_id = p.id and t.merged_into_id is null and ($2::text is null or (t.sort_key, t.id) > ($2, $3))
       order by t.sort_key, t.id limit $4) n`,
    [broaderIds, page.after?.value, page.after?.id, page.limit + 1],
    'tag_narrower',
  );
}

export async function countNarrower(db: Db, broaderIds: readonly string[]) {
  return db.query<{ id: string; n: number }>(
    `select broader_id as id, count(*)::int as n from tag
     where broader_id = any($1) and merged_into_id is null group by broader_id`,
    [broaderIds],
  );
}

export async function insertTags(db: Db, tags: Omit<Tag, 'createdAt' | 'mergedIntoId'>[]): Promise<void> {
  await db.query(
    `insert into tag (id, slug, names, name_key, sort_key, kind, aliases, broader_id, media_topic)
     select r.id, r.slug, r."storedNames", r."nameKey", r."sortKey", r.kind, r.aliases, r."broaderId", r."mediaTopic"
     from jsonb_to_recordset($1) as r(id text, slug text, "storedNames" jsonb, "nameKey" text, "sortKey" text, kind text,
       aliases text[], "broaderId" text, "mediaTopic" text)`,
    [JSON.stringify(tags)],
  );
}
