/** What a script adds: the ticker moves with the news, a report is sent in place, keys, a button to share. Without it, everything works. */
import { closeByEscape } from './close-by-escape.js';
import { followTicker } from './follow-ticker.js';
import { reportInPlace } from './report-in-place.js';
import { offerSharing } from './share.js';
import { walkTicker } from './walk-ticker.js';

const all = <Found extends Element>(selector: string) => document.querySelectorAll<Found>(selector);

for (const list of all<HTMLOListElement>('[data-ticker]')) {
  followTicker(list);
  walkTicker(list);
}
for (const details of all<HTMLDetailsElement>('.report')) closeByEscape(details);
for (const form of all<HTMLFormElement>('.report form')) reportInPlace(form);
for (const button of all<HTMLButtonElement>('[data-share]')) offerSharing(button);
