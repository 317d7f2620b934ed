/** When the ticker may have changed: something is public that was not, a pin moved, or the clock says so. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Inside, Pages } from './live-context.js';

/** Milliseconds in which more changes are waited for, since they seldom come alone. */
const DEBOUNCE = 150;
/** Milliseconds after which what the clock changes is seen: pins that end, embargoes. */
const CLOCK = 10_000;

/** Each page asks to look at the ticker again. */
export function followTicker(inside: Inside): Pages<object> {
  for (const topic of ['changes', 'ticker'] as const) inside.on(topic, () => inside.alarm.ring());
  return Object.assign(looks(inside), { onlyNews: true });
}

async function* looks(inside: Inside): AsyncGenerator<object[]> {
  while (!inside.ended) {
    yield [{}];
    await inside.alarm.wait(CLOCK);
    if (inside.ended) return;
    await sleep(DEBOUNCE);
    inside.alarm.silence();
  }
}
