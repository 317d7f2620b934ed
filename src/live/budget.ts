/** What callers may keep open and ask for: subscriptions cost again whenever something changes. */
import type { GraphQLError } from 'graphql';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Actor } from '../core/access.js';
import { networkOf } from '../core/address.js';
import { rateLimited, tooManyOpen } from '../core/errors.js';

/** Cost of all that one payer has open: twenty of the dearest, thousands of usual ones. */
const MAX_OPEN_COST = 400_000;
/** Subscriptions that one payer may begin in a minute. */
const PER_MINUTE = 6_000;

/** Whose subscriptions are counted together. */
export const payerOf = (actor: Actor, address: string) =>
  actor.kind === 'partner' ? actor.partnerId : networkOf(address);

export class Budget {
  private readonly open = new Map<string, number>();
  private readonly begun = new RateLimiterMemory({ points: PER_MINUTE, duration: 60 });

  constructor(private readonly limited: boolean) {}

  /** Takes the cost of a subscription until it is given back; an error where there is no room. */
  async take(payer: string, cost: number): Promise<GraphQLError | (() => void)> {
    if (!this.limited) return () => undefined;
    const late = await this.begun.consume(payer).then(
      () => null,
      (state: RateLimiterRes) => rateLimited(Math.ceil(state.msBeforeNext / 1000)),
    );
    if (late) return late;
    const before = this.open.get(payer) ?? 0;
    if (before + cost > MAX_OPEN_COST) return tooManyOpen(before + cost, MAX_OPEN_COST);
    this.open.set(payer, before + cost);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const left = (this.open.get(payer) ?? 0) - cost;
      if (left > 0) this.open.set(payer, left);
      else this.open.delete(payer);
    };
  }
}
