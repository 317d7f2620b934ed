/**
 * Lists of articles: the SQL that walks an index in the list's order and stops at the end of the page, whatever the
 * filter. A filter names lanes: the rows of one source, tag or language in the order of an index made for it. The
 * narrowest lane is walked; what else the filter asks is checked on the way. Where that finds too little within SCAN
 * rows, the rest is looked up through the inverted index, which answers any combination by what matches it alone. So no
 * list reads the archive: two popular tags that never meet cost one look-up. Figures: docs/performance.md.
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

/** Rows of one lane that are checked for each row wanted, before the inverted index is asked. */
const SCAN = 20;

/** Articles that have any of these tags; `articles` is about how many there are. */
export interface TagGroup {
  ids: string[];
  articles: number;
}

/** A filter whose slugs have been looked up. An empty list of ids matches nothing. */
export interface ArticleCondition {
  sources: { ids: string[]; articles: number } | null;
  /** Each group must be met. */
  tagGroups: TagGroup[];
  noTags: string[];
  /** Whether a tag stands for its narrower ones too. */
  withNarrower: boolean;
  languages: string[] | null;
  from: Date | null;
  before: Date | null;
  hasImage: boolean | null;
  exclude: string[];
}

export const NO_CONDITION: ArticleCondition = {
  sources: null,
  tagGroups: [],
  noTags: [],
  withNarrower: true,
  languages: null,
  from: null,
  before: null,
  hasImage: null,
  exclude: [],
};

/** A source or tag whose articles are listed: SQL of its id, for lists under many parents at once. */
export interface Parent {
  kind: 'source' | 'tag';
  id: string;
}

/** Rows in the order of an index: conditions on `x`, and where `x` comes from. */
interface Lane {
  from: string;
  id: string;
  where: string;
  /** What the lane's own condition makes superfluous among the filter's. */
  covers: object | null;
}

/** SQL of a page's rows: (id, k), at most one more than the page, in the direction of travel. */
export function pageOfIds(
  values: Values,
  actor: Actor,
  condition: ArticleCondition,
  order: ArticleOrder,
  page: PageRequest,
  parent?: Parent,
): string {
  const { column, descending } = ORDERS[order];
  const travel = descending !== page.backward ? 'desc' : 'asc';
  const rows = values.add(page.limit + 1, 'int');
  const between = placesBetween(values, page, descending, column === 'sorted_at' ? condition : NO_CONDITION);
  const lanes = chooseLanes(values, condition, column, parent);
  const checks = checksOf(values, condition, lanes[0]?.covers ?? null, column !== 'sorted_at');
  const visible = visibleTo(actor);
  if (checks.length === 0) return walkLanes(lanes, column, between, travel, rows, actor);
  const budget = values.add((page.limit + 1) * SCAN, 'int');
  const everything = [...checksOf(values, condition, null, true), ...parentCheck(condition, parent)];
  return `
    with scanned as materialized (${walkLanes(lanes, column, between, travel, budget, null)}),
    found as materialized (
      select s.id, s.k from scanned s join article a on a.id = s.id where ${all([visible, ...checks])}
      order by s.k ${travel}, s.id ${travel} limit ${rows}),
    rest as materialized (
      select a.id, a.${column} as k from article a where ${all([visible, ...everything, ...between(`a.${column}`, 'a.id')])}
      and (a.${column}, a.id) ${travel === 'desc' ? '<' : '>'}
        (select s.k, s.id from scanned s order by s.k ${flip(travel)}, s.id ${flip(travel)} limit 1)
      and (select count(*) from found) < ${rows} and (select count(*) from scanned) = ${budget})
    select id, k from (select id, k from found union all select id, k from rest) m
    order by k ${travel}, id ${travel} limit ${rows}`;
}

/** SQL of how many rows match, counted no further than `cap` + 1. */
export function countOfIds(
  values: Values,
  actor: Actor,
  condition: ArticleCondition,
  cap: number,
  parent?: Parent,
): string {
  const conditions = [visibleTo(actor), ...checksOf(values, condition, null, true), ...parentCheck(condition, parent)];
  return `select count(*)::int as n from (select 1 from article a where ${all(conditions)} limit ${cap + 1}) m`;
}

/** SQL that is true for what the filter matches, for counts by day and the like. */
export function conditionSql(values: Values, actor: Actor, condition: ArticleCondition): string {
  return all([visibleTo(actor), ...checksOf(values, condition, null, true)]);
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

/** The narrowest lanes that an index keeps in this order: one for each source, tag or language of the filter's part. */
function chooseLanes(values: Values, condition: ArticleCondition, column: string, parent: Parent | undefined): Lane[] {
  const whole: Lane = { from: 'article x', id: 'x.id', where: 'x.published_revision is not null', covers: null };
  if (column !== 'sorted_at') return [whole];
  if (parent?.kind === 'source') return [sourceLane(parent.id, null)];
  if (parent?.kind === 'tag') return [tagLane(parent.id, condition.withNarrower, null)];
  const groups = [...condition.tagGroups].sort((one, other) => one.articles - other.articles);
  const [group] = groups;
  const { sources, languages } = condition;
  if (sources && (!group || sources.articles <= group.articles)) {
    return sources.ids.map((id) => sourceLane(values.add(id), sources));
  }
  if (group) return group.ids.map((id) => tagLane(values.add(id), condition.withNarrower, group));
  if (languages) return languages.map((language) => languageLane(values.add(language), languages));
  return [whole];
}

const sourceLane = (id: string, covers: object | null): Lane => ({
  from: 'article x',
  id: 'x.id',
  where: `x.published_revision is not null and x.source_id = ${id}`,
  covers,
});
const languageLane = (language: string, covers: object | null): Lane => ({
  from: 'article x',
  id: 'x.id',
  where: `x.published_revision is not null and x.language = ${language}`,
  covers,
});
const tagLane = (id: string, withNarrower: boolean, covers: object | null): Lane => ({
  from: 'article_tag x',
  id: 'x.article_id',
  where: `x.tag_id = ${id}${withNarrower ? '' : ' and x.direct'}`,
  covers,
});

/**
 * The first rows of all lanes together, in order, those that `readableBy` may read, or all. An article that stands in two
 * lanes comes once.
 */
function walkLanes(
  lanes: Lane[],
  column: string,
  between: Between,
  travel: string,
  limit: string,
  readableBy: Actor | null,
): string {
  if (lanes.length === 0) return 'select null::text as id, null::timestamptz as k where false';
  const walks = lanes.map((lane) => {
    const value = `x.${column}`;
    const ownRow = lane.from === 'article x';
    const joined = readableBy && !ownRow ? `join article a on a.id = ${lane.id}` : '';
    const readable = readableBy ? [visibleTo(readableBy, ownRow ? 'x' : 'a')] : [];
    return `(select ${lane.id} as id, ${value} as k from ${lane.from} ${joined}
      where ${all([lane.where, ...between(value, lane.id), ...readable])}
      order by ${value} ${travel}, ${lane.id} ${travel} limit ${limit})`;
  });
  if (walks.length === 1) return walks[0] as string;
  return `select distinct id, k from (${walks.join(' union all ')}) m order by k ${travel}, id ${travel} limit ${limit}`;
}

/** What the filter asks of a row of `article a`, but for the part that a lane covers. */
function checksOf(values: Values, condition: ArticleCondition, covered: object | null, withDates: boolean): string[] {
  const tags = condition.withNarrower ? 'a.all_tag_ids' : 'a.tag_ids';
  const { sources, languages, tagGroups, noTags, hasImage, exclude, from, before } = condition;
  return [
    ...(sources && sources !== covered ? [`a.source_id = any(${values.add(sources.ids, 'text[]')})`] : []),
    ...tagGroups.filter((group) => group !== covered).map((group) => `${tags} && ${values.add(group.ids, 'text[]')}`),
    ...(languages && languages !== covered ? [`a.language = any(${values.add(languages, 'text[]')})`] : []),
    ...(hasImage === null ? [] : [`a.has_image = ${values.add(hasImage, 'boolean')}`]),
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
