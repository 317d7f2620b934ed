/** Rows of the change feed between two turns of a caller's rights. */
import type { Db } from '../core/database.js';
import { isPastEmbargo } from '../core/grants.sql.js';
import { all, Values } from '../core/sql.js';
import type { ChangeRow } from './change.js';
import { ChangeKind } from './change-kind.js';
import type { FeedView, Grants } from './feed-view.js';
import { embargoEnd } from './rights.sql.js';

/** Only what never changes of an article may be asked for, lest a mirror rot silently. */
export interface ChangeCondition {
  sourceIds: string[] | null;
  kinds: ChangeKind[] | null;
}

export const NO_CONDITION: ChangeCondition = { sourceIds: null, kinds: null };

const columns = (kind = 'c.kind', url = 'c.canonical_url') =>
  `c.position, ${kind} as kind, c.at, c.article_id, ${url} as canonical_url, c.content_version, c.reason`;

/** What is asked for, with the SQL of its values. */
interface Asked {
  values: Values;
  view: FeedView;
  condition: ChangeCondition;
  from: string;
  until: string;
  rows: string;
  /** Null where all are wanted. */
  sources: string | null;
  kinds: string | null;
}

/**
 * The first rows after a position, in order, before the next turn of the caller's rights. Three kinds of rows: what became of
 * articles of her sources, whose embargo was over; withdrawals of what she ever was shown; and what concerns her alone.
 */
export async function listChanges(
  db: Db,
  view: FeedView,
  after: number,
  limit: number,
  condition: ChangeCondition,
): Promise<ChangeRow[]> {
  const values = new Values();
  const asked: Asked = {
    values,
    view,
    condition,
    from: values.add(after, 'bigint'),
    until: values.add(view.next, 'bigint'),
    rows: values.add(limit, 'int'),
    sources: condition.sourceIds && values.add(condition.sourceIds, 'text[]'),
    kinds: condition.kinds && values.add(condition.kinds, 'text[]'),
  };
  const { rows, until } = asked;
  // The others go no further than the page of these does.
  const edge = `(select coalesce((select max(position) + 1 from main having count(*) = ${rows}), ${until}))`;
  return db.query<ChangeRow>(
    `with main as materialized (${ofArticles(asked)})
     select position::float8 as position, '' as bulk, kind, at, article_id as "articleId", canonical_url as "canonicalUrl",
       content_version as "contentVersion", reason
     from (select * from main union all (${ofWithdrawals(asked, edge)}) union all (${ofHerAlone(asked, edge)})) m
     order by m.position limit ${rows}`,
    values.list,
  );
}

const between = ({ from, sources }: Asked, end: string) => [
  `c.position > ${from} and (${end} is null or c.position < ${end})`,
  ...(sources ? [`c.source_id = any(${sources})`] : []),
];

function ofArticles(asked: Asked): string {
  const { values, view, condition, until, rows, kinds } = asked;
  const { grants } = view;
  const { seenAs, concerns } = moves(asked);
  const walk = lane(values, grants, condition);
  const where = all([
    ...walk.where,
    ...between(asked, until),
    `c.audience is null and c.kind <> 'WITHDRAWN' and ${concerns}`,
    ...(kinds ? [`(${seenAs}) = any(${kinds})`] : []),
    grants ? isPastEmbargo(grants, 'c.source_id', 'c.released_at', 'c.at') : 'c.public_at <= c.at',
  ]);
  return `select m.* from ${walk.around} (
      select ${columns(seenAs)} from change c where ${where} order by c.position limit ${rows}) m
    order by m.position limit ${rows}`;
}

function ofWithdrawals(asked: Asked, edge: string): string {
  const { values, view, condition, rows } = asked;
  const wanted = !condition.kinds || condition.kinds.includes(ChangeKind.WITHDRAWN);
  return `select ${columns('c.kind', URL_OF_WITHDRAWN)} from change c where ${all([
    ...between(asked, edge),
    `c.audience is null and c.kind = 'WITHDRAWN'`,
    wanted ? wasShown(values, view) : 'false',
  ])} order by c.position limit ${rows}`;
}

function ofHerAlone(asked: Asked, edge: string): string {
  const { values, view, rows, kinds } = asked;
  return `select ${columns()} from change c where ${all([
    ...between(asked, edge),
    `c.audience = ${values.add(view.audience)} and c.kind <> 'RIGHTS'`,
    // Numbered together with the end of her rights, an embargo that ended after them is none of hers.
    ...(view.grants ? [isPastEmbargo(view.grants, 'c.source_id', 'c.released_at', 'c.at')] : []),
    ...(kinds ? [`c.kind = any(${kinds})`] : []),
  ])} order by c.position limit ${rows}`;
}

/**
 * An article that moves from one source to another is UNPUBLISHED in the one and PUBLISHED in the other. Who sees both sees
 * one change of it: who asked for both, and is past the embargo of both.
 */
function moves({ view: { grants }, sources }: Asked) {
  const seesOther = `coalesce(${all([
    'c.other_source_id is not null',
    ...(sources ? [`c.other_source_id = any(${sources})`] : []),
    ...(grants ? [isPastEmbargo(grants, 'c.other_source_id', 'c.released_at', 'c.at')] : []),
  ])}, false)`;
  return {
    seenAs: `case when c.kind = 'PUBLISHED' and ${seesOther} then 'UPDATED' else c.kind end`,
    concerns: `not (c.kind = 'UNPUBLISHED' and ${seesOther})`,
  };
}

/** Along which index the rows are walked: by each of few sources or kinds, or all of them. */
function lane(values: Values, grants: Grants | null, { sourceIds, kinds }: ChangeCondition) {
  const by = (column: string, wanted: string[]) => ({
    around: `unnest(${values.add(wanted, 'text[]')}) as l(value) cross join lateral`,
    where: [`c.${column} = l.value`],
  });
  const granted = grants?.map(({ sourceId }) => sourceId);
  if (granted && !granted.includes(null)) {
    const named = granted.filter((id) => id !== null);
    return by('source_id', sourceIds ? named.filter((id) => sourceIds.includes(id)) : named);
  }
  if (sourceIds) return by('source_id', sourceIds);
  // What moved is PUBLISHED in its row, and seen as UPDATED.
  if (kinds && !kinds.includes(ChangeKind.PUBLISHED))
    return by('kind', kinds.includes(ChangeKind.UPDATED) ? [...kinds, ChangeKind.PUBLISHED] : kinds);
  return { around: '', where: [] };
}

/** An article that was unpublished before it was withdrawn has no face to take its address from. */
export const URL_OF_WITHDRAWN = `coalesce(c.canonical_url, (
  select e.canonical_url from change e where e.article_id = c.article_id and e.position < c.position and e.canonical_url is not null
  order by e.position desc limit 1))`;

/**
 * SQL that is true where the caller ever was shown the article of `change c`, a withdrawal: between a publication `e` and its end `x`,
 * by what she might have then. What was taken off before its embargo was over, she never was.
 */
function wasShown(values: Values, { audience, grants }: FeedView): string {
  const published = `change e cross join lateral (
      select x.position, x.at, x.public_at from change x
      where x.article_id = e.article_id and x.position > e.position and x.position <= c.position
        and x.audience is null and x.kind in ('UNPUBLISHED', 'WITHDRAWN')
      order by x.position limit 1) x`;
  const earlier = `e.article_id = c.article_id and e.position < c.position and e.kind = 'PUBLISHED' and e.audience is null`;
  // By its end it is known when the public saw it: another embargo of its source may have moved that.
  if (grants === null)
    return `exists (select 1 from ${published} where ${earlier} and coalesce(x.public_at, e.public_at) <= x.at)`;
  const partner = values.add(audience);
  return `exists (
    select 1 from ${published} cross join partner_rights p
    where ${earlier} and p.partner_id = ${partner} and p.position < x.position
      and greatest(e.at, ${embargoEnd('e.released_at', 'p.grants', 'e.source_id')}) <= least(x.at, coalesce(p.ended_at, x.at)))`;
}
