/** The change feed as it grows, from a place in the past or from now on. */
import type { Change } from '../changes/change.js';
import { type ChangeCursor, IN_FUTURE, readChangeCursor } from '../changes/change-cursor.js';
import { type ChangeFilter, readChangeFilter } from '../changes/change-filter.js';
import type { ChangeCondition } from '../changes/change-log.sql.js';
import { headOf, isInFuture, readOnward } from '../changes/read-changes.js';
import { badUserInput } from '../core/errors.js';
import type { Inside, Pages } from './live-context.js';

/** Changes that are read, and answered side by side, at once. */
const PAGE = 50;
/** Milliseconds after which it is looked whether there is more, should nothing have told of it. */
const CLOCK = 10_000;
/** Milliseconds until a database that did not answer is asked again, or that new rights are known here. */
const RETRY = 1_000;

/** Begins where it is told, or at the newest change of this moment; BAD_USER_INPUT for what is no cursor of this archive. */
export async function followChanges(
  inside: Inside,
  after: string | null,
  filter: ChangeFilter | null,
): Promise<Pages<Change>> {
  const condition = readChangeFilter(filter);
  inside.on('changes', () => inside.alarm.ring());
  const { db } = inside.fresh();
  const start = after === null ? await headOf(db) : readChangeCursor('after', after);
  if (after !== null && (await isInFuture(db, start))) throw badUserInput('after', IN_FUTURE);
  return changesFrom(inside, start, condition);
}

async function* changesFrom(inside: Inside, start: ChangeCursor, condition: ChangeCondition): AsyncGenerator<Change[]> {
  let after = start;
  while (!inside.ended) {
    const read = await page(inside, after, condition);
    if (read && read.changes.length > 0) yield read.changes;
    if (read) after = read.end;
    if (!read || read.outdated) await inside.alarm.wait(RETRY);
    else if (!read.more) await inside.alarm.wait(CLOCK);
  }
}

/** Null where the database does not answer: nothing is missed, since it is read from the same place again. */
async function page(inside: Inside, after: ChangeCursor, condition: ChangeCondition) {
  const { db, actor, log } = inside.fresh();
  try {
    return await inside.turn(() => readOnward(db, actor, { after, limit: PAGE, condition }));
  } catch (error) {
    log.warn({ err: error }, 'live.changes_unread');
    return null;
  }
}
