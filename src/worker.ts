/** What is done in the background, and how often. Every task may run on any number of machines at once, or on none. */
import type { Logger } from 'pino';
import { forgetEnded } from './accounts/forget-ended.js';
import { articlesRelist } from './articles/article.jobs.js';
import { sealAudit } from './audit/seal.js';
import { sequenceWaiting } from './changes/sequence-changes.js';
import { Channel, type Topic } from './core/channel.js';
import { settleCounts } from './core/counts.js';
import type { Database } from './core/database.js';
import { forgetEndedPreviews } from './editorial/preview.sql.js';
import { writeDownDue } from './editorial/write-down-due.js';
import { headlinesLink } from './headlines/headline.jobs.js';
import { freeJobs } from './jobs/free-jobs.js';
import type { JobHandler } from './jobs/job.js';
import { repeat } from './jobs/repeat.js';
import { startRunner } from './jobs/runner.js';
import { forgetReporters } from './media/forget-reporters.js';
import { purgeImages } from './media/purge-images.js';
import type { MediaStore } from './media/variants.js';
import { forgetOldQuotas } from './partners/quota.js';
import { feedChanged } from './syndication/websub.jobs.js';
import { readWebSub, tellHub } from './syndication/websub.js';
import { DeliverySender } from './webhooks/delivery-sender.js';
import { fanOut } from './webhooks/fan-out.js';
import { forgetDeliveries } from './webhooks/forget-deliveries.js';

interface Task {
  name: string;
  everySeconds: number;
  /** What is told when there is something to do, so that it need not wait. */
  wokenBy?: Topic;
  run: (db: Database, store: MediaStore) => Promise<unknown>;
}

const HOUR = 3_600;

const TASKS: Task[] = [
  { name: 'articles.due', everySeconds: 2, run: writeDownDue },
  { name: 'changes.sequence', everySeconds: 1, wokenBy: 'noted', run: sequenceWaiting },
  { name: 'webhooks.fan_out', everySeconds: 1, wokenBy: 'changes', run: (db) => fanOut(db) },
  { name: 'counts.settle', everySeconds: 5, run: (db) => settleCounts(db) },
  { name: 'audit.seal', everySeconds: 30, run: (db) => sealAudit(db) },
  { name: 'jobs.free', everySeconds: 60, run: freeJobs },
  { name: 'accounts.forget_ended', everySeconds: 300, run: forgetEnded },
  { name: 'partners.forget_quotas', everySeconds: 300, run: forgetOldQuotas },
  { name: 'previews.forget', everySeconds: HOUR, run: forgetEndedPreviews },
  { name: 'webhooks.forget', everySeconds: HOUR, run: forgetDeliveries },
  { name: 'media.purge', everySeconds: HOUR, run: purgeImages },
  { name: 'media.forget_reporters', everySeconds: HOUR, run: (db) => forgetReporters(db) },
];

/** What does the work of queued jobs. */
export const HANDLERS: JobHandler[] = [articlesRelist, headlinesLink];

/** What of the settings concerns the background. */
export interface WorkerSettings {
  /** Where readers reach this server, without a trailing slash; the public address where one is set. */
  readonly origin: string;
  readonly publicUrl: string | undefined;
  readonly websubHub: string | undefined;
  readonly allowPrivateAddresses: boolean;
}

/** Milliseconds for which messages under way are waited for at the end. */
const LAST_ANSWERS = 4_000;

/**
 * Takes queued jobs, runs each task again and again, and sends to webhooks, until stopped. `stop` waits for what is under way, and
 * for receivers only so long.
 */
export async function startWorker(
  db: Database,
  log: Logger,
  store: MediaStore,
  settings: WorkerSettings,
): Promise<{ stop(): Promise<void> }> {
  const { createHttpClient } = await import('./core/http/http-client.js'); // what only answers requests sends none
  const http = createHttpClient(settings);
  const runner = await startRunner(db, log, [...HANDLERS, feedChanged(http)]);
  const channel = new Channel(db.url, log);
  const start = ({ name, everySeconds, wokenBy, run }: Task) => {
    const task = repeat(name, everySeconds, log, () => run(db, store));
    if (wokenBy) channel.on(wokenBy, task.wake);
    return task;
  };
  const tasks = [...TASKS, ...webSubTasks(settings, log)].map(start);
  const sender = new DeliverySender({ db, http, log, origin: settings.origin });
  const sending = start({ name: 'webhooks.send', everySeconds: 1, wokenBy: 'deliveries', run: () => sender.send() });
  sender.onRoom = sending.wake;
  return {
    async stop() {
      await channel.close();
      await Promise.all([runner.stop(), sender.stop(LAST_ANSWERS), ...[...tasks, sending].map((task) => task.stop())]);
      await http.close();
    },
  };
}

/** Changes of a few seconds are told together. */
function webSubTasks(settings: WorkerSettings, log: Logger): Task[] {
  const webSub = readWebSub(settings);
  if (webSub !== null) return [{ name: 'websub.tell', everySeconds: 5, run: (db) => tellHub(db, webSub) }];
  if (settings.websubHub !== undefined)
    log.warn({ reason: 'Without PUBLIC_URL, the hub cannot be told where the feeds are.' }, 'websub.off');
  return [];
}
