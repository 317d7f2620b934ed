/**
 * Lists of articles: the SQL that walks an index in the list's order and stops at the end of the page, whatever the
 * filter. A filter names lanes: the rows of one source, tag or language in the order of an index made for it. The
 * narrowest lane is walked; what else the filter asks is checked on the way. Where that finds too little within its
 * budget, the inverted index answers any combination of groups by what matches it alone; and where that is too much to sort,
 * the walk goes on, since then it meets enough. So two popular tags that never meet cost one look-up. Figures:
 * docs/performance.md.
 */
import type { Actor } from '../core/access.js';
import type { PageRequest, Place } from '../core/page.js';
import { all, type Values } from '../core/sql.js';
import { visibleTo } from '../core/visibility.js';

export type ArticleOrder = 'NEWEST' | 'OLDEST' | 'RECENTLY_MODIFIED' | 'RECENTLY_ADDED';

const ORDERS: Record<ArticleOrder, { column: string; descending: boolean }> = {
  NEWEST: { column: 'sorted_at', descending: true },
  OLDEST: { column: 'sorted_at', descending: false },
  RECENTLY_MODIFIED: { column: 'modified_at', descending: true },
  RECENTLY_ADDED: { column: 'public_at', descending: true },
};

/** How long a list looks in one way before it looks in another. */
export interface Effort {
  /** Rows of the lane that are checked for each row wanted, before the inverted index is asked. */
  scan: number;
  /** Most rows that the inverted index is asked for; a filter that more match meets enough of them on a walk. */
  matching: number;
}

const EFFORT: Effort = { scan: 20, matching: 10_000 };

/** Articles that have one of these values; `articles` is how many there are, summed over the values. */
export interface Group {
  kind: 'source' | 'tag' | 'language' | 'image';
  values: string[];
  articles: number;
}

/** A filter whose slugs have been looked up. Every group must be met; one without values matches nothing. */
export interface ArticleCondition {
  groups: Group[];
  noTags: string[];
  /** Whether a tag stands for its narrower ones too. */
  withNarrower: boolean;
  from: Date | null;
  before: Date | null;
  exclude: string[];
}

export const NO_CONDITION: ArticleCondition = {
  groups: [],
  noTags: [],
  withNarrower: true,
  from: null,
  before: null,
  exclude: [],
};

/** A source or tag whose articles are listed: SQL of its id, for lists under many parents at once. */
export interface Parent {
  kind: 'source' | 'tag';
  id: string;
}

/** Rows in the order of an index: conditions on `x`, and where `x` comes from. */
interface Lane {
  from: 'article x' | 'article_tag x';
  id: string;
  where: string;
  /** The group that the lane's own condition makes superfluous. */
  covers: Group | null;
}

/** SQL of a page's rows: (id, k), at most one more than the page, in the direction of travel. */
export interface PageOfIds {
  sql: string;
  /** A walk along one index and nothing else: any plan for it is the right one, so that it may be prepared. */
  plain: boolean;
}

export function pageOfIds(
  values: Values,
  actor: Actor,
  condition: ArticleCondition,
  order: ArticleOrder,
  page: PageRequest,
  parent?: Parent,
  effort: Effort = EFFORT,
): PageOfIds {
  if (condition.groups.some((group) => group.values.length === 0)) return NOTHING;
  const { column, descending } = ORDERS[order];
  const travel = descending !== page.backward ? 'desc' : 'asc';
  const rows = values.add(page.limit + 1, 'int');
  const byDate = column === 'sorted_at';
  const between = placesBetween(values, page, descending, byDate ? condition : NO_CONDITION);
  const lanes = chooseLanes(values, condition, byDate, parent);
  const met = groupChecks(values, condition, lanes[0]?.covers ?? null);
  const others = otherChecks(values, condition, !byDate);
  const walk = { lanes, column, travel, between, readableBy: actor };
  if (met.length + others.length === 0) return { sql: walkLanes({ ...walk, limit: rows }), plain: lanes.length === 1 };
  const budget = values.add((page.limit + 1) * effort.scan, 'int');
  const beyond = (value: string, id: string) => [
    ...between(value, id),
    `(${value}, ${id}) ${travel === 'desc' ? '<' : '>'}
      (select s.k, s.id from scanned s order by s.k ${flip(travel)}, s.id ${flip(travel)} limit 1)`,
  ];
  const wanting = `(select count(*) from found) < ${rows} and (select count(*) from scanned) = ${budget}`;
  const few = 'select count(*) from matching';
  const useIndex =
    condition.groups.length + (parent ? 1 : 0) > 1 ||
    condition.groups.some((group) => group.articles <= effort.matching);
  const indexed = useIndex
    ? [visibleTo(actor), ...groupChecks(values, condition, null), ...parentCheck(condition, parent), ...others, wanting]
    : ['false'];
  const sql = `
    with scanned as materialized (${walkLanes({ ...walk, limit: budget, readableBy: null })}),
    found as materialized (
      select s.id, s.k from scanned s join article a on a.id = s.id where ${all([visibleTo(actor), ...met, ...others])}
      order by s.k ${travel}, s.id ${travel} limit ${rows}),
    matching as materialized (
      select a.id, a.${column} as k from article a
      where ${all(indexed)} limit ${effort.matching + 1}),
    rest as materialized (
      select m.id, m.k from matching m where ${all([`(${few}) <= ${effort.matching}`, ...beyond('m.k', 'm.id')])}
      order by m.k ${travel}, m.id ${travel} limit ${rows}),
    farther as materialized (${walkLanes({
      ...walk,
      between: beyond,
      limit: rows,
      checks: [...met, ...others, wanting, ...(useIndex ? [`(${few}) > ${effort.matching}`] : [])],
    })})
    select id, k from (
      select id, k from found union all select id, k from rest union all select id, k from farther) m
    order by k ${travel}, id ${travel} limit ${rows}`;
  return { sql, plain: false };
}

const NOTHING: PageOfIds = { sql: 'select null::text as id, null::timestamptz as k where false', plain: true };

/** How many match where that is known without counting; null where it is not. */
export function knownCount(condition: ArticleCondition): number | null {
  const [group, another] = condition.groups;
  const { noTags, exclude, from, before, withNarrower } = condition;
  if (!group || another || noTags.length > 0 || exclude.length > 0 || from || before) return null;
  if (group.kind !== 'tag') return group.articles;
  return withNarrower && group.values.length <= 1 ? group.articles : null;
}

/** SQL of how many rows match, counted no further than `cap` + 1. */
export function countOfIds(
  values: Values,
  actor: Actor,
  condition: ArticleCondition,
  cap: number,
  parent?: Parent,
): string {
  const matching = `${conditionSql(values, actor, condition)} and ${all(parentCheck(condition, parent))}`;
  return `select count(*)::int as n from (select 1 from article a where ${matching} limit ${cap + 1}) m`;
}

/** SQL that is true for what the filter matches, for counts by day and the like. */
export function conditionSql(values: Values, actor: Actor, condition: ArticleCondition): string {
  return all([visibleTo(actor), ...groupChecks(values, condition, null), ...otherChecks(values, condition, true)]);
}

const flip = (direction: 'asc' | 'desc') => (direction === 'asc' ? 'desc' : 'asc');

type Between = (value: string, id: string) => string[];

/** Conditions that keep rows beyond the cursors, and within the filter's dates where the order is by date. */
function placesBetween(values: Values, page: PageRequest, descending: boolean, dates: ArticleCondition): Between {
  const instant = (place: Place) => values.add(new Date(Number(place.value)), 'timestamptz');
  const after = page.after && { value: instant(page.after), id: values.add(page.after.id) };
  const before = page.before && { value: instant(page.before), id: values.add(page.before.id) };
  const from = dates.from && values.add(dates.from, 'timestamptz');
  const until = dates.before && values.add(dates.before, 'timestamptz');
  return (value, id) => [
    ...(after ? [`(${value}, ${id}) ${descending ? '<' : '>'} (${after.value}, ${after.id})`] : []),
    ...(before ? [`(${value}, ${id}) ${descending ? '>' : '<'} (${before.value}, ${before.id})`] : []),
    ...(from ? [`${value} >= ${from}`] : []),
    ...(until ? [`${value} < ${until}`] : []),
  ];
}

/** The narrowest lanes that an index keeps in this order: one for each value of a group. */
function chooseLanes(values: Values, condition: ArticleCondition, byDate: boolean, parent: Parent | undefined): Lane[] {
  const whole: Lane = { from: 'article x', id: 'x.id', where: 'x.published_revision is not null', covers: null };
  if (!byDate) return [whole];
  if (parent) return [laneOf(parent.kind, parent.id, condition.withNarrower, null)];
  const [group] = condition.groups
    .filter((one) => one.kind !== 'image')
    .sort((one, other) => one.articles - other.articles);
  if (!group) return [whole];
  return group.values.map((value) => laneOf(group.kind, values.add(value), condition.withNarrower, group));
}

function laneOf(kind: Group['kind'], value: string, withNarrower: boolean, covers: Group | null): Lane {
  if (kind === 'tag') {
    const where = `x.tag_id = ${value}${withNarrower ? '' : ' and x.direct'}`;
    return { from: 'article_tag x', id: 'x.article_id', where, covers };
  }
  const column = kind === 'source' ? 'source_id' : 'language';
  return {
    from: 'article x',
    id: 'x.id',
    where: `x.published_revision is not null and x.${column} = ${value}`,
    covers,
  };
}

interface Walk {
  lanes: Lane[];
  column: string;
  travel: string;
  between: Between;
  limit: string;
  /** Only rows that this caller may read; all rows, where null. */
  readableBy: Actor | null;
  /** Conditions on `article a`. */
  checks?: string[];
}

/** The first rows of all lanes together, in order. An article that stands in two lanes comes once. */
function walkLanes({ lanes, column, travel, between, limit, readableBy, checks = [] }: Walk): string {
  const walks = lanes.map((lane) => {
    const value = `x.${column}`;
    const needsRow = checks.length > 0 || (readableBy !== null && lane.from !== 'article x');
    const readable = readableBy ? [visibleTo(readableBy, needsRow ? 'a' : 'x')] : [];
    return `(select ${lane.id} as id, ${value} as k
      from ${lane.from} ${needsRow ? `join article a on a.id = ${lane.id}` : ''}
      where ${all([lane.where, ...between(value, lane.id), ...readable, ...checks])}
      order by ${value} ${travel}, ${lane.id} ${travel} limit ${limit})`;
  });
  if (walks.length === 1) return walks[0] as string;
  return `select distinct id, k from (${walks.join(' union all ')}) m order by k ${travel}, id ${travel} limit ${limit}`;
}

/** What the groups ask of a row of `article a`, but for the one that a lane covers: what the inverted index can answer. */
function groupChecks(values: Values, condition: ArticleCondition, covered: Group | null): string[] {
  const tags = condition.withNarrower ? 'a.all_tag_ids' : 'a.tag_ids';
  return condition.groups
    .filter((group) => group !== covered)
    .map((group) => {
      if (group.kind === 'tag') return `${tags} && ${values.add(group.values, 'text[]')}`;
      if (group.kind === 'image') return `a.has_image = ${values.add(group.values[0] === 'true', 'boolean')}`;
      return `a.${group.kind === 'source' ? 'source_id' : 'language'} = any(${values.add(group.values, 'text[]')})`;
    });
}

/** What the filter asks beside its groups. */
function otherChecks(values: Values, condition: ArticleCondition, withDates: boolean): string[] {
  const tags = condition.withNarrower ? 'a.all_tag_ids' : 'a.tag_ids';
  const { noTags, exclude, from, before } = condition;
  return [
    ...(noTags.length === 0 ? [] : [`not ${tags} && ${values.add(noTags, 'text[]')}`]),
    ...(exclude.length === 0 ? [] : [`a.id <> all(${values.add(exclude, 'text[]')})`]),
    ...(withDates && from ? [`a.sorted_at >= ${values.add(from, 'timestamptz')}`] : []),
    ...(withDates && before ? [`a.sorted_at < ${values.add(before, 'timestamptz')}`] : []),
  ];
}

function parentCheck(condition: ArticleCondition, parent: Parent | undefined): string[] {
  if (!parent) return [];
  if (parent.kind === 'source') return [`a.source_id = ${parent.id}`];
  return [`${condition.withNarrower ? 'a.all_tag_ids' : 'a.tag_ids'} && array[${parent.id}]`];
}
