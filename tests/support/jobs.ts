/** The queue, worked off at once instead of waited for. */
import { Logger, runOnce } from 'graphile-worker';
import { taskListOf } from '../../src/jobs/runner.js';
import { HANDLERS } from '../../src/worker.js';
import type { TestApp } from './app.js';

/** Runs all queued jobs, and those that they queue, to the end; throws what a job threw. */
export async function drainJobs(test: TestApp): Promise<void> {
  await runOnce({
    connectionString: test.db.url,
    maxPoolSize: 2,
    concurrency: 1,
    noHandleSignals: true,
    taskList: taskListOf(test.db, HANDLERS),
    logger: new Logger(() => () => undefined),
  });
  const failed = await test.db.query<{ job: string; error: string }>(
    'select task_identifier as job, last_error as error from graphile_worker.jobs where last_error is not null',
  );
  if (failed.length > 0) throw new Error(failed.map(({ job, error }) => `${job}: ${error}`).join('\n'));
}

/** How many jobs of a name wait. */
export async function countJobs(test: TestApp, name: string): Promise<number> {
  const [row] = await test.db.query<{ n: number }>(
    'select count(*)::int as n from graphile_worker.jobs where task_identifier = $1',
    [name],
  );
  return row?.n ?? 0;
}
