/** What is done in the background, and how often. Every task may run on any number of machines at once, or on none. */
import type { Logger } from 'pino';
import { sealAudit } from './audit/seal.js';
import { settleCounts } from './core/counts.js';
import type { Database } from './core/database.js';

interface Task {
  name: string;
  everySeconds: number;
  run: (db: Database) => Promise<unknown>;
}

const TASKS: Task[] = [
  { name: 'counts.settle', everySeconds: 5, run: settleCounts },
  { name: 'audit.seal', everySeconds: 30, run: sealAudit },
];

/** Runs each task again and again until stopped; `stop` waits for what is under way. */
export function startWorker(db: Database, log: Logger): { stop(): Promise<void> } {
  const running = new Set<Promise<void>>();
  const timers = TASKS.map((task) => {
    let busy = false;
    return setInterval(() => {
      if (busy) return;
      busy = true;
      const run = task
        .run(db)
        .then(() => undefined)
        .catch((error: Error) => log.error({ err: error, task: task.name }, 'worker.task_failed'))
        .finally(() => {
          busy = false;
          running.delete(run);
        });
      running.add(run);
    }, task.everySeconds * 1000);
  });
  return {
    async stop() {
      timers.forEach(clearInterval);
      await Promise.all(running);
    },
  };
}
