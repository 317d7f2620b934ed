/**
 * Gives changes their positions. Writers note changes in their own transactions; this numbers what was committed, in the order
 * in which it was noted, one pass at a time over all processes: a number is only given when all lower ones are committed. So
 * positions never change, and nothing with a lower one appears later, whatever transactions overlap. What the
 * clock changes, the end of a schedule, an embargo or a grant, comes into its place among them.
 */
import type { Database, Tx } from '../core/database.js';
import { DUE_LATER, FIND_DUE, KEEP_RIGHTS, LOCK_HEAD, PLACE } from './sequence.sql.js';

/** Notes, and dues, that one pass takes. */
const BATCH = 1_000;

interface Due {
  dueAt: Date;
  audience: string | null;
  articleId: string | null;
}

/** One pass; answers how many changes got a position. 0 where there was nothing to do, or another process is at it. */
export function sequenceChanges(db: Database): Promise<number> {
  return db.transaction(async (tx) => {
    const [head] = await tx.query<{ position: number; horizon: string }>(LOCK_HEAD, [BATCH]);
    if (!head) return 0;
    const dues = await tx.query<Due>(FIND_DUE, [head.horizon, BATCH], 'change_due_find');
    const placed = await place(tx, head, dues);
    if (placed.total === 0) return 0;
    if (placed.rights > 0) await tx.query(KEEP_RIGHTS, [head.position]);
    await tx.query(DUE_LATER, [head.position], 'change_due_later');
    return placed.total;
  });
}

/** Passes in a row, before others have their turn. */
const MAX_PASSES = 50;

/** Numbers what waits. */
export async function sequenceWaiting(db: Database): Promise<void> {
  for (let pass = 0; pass < MAX_PASSES; pass += 1) if ((await sequenceChanges(db)) < BATCH) return;
}

async function place(tx: Tx, head: { position: number; horizon: string }, dues: Due[]) {
  const [placed] = await tx.query<{ total: number; rights: number }>(
    PLACE,
    [head.position, head.horizon, BATCH, JSON.stringify(dues)],
    'change_place',
  );
  return placed as { total: number; rights: number };
}
