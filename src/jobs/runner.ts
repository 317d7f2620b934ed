/** Runs queued jobs, on the queue library's own connections. */
import { Logger, type Runner, run, type TaskList } from 'graphile-worker';
import type { Logger as Log } from 'pino';
import type { Database } from '../core/database.js';
import type { JobHandler } from './job.js';

const CONCURRENCY = 2;

/** The handlers as the queue's library takes them. */
export function taskListOf(db: Database, handlers: JobHandler[]): TaskList {
  return Object.fromEntries(
    handlers.map(({ name, run: work }) => [name, async (payload) => work(db, payload as never)]),
  );
}

/** Starts taking jobs; `stop` waits for those under way and hands the others back. */
export async function startRunner(db: Database, log: Log, handlers: JobHandler[]): Promise<{ stop(): Promise<void> }> {
  const runner: Runner = await run({
    connectionString: db.url,
    maxPoolSize: CONCURRENCY + 2,
    concurrency: CONCURRENCY,
    pollInterval: 2_000,
    noHandleSignals: true,
    taskList: taskListOf(db, handlers),
    logger: new Logger(() => (level, message, meta) => {
      if (level === 'error') log.error({ queue: true, err: meta?.error ?? message }, 'jobs.failed');
    }),
  });
  return { stop: () => runner.stop() };
}
