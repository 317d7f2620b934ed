/**
 * Where a caller's rights change, each article that they change something of is one change: GRANTED, REVOKED or, for the public,
 * UPDATED. They are not written down, since there may be a million of them; they are read from what was published before, in the
 * order of the articles' ids, which is as lasting.
 */
import type { Actor, GrantedAccess } from '../core/access.js';
import type { Db } from '../core/database.js';
import { grantedAccess, isPastEmbargo } from '../core/grants.sql.js';
import { all, Values } from '../core/sql.js';
import { visibleTo } from '../core/visibility.js';
import type { ChangeRow } from './change.js';
import type { ChangeCondition } from './change-log.sql.js';
import type { FeedView, Grants } from './feed-view.js';

/** At a turn: where in it, and how many at most. */
interface TurnPage {
  position: number;
  bulk: string;
  limit: number;
}

/** The first articles after one, in the order of their ids, of which the turn of `view` changes something for the caller. */
export async function listTurn(
  db: Db,
  actor: Actor,
  { turn, grants }: FeedView,
  page: TurnPage,
  condition: ChangeCondition,
): Promise<ChangeRow[]> {
  if (!turn) return [];
  const values = new Values();
  const position = values.add(page.position, 'bigint');
  const rows = values.add(page.limit, 'int');
  const kind = grants
    ? // Written out: a parameter that some grants leave unused would have no type.
      partnersKind(turn.before, grants, actor, `timestamptz '${turn.at.toISOString()}'`)
    : `case when ${visibleTo(actor)} then 'UPDATED' end`;
  const touched = grants ? touchedBy(turn.before, grants) : { named: [turn.sourceId as string], others: null };
  const lanes = lanesOf(values, touched, walk(values, { kind, position, rows, after: page.bulk }, condition));
  if (lanes.length === 0) return [];
  const found = await db.query<Turned>(
    `select distinct on (article_id) article_id as "articleId", kind, canonical_url as "canonicalUrl", content_version as "contentVersion"
     from (${lanes.map((one) => `(${one})`).join(' union all ')}) m order by article_id limit ${rows}`,
    values.list,
  );
  return found.map(({ articleId, kind, canonicalUrl, contentVersion }) => ({
    position: page.position,
    bulk: articleId,
    kind,
    at: turn.at,
    articleId,
    canonicalUrl,
    contentVersion,
    reason: null,
  }));
}

/** What is not the same for all changes of a turn. */
type Turned = Pick<ChangeRow, 'articleId' | 'kind' | 'canonicalUrl' | 'contentVersion'>;

interface Walk {
  /** SQL of the kind of change that the turn is for `article a`, last published by `c` and last changed by `e`; null where it is none. */
  kind: string;
  position: string;
  rows: string;
  after: string;
}

/** SQL of the articles last published before the turn by rows of `change x` for which a condition is true. */
function walk(values: Values, { kind, position, rows, after }: Walk, { sourceIds, kinds }: ChangeCondition) {
  const beyond = values.add(after);
  const before = all([
    `x.article_id > ${beyond} and x.kind = 'PUBLISHED' and x.audience is null and x.position < ${position}`,
    ...(sourceIds ? [`x.source_id = any(${values.add(sourceIds, 'text[]')})`] : []),
  ]);
  const wanted = all([
    'k.kind is not null',
    // What had moved to another source before the turn is that one's.
    'c.source_id is not distinct from e.source_id',
    ...(kinds ? [`k.kind = any(${values.add(kinds, 'text[]')})`] : []),
  ]);
  return (where: string) => `
    select c.article_id, k.kind, e.canonical_url, a.content_version
    from (select distinct on (x.article_id) x.article_id, x.source_id, x.released_at from change x where ${where} and ${before}
      order by x.article_id, x.position desc) c
    join article a on a.id = c.article_id
    cross join lateral (select e.kind, e.source_id, e.canonical_url from change e
      where e.article_id = c.article_id and e.audience is null and e.position < ${position} order by e.position desc limit 1) e
    cross join lateral (select ${kind} as kind) k
    where ${wanted} order by c.article_id limit ${rows}`;
}

interface Touched {
  named: string[];
  /** All sources but these; null where none of them is touched. */
  others: string[] | null;
}

/** Each source by name along its own index, and all others at once. */
function lanesOf(values: Values, { named, others }: Touched, walked: (where: string) => string): string[] {
  const lanes: string[] = [];
  if (named.length > 0)
    lanes.push(`select w.* from unnest(${values.add(named, 'text[]')}) as l(value)
      cross join lateral (${walked('x.source_id = l.value')}) w`);
  if (others) lanes.push(walked(`(x.source_id is null or x.source_id <> all(${values.add(others, 'text[]')}))`));
  return lanes;
}

/** Sources of which something else is granted than before: by name, and all but some where the general grant changed. */
function touchedBy(before: Grants, after: Grants): Touched {
  const ids = [...before, ...after].flatMap(({ sourceId }) => sourceId ?? []);
  const differs = (sourceId: string | null) => !alike(grantOf(before, sourceId), grantOf(after, sourceId));
  const named = [...new Set(ids)];
  return { named: named.filter(differs), others: differs(null) ? named : null };
}

const grantOf = (grants: Grants, sourceId: string | null) =>
  grants.find((grant) => grant.sourceId === sourceId) ?? grants.find((grant) => grant.sourceId === null);

const alike = (one: GrantedAccess | undefined, other: GrantedAccess | undefined) =>
  one?.access === other?.access && one?.embargoMinutes === other?.embargoMinutes;

/**
 * GRANTED what she may see now, unless she had just that before. REVOKED what she was shown before and may not see, unless it
 * was gone already, or in another source. SQL over `article a`, and its last publication `c` and last change `e` before the turn.
 */
function partnersKind(before: Grants, after: Grants, actor: Actor, at: string): string {
  const had = `coalesce(${isPastEmbargo(before, 'c.source_id', 'c.released_at', at)}, false)`;
  const same = `${grantedAccess(before, 'c.source_id')} is not distinct from ${grantedAccess(after, 'c.source_id')}`;
  return `case when ${visibleTo(actor)} then case when not (${had} and ${same}) then 'GRANTED' end
    when ${had} and e.kind not in ('UNPUBLISHED', 'WITHDRAWN') then 'REVOKED' end`;
}
