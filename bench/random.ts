/** Chance that comes out the same on every machine: the same seed makes the same corpus, so that runs can be compared. */

/** A number from 0 to 1, each call another. */
export type Random = () => number;

/** The generator "mulberry32": 32 bits of state, good enough for words, far too weak for secrets. */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A rank from 0 on, below `most`: rank r comes about 1 / (r + 1) as often as rank 0, as words and tags do. */
export function zipf(random: Random, most: number): number {
  return Math.min(most, Math.floor((most + 1) ** random())) - 1;
}

/** A whole number from `least` to `most`. */
export function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

/** One of these, each as likely as the others. */
export function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T;
}
