/**
 * WebSub: who subscribes at a hub hears of a feed's changes at once, since the hub is told and fetches the feed itself. What
 * the hub was told of is a position in the change feed, so that nothing is forgotten while no worker runs.
 */
import type { Database, Tx } from '../core/database.js';
import { defineJob, enqueueOnce } from '../jobs/job.js';
import { FEED_FORMATS } from './feed-format.js';
import { feedAddress } from './feed-page.js';
import { feedPath, LATEST } from './feed-subject.js';
import { findNext, findTouched, lockTold, moveTold, startTelling } from './websub.sql.js';

interface Settings {
  readonly publicUrl: string | undefined;
  readonly websubHub: string | undefined;
}

/** The hub that is told of changes, and where the feeds are found. */
export interface WebSub {
  readonly hub: string;
  readonly origin: string;
}

/** Null where there is no hub, or where it could not be told where the feeds are. */
export const readWebSub = ({ publicUrl, websubHub }: Settings): WebSub | null =>
  publicUrl === undefined || websubHub === undefined ? null : { hub: websubHub, origin: publicUrl };

/** A feed has changed: the addresses of its formats, and the hub to tell. */
export const FEED_CHANGED = defineJob<{ hub: string; topics: string[] }>('websub.publish');

/** Changes in one pass, and passes in a row. */
const BATCH = 2_000;
const MAX_PASSES = 50;

/** Queues a word to the hub for each feed that has changed since the last time; none of what was before the first time. */
export async function tellHub(db: Database, webSub: WebSub): Promise<void> {
  for (let pass = 0; pass < MAX_PASSES; pass += 1) {
    const more = await db.transaction((tx) => tellNext(tx, webSub));
    if (!more) return;
  }
}

/** One pass; answers whether there may be more. */
async function tellNext(tx: Tx, { hub, origin }: WebSub): Promise<boolean> {
  const told = await lockTold(tx);
  if (told === null) {
    await startTelling(tx);
    return false;
  }
  const { count, upTo } = await findNext(tx, told, BATCH);
  if (count === 0) return false;
  const touched = await findTouched(tx, told, upTo);
  const paths = touched.map(({ kind, slug }) => (kind === 'latest' ? LATEST.path : feedPath(kind, slug)));
  await enqueueOnce(
    tx,
    FEED_CHANGED,
    paths.map((path) => ({
      key: `websub ${path}`,
      payload: { hub, topics: FEED_FORMATS.map((format) => feedAddress(origin, { path }, format)) },
    })),
  );
  await moveTold(tx, upTo);
  return count === BATCH;
}
