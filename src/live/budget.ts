/** What callers may keep open and ask for: subscriptions cost again whenever something changes. */
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '../core/database.js';
import { rateLimited, tooManyOpen } from '../core/errors.js';
import { payerOf } from '../core/limits.js';
import type { KeyHolder } from '../partners/api-key.js';
import { countRequest } from '../partners/quota.js';
import type { Known } from './caller.js';

/** Cost of all that one payer has open: twenty of the dearest, thousands of usual ones. */
const MAX_OPEN_COST = 400_000;
/** Subscriptions that one payer may begin in a minute. */
const PER_MINUTE = 6_000;

export class Budget {
  private readonly open = new Map<string, number>();
  private readonly begun = new RateLimiterMemory({ points: PER_MINUTE, duration: 60 });

  constructor(
    private readonly db: Database,
    private readonly limited: boolean,
  ) {}

  /**
   * Takes the cost of a subscription until it is given back. A subscription is a request of a partner's quota. Throws
   * RATE_LIMITED where there is no room: an HttpError for a quota, else a GraphQLError.
   */
  async take({ actor, keyHolder }: Known, address: string, cost: number): Promise<() => void> {
    if (!this.limited) return () => undefined;
    const payer = payerOf(actor, address);
    await this.count(keyHolder, payer);
    const before = this.open.get(payer) ?? 0;
    if (before + cost > MAX_OPEN_COST) throw tooManyOpen(before + cost, MAX_OPEN_COST);
    this.open.set(payer, before + cost);
    return () => this.giveBack(payer, cost);
  }

  private async count(keyHolder: KeyHolder | null, payer: string): Promise<void> {
    if (keyHolder) await countRequest(this.db, keyHolder, null);
    else
      await this.begun.consume(payer).catch((state: RateLimiterRes) => {
        throw rateLimited(Math.ceil(state.msBeforeNext / 1000));
      });
  }

  private giveBack(payer: string, cost: number): void {
    const left = (this.open.get(payer) ?? 0) - cost;
    if (left > 0) this.open.set(payer, left);
    else this.open.delete(payer);
  }
}
