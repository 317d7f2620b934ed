/**
 * Lists articles anew after a change of the tags that they stand under: merged tags become what they went into, broader
 * ones and the section follow the tree. Only the public face's columns change; revisions keep what was saved. The newest
 * go with the change itself, the others in batches afterwards; each batch lists by the tree as it is, so that it may
 * run twice or late.
 */
import type { Tx } from '../core/database.js';
import { defineJob, enqueue } from '../jobs/job.js';
import { RELIST } from './relist-articles.sql.js';

/** Articles in one statement. */
const BATCH = 2_000;

/** A place in the lists of the tags, from the newest article to the oldest. */
interface Place {
  sortedAt: string;
  id: string;
}

export interface RelistPayload {
  tagIds: string[];
  /** What stands beyond it is still to be done. */
  after: Place | null;
  batch: number;
}

export const ARTICLES_RELIST = defineJob<RelistPayload>('articles.relist');

/**
 * Relists the newest articles of these tags, and queues a job where there are more. Rows that somebody is writing are left
 * to the job: who changes the tree waits for nobody that waits for the tree.
 */
export async function relistArticles(tx: Tx, tagIds: string[], batch = BATCH): Promise<void> {
  const { walked, left, last } = await walk(tx, { tagIds, after: null, batch }, 'skip locked');
  if (left > 0) await enqueue(tx, ARTICLES_RELIST, [{ tagIds, after: null, batch }]);
  else if (walked === batch) await enqueue(tx, ARTICLES_RELIST, [{ tagIds, after: last, batch }]);
}

/** Relists the next batch and queues the one after it. */
export async function relistNext(tx: Tx, payload: RelistPayload): Promise<void> {
  const { walked, last } = await walk(tx, payload, '');
  if (walked === payload.batch) await enqueue(tx, ARTICLES_RELIST, [{ ...payload, after: last }]);
}

interface Walked {
  walked: number;
  /** Of those, how many were left out, being locked. */
  left: number;
  last: Place | null;
}

async function walk(tx: Tx, { tagIds, after, batch }: RelistPayload, locked: 'skip locked' | ''): Promise<Walked> {
  const [row] = await tx.query<Walked>(RELIST(locked), [tagIds, after?.sortedAt, after?.id, batch]);
  return row as Walked;
}
