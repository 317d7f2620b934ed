/** What a script adds: the ticker moves with the news, and a report is sent in place. Without it, everything works. */
import { followTicker } from './follow-ticker.js';
import { reportInPlace } from './report-in-place.js';

for (const list of document.querySelectorAll<HTMLOListElement>('[data-ticker]')) followTicker(list);
for (const form of document.querySelectorAll<HTMLFormElement>('.report form')) reportInPlace(form);
