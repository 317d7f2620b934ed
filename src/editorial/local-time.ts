/** A wall time in a zone as an instant. A time that does not exist there, or exists twice, is refused. */
import { DateTime } from 'luxon';
import { isTimeZone } from '../text/date.js';

const SHAPE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;

/** The instant, or why there is none. */
export function resolveLocalTime(localTime: string, timeZone: string): { at: Date } | { reason: string } {
  if (!isTimeZone(timeZone)) return { reason: `"${timeZone.slice(0, 60)}" is not an IANA time zone.` };
  if (!SHAPE.test(localTime)) return { reason: `"${localTime.slice(0, 40)}" is not a local time (YYYY-MM-DDTHH:MM).` };
  const time = DateTime.fromISO(localTime, { zone: timeZone });
  if (!time.isValid) return { reason: `${localTime} is not a time of the calendar.` };
  if (time.toFormat("yyyy-MM-dd'T'HH:mm") !== localTime)
    return { reason: `${localTime} does not exist in ${timeZone}: the clocks go forward over it.` };
  if (time.getPossibleOffsets().length > 1)
    return { reason: `${localTime} comes twice in ${timeZone}, as the clocks go back: give \`at\` instead.` };
  return { at: time.toJSDate() };
}
