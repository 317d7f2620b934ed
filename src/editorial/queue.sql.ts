/**
 * The desk's lists: SQL that walks an index for each state, or that of a person's own work, and stops at the end of the
 * page. What else a filter asks is checked on the way; titles are found by their trigrams first.
 */
import type { ArticleStatus } from '../articles/article.entity.js';
import { type Editor, isAtLeast, Role } from '../core/access.js';
import type { Db } from '../core/database.js';
import { escapeLike } from '../core/like.js';
import type { PageRequest, Place } from '../core/page.js';
import { all, Values } from '../core/sql.js';
import { atDesk, type DeskRow, deskColumns, LOCK, readableBy, STATUS } from './desk-article.sql.js';
import { ARTICLE_STATUSES } from './workflow.js';

export type DeskOrder = 'RECENTLY_MODIFIED' | 'RECENTLY_ARRIVED' | 'SCHEDULED_FIRST';

export interface QueueCondition {
  /** As they read now; null for all. */
  statuses: ArticleStatus[] | null;
  assigneeId: string | null;
  unassigned: boolean | null;
  authorId: string | null;
  sourceIds: string[] | null;
  tagIds: string[] | null;
  languages: string[] | null;
  from: Date | null;
  before: Date | null;
  hasUnpublishedChanges: boolean | null;
  overdue: boolean | null;
  withdrawnBefore: boolean | null;
  /** A part of a title, folded. */
  text: string | null;
}

/** Titles that a search looks at; who meets more has to ask for more letters. */
const MAX_HITS = 10_000;

/** Rows of one index, in its order. */
interface Lane {
  where: string[];
  /** 0 comes before 1. */
  part: 0 | 1;
  column: 'worked_at' | 'released_at' | 'id';
}

/** How the rows of a lane are sorted: by the column, then by id. */
const DIRECTIONS: Record<DeskOrder, { column: (lane: Lane) => boolean; idDescends: boolean }> = {
  RECENTLY_MODIFIED: { column: () => true, idDescends: true },
  RECENTLY_ARRIVED: { column: () => true, idDescends: true },
  SCHEDULED_FIRST: { column: (lane) => lane.part === 1, idDescends: false },
};

/** Where a row stands: what waits for its hour has its moment, everything else the negative of its last change. */
export function placeInQueue(order: DeskOrder): (row: DeskRow) => Place {
  const value = (row: DeskRow) => {
    if (order === 'RECENTLY_ARRIVED') return 0;
    if (order === 'RECENTLY_MODIFIED') return row.modifiedAt.getTime();
    return row.scheduledFor?.getTime() ?? -row.modifiedAt.getTime();
  };
  return (row) => ({ value: String(value(row)), id: row.articleId });
}

export async function listQueue(db: Db, actor: Editor, condition: QueueCondition, order: DeskOrder, page: PageRequest) {
  const values = new Values();
  const checks = checksOf(values, actor, condition);
  const limit = values.add(page.limit + 1, 'int');
  const { column, idDescends } = DIRECTIONS[order];
  const walks = lanesOf(values, actor, condition, order).map((lane) => {
    const between = [beyond(values, lane, order, page.after, true), beyond(values, lane, order, page.before, false)];
    const direction = column(lane) !== page.backward ? 'desc' : 'asc';
    return `(select a.id, ${lane.part} as part, ${lane.column === 'id' ? 'null::timestamptz' : `a.${lane.column}`} as k from article a
      where ${all([...lane.where, ...between, ...checks])}
      order by ${lane.column === 'id' ? '' : `a.${lane.column} ${direction},`} a.id ${idDescends !== page.backward ? 'desc' : 'asc'} limit ${limit})`;
  });
  if (walks.length === 0) return [];
  const travel = (descends: boolean) => (descends !== page.backward ? 'desc' : 'asc');
  const firstDescends = order !== 'SCHEDULED_FIRST';
  const sorted = `m.part ${travel(false)}, case when m.part = 0 then m.k end ${travel(firstDescends)}, case when m.part = 1 then m.k end ${travel(true)}, m.id ${travel(idDescends)}`;
  return db.query<DeskRow>(
    `select ${deskColumns(actor)} from (select * from (${walks.join(' union all ')}) m order by ${sorted} limit ${limit}) m
     join article a on a.id = m.id ${LOCK} order by ${sorted}`,
    values.list,
  );
}

/** How many match, counted no further than one past `cap`. */
export async function countQueue(db: Db, actor: Editor, condition: QueueCondition, cap: number): Promise<number> {
  const values = new Values();
  const [row] = await db.query<{ n: number }>(`select ${countSql(values, actor, condition, cap)} as n`, values.list);
  return row?.n ?? 0;
}

/** How many match in each state, in one statement. */
export async function countByStatus(db: Db, actor: Editor, condition: QueueCondition, cap: number) {
  const values = new Values();
  const statuses = condition.statuses ?? Object.values(ARTICLE_STATUSES);
  const counts = statuses.map((status) => countSql(values, actor, { ...condition, statuses: [status] }, cap));
  const [row] = await db.query<{ counts: number[] }>(
    `select array[${counts.join(', ')}]::int[] as counts`,
    values.list,
  );
  return statuses.map((status, index) => ({ status, count: row?.counts[index] ?? 0 }));
}

function countSql(values: Values, actor: Editor, condition: QueueCondition, cap: number): string {
  const checks = checksOf(values, actor, condition);
  const lanes = lanesOf(values, actor, condition, 'RECENTLY_MODIFIED').map(
    (lane) => `(select 1 from article a where ${all([...lane.where, ...checks])} limit ${cap + 1})`,
  );
  if (lanes.length === 0) return '0';
  return `(select count(*)::int from (select 1 from (${lanes.join(' union all ')}) m limit ${cap + 1}) m)`;
}

/** Rows beyond a place, in the direction of the order or against it. */
function beyond(values: Values, lane: Lane, order: DeskOrder, place: Place | null, after: boolean): string {
  if (!place) return 'true';
  const number = Number(place.value);
  const part = order === 'SCHEDULED_FIRST' && number < 0 ? 1 : 0;
  if (part !== lane.part) return part < lane.part === after ? 'true' : 'false';
  const { column, idDescends } = DIRECTIONS[order];
  const sign = (descends: boolean) => (descends === after ? '<' : '>');
  const id = values.add(place.id);
  if (lane.column === 'id') return `a.id ${sign(idDescends)} ${id}`;
  const k = values.add(new Date(Math.abs(number)), 'timestamptz');
  return `(a.${lane.column} ${sign(column(lane))} ${k} or (a.${lane.column} = ${k} and a.id ${sign(idDescends)} ${id}))`;
}

/** The fewest rows that hold all that can match: of a person, of a kind of work, else of each state. */
function lanesOf(values: Values, actor: Editor, condition: QueueCondition, order: DeskOrder): Lane[] {
  const sets = ownLanes(values, actor, condition) ?? stateLanes(values, condition);
  if (order === 'RECENTLY_ARRIVED') return sets.map((where) => ({ where, part: 0, column: 'id' }));
  if (order === 'RECENTLY_MODIFIED') return sets.map((where) => ({ where, part: 0, column: 'worked_at' }));
  const waits = `a.status = 'SCHEDULED' and a.released_at > now()`;
  return sets.flatMap((where): Lane[] => [
    { where: [...where, waits], part: 0, column: 'released_at' },
    { where: [...where, `(a.status <> 'SCHEDULED' or a.released_at <= now())`], part: 1, column: 'worked_at' },
  ]);
}

function ownLanes(values: Values, actor: Editor, condition: QueueCondition): string[][] | null {
  const { assigneeId, authorId, overdue, withdrawnBefore, hasUnpublishedChanges, statuses } = condition;
  const own = (row: string) => [row, ...(statuses ? [`${STATUS} = any(${values.add(statuses, 'text[]')})`] : [])];
  if (assigneeId) return [own(`a.assignee_id = ${values.add(assigneeId)}`)];
  if (authorId) return [own(`a.author_id = ${values.add(authorId)}`)];
  if (overdue) return [own(`a.status = 'SCHEDULED' and a.released_at <= now()`)];
  if (withdrawnBefore) return [own('a.withdrawn_before')];
  if (hasUnpublishedChanges) return [own('a.published_revision < a.working_revision')];
  if (isAtLeast(actor.role, Role.EDITOR)) return null;
  const me = values.add(actor.userId);
  return [own(`a.author_id = ${me}`), own(`a.assignee_id = ${me} and a.author_id is distinct from ${me}`)];
}

/** A SCHEDULED row that is due counts as PUBLISHED. */
function stateLanes(values: Values, condition: QueueCondition): string[][] {
  const { statuses } = condition;
  const wanted = (status: ArticleStatus) => statuses === null || statuses.includes(status);
  return Object.values(ARTICLE_STATUSES).flatMap((status): string[][] => {
    const row = `a.status = '${status}'`;
    if (status === 'PUBLISHED' && wanted(status)) return publishedLanes(values, condition, row);
    if (status !== 'SCHEDULED') return wanted(status) ? [[row]] : [];
    if (wanted('SCHEDULED') && wanted('PUBLISHED')) return [[row]];
    if (wanted('SCHEDULED')) return [[row, 'a.released_at > now()']];
    return wanted('PUBLISHED') ? [[row, 'a.released_at <= now()']] : [];
  });
}

/**
 * Nearly all that there is was published, and its working copy says what its row does: so the indexes of readers' lists find
 * the few that a rare source or tag has. What has changed since is looked at by itself.
 */
function publishedLanes(values: Values, { sourceIds, tagIds, languages }: QueueCondition, row: string): string[][] {
  const hints = [
    ...(sourceIds ? [`a.source_id = any(${values.add(sourceIds, 'text[]')})`] : []),
    ...(languages ? [`a.language = any(${values.add(languages, 'text[]')})`] : []),
    ...(tagIds
      ? [
          `a.tag_ids && array(select coalesce(t.merged_into_id, t.id) from tag t where t.id = any(${values.add(tagIds, 'text[]')}))`,
        ]
      : []),
  ];
  if (hints.length === 0) return [[row]];
  const shown = 'a.published_revision = a.working_revision';
  return [
    [row, 'a.published_revision is not null', shown, ...hints],
    [row, 'a.published_revision < a.working_revision'],
  ];
}

/** What the filter asks of a row of `article a`. What the caller may not read is not matched by its content. */
function checksOf(values: Values, actor: Editor, condition: QueueCondition): string[] {
  const { unassigned, hasUnpublishedChanges, withdrawnBefore, overdue, from, before } = condition;
  const flag = (sql: string, wanted: boolean | null) => (wanted === null ? [] : [wanted ? sql : `not (${sql})`]);
  return [
    atDesk(actor, values.add(actor.userId)),
    ...flag('a.assignee_id is null', unassigned),
    ...(condition.assigneeId ? [`a.assignee_id = ${values.add(condition.assigneeId)}`] : []),
    ...(condition.authorId ? [`a.author_id = ${values.add(condition.authorId)}`] : []),
    ...flag(
      `coalesce(${STATUS} = 'PUBLISHED' and a.published_revision < a.working_revision, false)`,
      hasUnpublishedChanges,
    ),
    ...flag('a.withdrawn_before', withdrawnBefore),
    ...flag(`coalesce(a.status = 'SCHEDULED' and a.released_at <= now(), false)`, overdue),
    ...(from ? [`a.worked_at >= ${values.add(from, 'timestamptz')}`] : []),
    ...(before ? [`a.worked_at < ${values.add(before, 'timestamptz')}`] : []),
    ...contentChecks(values, actor, condition),
  ];
}

function contentChecks(
  values: Values,
  actor: Editor,
  { sourceIds, tagIds, languages, text }: QueueCondition,
): string[] {
  const working = [
    ...(sourceIds ? [`w.source_id = any(${values.add(sourceIds, 'text[]')})`] : []),
    ...(languages ? [`w.language = any(${values.add(languages, 'text[]')})`] : []),
    ...(tagIds
      ? [
          `w.tag_ids && array(select t.id from tag t where t.id = any(${values.add(tagIds, 'text[]')}) or t.merged_into_id = any(${values.add(tagIds, 'text[]')}))`,
        ]
      : []),
  ];
  if (working.length === 0 && text === null) return [];
  return [
    readableBy(actor),
    ...(text === null
      ? []
      : [
          `a.id = any(array(select x.id from article x where x.desk_key like '%' || ${values.add(escapeLike(text))} || '%' limit ${MAX_HITS}))`,
        ]),
    ...(working.length === 0
      ? []
      : [
          `exists (select 1 from revision w where w.article_id = a.id and w.number = a.working_revision and ${all(working)})`,
        ]),
  ];
}
