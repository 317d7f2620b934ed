/**
 * Sends what is due, many at a time: each process so many, of a webhook few, and one at a time as long as nothing is known of it or
 * it fails or is slow, and of those that do never all, so that receivers who keep silent hold up nobody else. Each attempt stands
 * alone: what becomes of it is written down before anything else is done for the article.
 */
import type { Logger } from 'pino';
import type { Database } from '../core/database.js';
import type { HttpClient } from '../core/http/http-client.js';
import { RequestFailure } from '../core/http/request-failure.js';
import { type Attempt, claimDeliveries, findDueWebhooks, handBack } from './claim-deliveries.js';
import { readRetryAfter } from './retry.js';
import { type Failing, settleDelivered, settleFailed, settleGone } from './settle-attempt.js';
import { signatureHeaders } from './webhook-secret.js';
import { writeMessages } from './write-messages.js';

/** Attempts under way. */
const MOST = { inAll: 200, ofSound: 4, ofOther: 1, ofAllTroubled: 50 };

/** Milliseconds: an attempt, and how long one may take before its receiver counts as slow. */
const TIMEOUT = 15_000;
const SLOW = 5_000;

export interface SenderOptions {
  db: Database;
  http: HttpClient;
  log: Logger;
  /** Where readers reach this server. */
  origin: string;
}

export class DeliverySender {
  /** Told whenever an attempt has ended, so that there is room for others. */
  onRoom: () => void = () => undefined;
  private readonly underWay = new Map<Promise<void>, Attempt>();
  /** Webhooks by how their last attempt went, as this process saw it: quickly and well, or not. */
  private readonly isSound = new Map<string, boolean>();
  private stopped = false;

  constructor(private readonly options: SenderOptions) {}

  /** Begins to send what is due and has room, and answers how much that is. */
  async send(now: Date | null = null): Promise<number> {
    const { db, http, origin } = this.options;
    const claimed = await this.claim(now);
    if (claimed.length === 0) return 0;
    const { written, failed } = await writeMessages(db, origin, claimed).catch(async (error) => {
      await handBack(db, claimed);
      throw error;
    });
    const left: Attempt[] = [];
    for (const attempt of claimed) {
      const message = written.get(attempt.id);
      if (failed.has(attempt.id)) this.begin(attempt, Promise.reject(failed.get(attempt.id)), now);
      // While the program ends nothing new is begun; and nothing is sent for a partner who was switched off meanwhile.
      else if (this.stopped || message === undefined) left.push(attempt);
      else this.begin(attempt, attemptOnce(http, attempt, message), now);
    }
    if (left.length > 0) await handBack(db, left);
    return claimed.length - left.length;
  }

  /** Waits until what is under way has ended. */
  async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay.keys());
  }

  /** Begins nothing more. What is still under way after `grace` milliseconds is left to its lease: it may have arrived. */
  async stop(grace: number): Promise<void> {
    this.stopped = true;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, grace);
    });
    await Promise.race([this.idle(), late]);
    clearTimeout(timer);
  }

  private async claim(now: Date | null): Promise<Attempt[]> {
    const { db } = this.options;
    if (this.stopped || this.room() <= 0) return [];
    const due = await findDueWebhooks(db, MOST.ofSound, now);
    const those = (sound: boolean | undefined) => due.filter((id) => this.isSound.get(id) === sound);
    const sound = await this.claimFor(those(true), MOST.ofSound, this.room(), now);
    const unknown = await this.claimFor(those(undefined), MOST.ofOther, this.room() - sound.length, now);
    const claimed = [...sound, ...unknown];
    const room = Math.min(this.room() - claimed.length, MOST.ofAllTroubled - this.troubledUnderWay());
    return [...claimed, ...(await this.claimFor(those(false), MOST.ofOther, room, now))];
  }

  private async claimFor(webhookIds: string[], each: number, total: number, now: Date | null): Promise<Attempt[]> {
    if (webhookIds.length === 0 || total <= 0) return [];
    return claimDeliveries(this.options.db, { webhookIds, each, total }, now);
  }

  private room = () => MOST.inAll - this.underWay.size;

  private troubledUnderWay = () =>
    [...this.underWay.values()].filter(({ webhookId }) => this.isSound.get(webhookId) === false).length;

  private begin(attempt: Attempt, sent: Promise<Sent>, now: Date | null): void {
    const { log } = this.options;
    const work = sent
      .catch((error) => {
        log.error({ err: error, delivery: attempt.id }, 'webhooks.not_sent');
        return FAULT; // settled as any other failure is, lest it be tried for ever
      })
      .then((result) => this.settle(attempt, result, now))
      .catch((error) => log.error({ err: error, delivery: attempt.id }, 'webhooks.not_settled'))
      .finally(() => {
        this.underWay.delete(work);
        this.onRoom();
      });
    this.underWay.set(work, attempt);
  }

  private async settle(attempt: Attempt, { failing, status, took }: Sent, now: Date | null): Promise<void> {
    const { db } = this.options;
    // Broken off by ourselves, perhaps: it may have arrived, and its lease ends by itself.
    if (this.stopped && status === null) return;
    this.isSound.set(attempt.webhookId, failing === null && took < SLOW);
    if (failing === null) await settleDelivered(db, attempt, status as number);
    else if (failing.status === GONE) await settleGone(db, attempt, failing, now);
    else await settleFailed(db, attempt, failing, now);
  }
}

const GONE = 410;

interface Sent {
  status: number | null;
  /** Null where the receiver took it. */
  failing: Failing | null;
  /** Milliseconds. */
  took: number;
}

/** An attempt that came to nothing by a fault of this program. */
const FAULT: Sent = {
  status: null,
  failing: { status: null, error: 'It could not be sent, through no fault of the receiver.', retryAfter: null },
  took: 0,
};

/** One attempt: 2xx is success, everything else is none. Redirects are not followed: where they lead nobody agreed to. */
async function attemptOnce(http: HttpClient, { id, url, secrets }: Attempt, body: string): Promise<Sent> {
  const begun = performance.now();
  const headers = { 'content-type': 'application/json', ...signatureHeaders(id, body, secrets) };
  try {
    const answer = await http.send({ url, method: 'POST', headers, body, timeout: TIMEOUT, redirects: 0, maxBytes: 0 });
    return { status: answer.status, failing: failingOf(answer), took: performance.now() - begun };
  } catch (error) {
    if (!(error instanceof RequestFailure)) throw error;
    const failing = { status: null, error: error.message, retryAfter: null };
    return { status: null, failing, took: performance.now() - begun };
  }
}

function failingOf({ status, headers }: { status: number; headers: Record<string, string> }): Failing | null {
  if (status >= 200 && status < 300) return null;
  const error =
    status >= 300 && status < 400
      ? `The receiver answered ${status}: redirects are not followed; give the webhook the address itself.`
      : `The receiver answered ${status}.`;
  return { status, error, retryAfter: readRetryAfter(headers['retry-after']) };
}
