/**
 * Who reports: an address, of which only a salted hash is kept, and how often it may. One household or phone has a whole
 * /64 of IPv6 addresses, so that it counts as one.
 */
import { createHmac } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Db } from '../core/database.js';
import { sharedSecret } from '../core/secret.js';

const SECRET = 'image reporters';

/** IPv4 as it is, also where it comes in the clothes of IPv6; of IPv6 the first 64 bits. */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, '');
  if (isIPv4(plain) || !URL.canParse(`http://[${plain}]/`)) return plain;
  const groups = expand(new URL(`http://[${plain}]/`).hostname.slice(1, -1));
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight groups of an address that a URL has spelled. */
function expand(address: string): number[] {
  const [before = '', after = ''] = address.split('::').map((part) => part);
  const [head, tail] = [before, after].map((part) => (part === '' ? [] : part.split(':'))) as [string[], string[]];
  const middle = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...middle, ...tail].map((group) => Number.parseInt(group, 16));
}

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
