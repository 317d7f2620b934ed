/** When a message that was not taken is sent again. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Moments of the attempts after the first, in milliseconds since it. */
const SCHEDULE = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

/** A pause is up to so much longer, so that what failed together does not come together again. */
const JITTER = 0.1;

/** A receiver may ask for a longer pause than the schedule's, within reason. */
const LONGEST_ASKED = HOUR;

/**
 * Milliseconds until the next attempt, after so many; null where it was the last. `asked` is what the receiver's Retry-After
 * says, in milliseconds.
 */
export function pauseAfter(attempts: number, asked: number | null, random = Math.random()): number | null {
  const at = SCHEDULE[attempts - 1];
  if (at === undefined) return null;
  const pause = (at - (SCHEDULE[attempts - 2] ?? 0)) * (1 + JITTER * random);
  return Math.round(Math.max(pause, Math.min(asked ?? 0, LONGEST_ASKED)));
}

/** What Retry-After asks for, in milliseconds: it holds seconds or a date. Null where it says nothing that can be read. */
export function readRetryAfter(header: string | undefined, now = Date.now()): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * SECOND;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(date - now, 0);
}
