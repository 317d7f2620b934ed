/** Who reports: an address, of which only a salted hash is kept, and how often it may. */
import { createHmac } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { networkOf } from '../core/address.js';
import type { Db } from '../core/database.js';
import { sharedSecret } from '../core/secret.js';

const SECRET = 'image reporters';

export async function reporterOf(db: Db, address: string): Promise<Buffer> {
  return createHmac('sha256', await sharedSecret(db, SECRET))
    .update(networkOf(address))
    .digest();
}

const REPORTS_PER_HOUR = 20;
const limiter = new RateLimiterMemory({ points: REPORTS_PER_HOUR, duration: 3_600 });

/** Counts one more report of this address: the seconds to wait where there were too many, else null. */
export async function secondsToWait(address: string): Promise<number | null> {
  try {
    await limiter.consume(networkOf(address));
    return null;
  } catch (state) {
    if (!(state instanceof RateLimiterRes)) throw state;
    return Math.ceil(state.msBeforeNext / 1000);
  }
}
