/**
 * Bounded waiting. Everything in this folder that waits for another process does it through here, so that no wait is
 * without an end.
 */
import { setTimeout as sleep } from 'node:timers/promises';

/** Asks every 20 ms until the answer is yes; false when the milliseconds have passed before. */
export async function waitUntil(done: () => boolean | Promise<boolean>, milliseconds: number): Promise<boolean> {
  const deadline = Date.now() + milliseconds;
  while (!(await done())) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}
