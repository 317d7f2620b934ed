/**
 * Holds those who guess passwords and codes to a number of failures, for each account (by the e-mail, whether or not
 * anybody has it) and for each address. All processes count in one table, always. An attempt is counted before it is
 * made and given back when it was no failure, so that attempts at the same time cannot slip through together.
 */
import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from '../core/address.js';
import type { RequestContext } from '../core/context.js';
import type { Database } from '../core/database.js';
import { rateLimited } from '../core/errors.js';
import { Gate } from '../core/gate.js';
import { Rejected } from '../core/user-error.js';

const WINDOW_SECONDS = 15 * 60;
const FAILURES = { account: 10, address: 30 };
type Kind = keyof typeof FAILURES;

/** Attempts that a process works on at once: their hashes and its files share a pool of four threads. */
const LIMITS = { atOnce: 3, longestLine: 5_000, longestWait: 10_000 };

class Guesses {
  private readonly gate = new Gate(LIMITS, () => rateLimited(LIMITS.longestWait / 1000));
  private readonly limiters: Record<Kind, RateLimiterPostgres>;

  constructor(private readonly db: Database) {
    this.limiters = { account: limiter(db, 'account'), address: limiter(db, 'address') };
  }

  /** Makes the attempt, unless too many failed before; RATE_LIMITED then, and nothing is looked at. */
  attempt<T>(keys: Record<Kind, string>, work: () => Promise<T>): Promise<T> {
    return this.gate.pass(async () => {
      const counted: string[] = [];
      try {
        for (const kind of ['address', 'account'] as const) {
          counted.push(`${kind}:${keys[kind]}`);
          await this.limiters[kind].consume(keys[kind]);
        }
        const result = await work();
        await this.giveBack(counted);
        return result;
      } catch (error) {
        if (error instanceof RateLimiterRes) {
          await this.giveBack(counted).catch(() => undefined); // counted in memory: there is nothing to give back
          throw rateLimited(Math.max(1, Math.ceil(error.msBeforeNext / 1000)));
        }
        if (error instanceof Rejected && !error.errors.some(({ code }) => code === 'BAD_CREDENTIALS'))
          await this.giveBack(counted);
        throw error;
      }
    });
  }

  private async giveBack(keys: string[]): Promise<void> {
    await this.db.query(
      'update guess set points = points - 1 where key = any($1) and points > 0',
      [keys],
      'guess_back',
    );
  }
}

/** Counts in the table `guess`; where the database does not answer, in memory, so that a failure opens nothing. */
function limiter(db: Database, keyPrefix: Kind): RateLimiterPostgres {
  const options = { keyPrefix, points: FAILURES[keyPrefix], duration: WINDOW_SECONDS };
  return new RateLimiterPostgres({
    ...options,
    storeClient: {
      async query({ text, values, name }: { text: string; values: unknown[]; name: string }) {
        const rows = await db.query(text, values, name);
        return { rows, rowCount: rows.length };
      },
    },
    storeType: 'pool',
    tableName: 'guess',
    tableCreated: true,
    clearExpiredByTimeout: false, // a task of the worker does
    insuranceLimiter: new RateLimiterMemory(options),
  });
}

const known = new WeakMap<Database, Guesses>();

/** Runs what may turn out a wrong guess at an account: it says so by rejecting with BAD_CREDENTIALS. */
export async function asGuess<T>(ctx: RequestContext, lowerEmail: string, work: () => Promise<T>): Promise<T> {
  const guesses = known.get(ctx.db) ?? new Guesses(ctx.db);
  known.set(ctx.db, guesses);
  // Not the e-mail itself: people type passwords into the wrong field.
  const account = createHash('sha256').update(lowerEmail).digest('base64url');
  const { address, id } = ctx.request;
  try {
    return await guesses.attempt({ account, address: networkOf(address) }, work);
  } catch (error) {
    ctx.log.warn({ account, address, requestId: id, reason: (error as Error).message }, 'accounts.attempt_refused');
    throw error;
  }
}
