/**
 * Work that is done after a commit, by whichever worker comes first. A job is queued in the transaction that makes it
 * necessary, so that there is never the one without the other; it may run more than once, so that it must bear that.
 */
import type { Database, Tx } from '../core/database.js';

/** What is queued: `article.published`, with what its handler needs to know. */
export interface Job<Payload extends object> {
  readonly name: string;
  /** Only for types: what the job carries. */
  readonly payload?: Payload;
}

export function defineJob<Payload extends object>(name: string): Job<Payload> {
  return { name };
}

/** What does the work of a job. It throws to be tried again later, with growing pauses. */
export interface JobHandler {
  readonly name: string;
  readonly run: (db: Database, payload: never) => Promise<void>;
}

export function handleJob<Payload extends object>(
  job: Job<Payload>,
  run: (db: Database, payload: Payload) => Promise<void>,
): JobHandler {
  return { name: job.name, run };
}

/** Tries before a job is given up; given-up jobs stay in the queue's table. */
const MAX_TRIES = 12;

/** Queues a job for each payload, in one statement. */
export async function enqueue<Payload extends object>(tx: Tx, job: Job<Payload>, payloads: Payload[]): Promise<void> {
  if (payloads.length === 0) return;
  await tx.query(
    `select graphile_worker.add_job($1, p, max_attempts => ${MAX_TRIES}) from json_array_elements($2::json) as p`,
    [job.name, JSON.stringify(payloads)],
    'job_enqueue',
  );
}

/** Tries of what the next occasion makes up for. */
const FEW_TRIES = 6;

/** Queues jobs of which one of a key is enough: one that waits already is replaced. */
export async function enqueueOnce<Payload extends object>(
  tx: Tx,
  job: Job<Payload>,
  jobs: { key: string; payload: Payload }[],
): Promise<void> {
  if (jobs.length === 0) return;
  await tx.query(
    `select graphile_worker.add_job($1, p -> 'payload', job_key => p ->> 'key', max_attempts => ${FEW_TRIES})
     from json_array_elements($2::json) as p`,
    [job.name, JSON.stringify(jobs)],
  );
}
