/** A piece of work that is done again and again: every so often, and at once when it is woken. Never twice at a time. */
import type { Logger } from 'pino';

export interface Repeated {
  /** Does the work now, or once more after the run under way. */
  wake(): void;
  /** Waits for the run under way. */
  stop(): Promise<void>;
}

/** A run that throws is logged, and the next one comes as if nothing had been. */
export function repeat(name: string, everySeconds: number, log: Logger, work: () => Promise<unknown>): Repeated {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  const run = async () => {
    do {
      again = false;
      await work().catch((error: Error) => log.error({ err: error, task: name }, 'worker.task_failed'));
    } while (again && !stopped);
    running = null;
  };
  const timer = setInterval(() => {
    running ??= run();
  }, everySeconds * 1000);
  return {
    wake() {
      if (stopped) return;
      again = running !== null;
      running ??= run();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
