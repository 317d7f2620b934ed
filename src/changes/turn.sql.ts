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
import type { ChangeKind } from './change-kind.js';
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
  const asked = within(touched, condition.sourceIds);
  const lanes = lanesOf(values, asked, { kind, position, rows, after: values.add(page.bulk), kinds: condition.kinds });
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

interface Touched {
  named: string[];
  /** All sources but these; null where none of them is touched. */
  others: string[] | null;
}

/** Of what is touched, what is asked for: sources by name where some are. */
const within = (touched: Touched, sourceIds: readonly string[] | null | undefined): Touched =>
  sourceIds ? { named: sourceIds.filter((id) => isTouched(touched, id)), others: null } : touched;

const isTouched = ({ named, others }: Touched, id: string) =>
  named.includes(id) || (others !== null && !others.includes(id));

interface Walk {
  /** SQL of the kind of change that the turn is for `article a`, last changed by `e`; null where it is none. */
  kind: string;
  /** Placeholders: of the turn, how many at most, and of the article before the first. */
  position: string;
  rows: string;
  after: string;
  kinds: readonly ChangeKind[] | null | undefined;
}

/** SQL of the articles of each source by name, along its own index, and of all others at once, along the articles'. */
function lanesOf(values: Values, { named, others }: Touched, walk: Walk): string[] {
  const { kind, position, rows, after, kinds } = walk;
  const before = (row: string) => `${row}.audience is null and ${row}.position < ${position}`;
  // `after` is said of the article too: the planner does not see that both go along one order.
  const turned = (last: string) => `
    select e.article_id, k.kind, e.canonical_url, a.content_version from (${last}) e
    join article a on a.id = e.article_id and a.id > ${after}
    cross join lateral (select ${kind} as kind) k
    where ${all(['k.kind is not null', ...(kinds ? [`k.kind = any(${values.add(kinds, 'text[]')})`] : [])])}
    order by e.article_id limit ${rows}`;
  const lanes: string[] = [];
  // What was published in the source and was another's before the turn is that one's.
  if (named.length > 0)
    lanes.push(
      `select w.* from unnest(${values.add(named, 'text[]')}) as l(value) cross join lateral (${turned(`
      select e.* from (select distinct x.article_id from change x
        where x.source_id = l.value and x.kind = 'PUBLISHED' and x.article_id > ${after} and ${before('x')} order by x.article_id) c
      cross join lateral (select e.* from change e
        where e.article_id = c.article_id and ${before('e')} order by e.position desc limit 1) e
      where e.source_id = l.value`)}) w`,
    );
  if (others)
    lanes.push(
      turned(`
      select e.* from (select distinct on (e.article_id) e.* from change e
        where e.article_id > ${after} and ${before('e')} order by e.article_id, e.position desc) e
      where e.source_id is null or e.source_id <> all(${values.add(others, 'text[]')})`),
    );
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
 * was gone already. SQL over `article a` and its last change `e` before the turn.
 */
function partnersKind(before: Grants, after: Grants, actor: Actor, at: string): string {
  const had = `coalesce(${isPastEmbargo(before, 'e.source_id', 'e.released_at', at)}, false)`;
  const same = `${grantedAccess(before, 'e.source_id')} is not distinct from ${grantedAccess(after, 'e.source_id')}`;
  return `case when ${visibleTo(actor)} then case when not (${had} and ${same}) then 'GRANTED' end
    when ${had} and e.kind not in ('UNPUBLISHED', 'WITHDRAWN') then 'REVOKED' end`;
}
