/**
 * Reads the change feed as a caller may see it, from any place on. Between two turns of her rights it is rows of the log; at a
 * turn it is every article of which she may have more or less than before.
 */
import { type Actor, sameGrants } from '../core/access.js';
import type { Db } from '../core/database.js';
import { findPartnerActors } from '../partners/api-key.js';
import { Change } from './change.js';
import { type ChangeCursor, later, POSITIONS_A_MILLISECOND } from './change-cursor.js';
import { ChangeKind } from './change-kind.js';
import { type ChangeCondition, listChanges } from './change-log.sql.js';
import { audienceOf, findView } from './feed-view.js';
import { listTurn } from './turn.sql.js';

interface ChangesAsked {
  after: ChangeCursor;
  limit: number;
  condition: ChangeCondition;
}

/** Kinds that a turn of rights makes. */
const AT_TURNS = [ChangeKind.GRANTED, ChangeKind.REVOKED, ChangeKind.UPDATED];

/** Turns that one call passes: each takes two or three statements. */
const MAX_TURNS = 100;

export interface ChangesRead {
  changes: Change[];
  more: boolean;
  /** From where to read on: the last change, or, where many turns changed nothing for the caller, how far that was found. */
  end: ChangeCursor;
  /** The caller's rights changed since she was recognised: what the turn there says to her is read once she was recognised anew. */
  outdated?: boolean;
}

/** Changes after a place, in order, and whether there are more. */
export async function readChanges(
  db: Db,
  actor: Actor,
  { after, limit, condition }: ChangesAsked,
): Promise<ChangesRead> {
  const wanted = limit + 1;
  const found: Change[] = [];
  const take = (rows: Change[]) => found.push(...rows);
  let { position, bulk } = after;
  const turns = !condition.kinds || condition.kinds.some((kind) => AT_TURNS.includes(kind));
  for (let passed = 0; ; passed += 1) {
    if (passed === MAX_TURNS) return { changes: found, more: true, end: { position, bulk } };
    const view = await findView(db, audienceOf(actor), position);
    if (view.turn && turns) {
      if (await isOutdated(db, actor)) return { changes: found, more: true, end: { position, bulk }, outdated: true };
      const page = { position, bulk, limit: wanted - found.length };
      take((await listTurn(db, actor, view, page, condition)).map((row) => new Change(row)));
    }
    if (found.length < wanted && view.started)
      take((await listChanges(db, view, position, wanted - found.length, condition)).map((row) => new Change(row)));
    if (found.length >= wanted || view.next === null) break;
    position = view.next;
    bulk = '';
  }
  const changes = found.slice(0, limit);
  return { changes, more: found.length > limit, end: changes.at(-1) ?? after };
}

/**
 * `readChanges` for whoever goes along the feed: where there is no more, it ends where the whole feed did before it was read,
 * so that what does not concern the caller is passed once.
 */
export async function readOnward(db: Db, actor: Actor, asked: ChangesAsked): Promise<ChangesRead> {
  const head = await headOf(db);
  const read = await readChanges(db, actor, asked);
  return read.more ? read : { ...read, end: later(read.end, head) };
}

/**
 * Whether a partner's grants are others by now. A turn is told by what she may see: told by what she might before, it would be
 * behind her, and what it took from her would stay in her mirror for ever.
 */
async function isOutdated(db: Db, actor: Actor): Promise<boolean> {
  if (actor.kind !== 'partner') return false;
  const now = (await findPartnerActors(db, [actor.partnerId])).get(actor.partnerId);
  return now === undefined || !sameGrants(now.grants, actor.grants);
}

/** Past every article that stands at a position. */
const PAST_ALL = `a${'z'.repeat(26)}`;

/** The newest place: who begins here misses nothing that comes from now on. */
export async function headOf(db: Db): Promise<ChangeCursor> {
  const [head] = await db.query<{ position: number }>(
    'select position::float8 as position from change_head',
    [],
    'change_head',
  );
  return { position: head?.position ?? 0, bulk: PAST_ALL };
}

/**
 * Whether no archive can have answered this place: nothing might come after it for ever. A place past the head alone may
 * be right: an archive that was restored from a backup goes on with the clock, past all that anybody had read. At most one
 * statement; none for a place that the clock has reached.
 */
export async function isInFuture(db: Db, { position }: ChangeCursor): Promise<boolean> {
  return position > Date.now() * POSITIONS_A_MILLISECOND && position > (await headOf(db)).position;
}

/** The place before the first change that came at a moment or after it. */
export async function placeBefore(db: Db, since: Date): Promise<ChangeCursor> {
  const [row] = await db.query<{ position: number }>(
    'select coalesce((select c.position from change c where c.at < $1 order by c.at desc, c.position desc limit 1), 0)::float8 as position',
    [since],
    'change_since',
  );
  return { position: row?.position ?? 0, bulk: PAST_ALL };
}
