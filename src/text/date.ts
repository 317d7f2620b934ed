// Days as press pages write them, and days in a time zone. A date that cannot be read is refused with a reason and
// never guessed; a date known to the day, month or year keeps that precision and is never dressed up as an instant.
import { DateTime, IANAZone } from 'luxon';
import { fold } from './fold.js';
import { APPROXIMATIONS, LEAD_INS, MONTH_NAMES, WEEKDAYS } from './months.js';

/** `value` is `2020-11-17`, `2019-10` or `2016`, by precision. */
export type ParsedDay = { ok: true; value: string; precision: 'DAY' | 'MONTH' | 'YEAR'; approximate: boolean };
export type UnreadableDay = { ok: false; reason: string; raw: string };

// The Gregorian years a press article can have; a bare 1442 is a Hijri year.
const FIRST_YEAR = 1800;
const LAST_YEAR = 2199;

const SEPARATOR = '\\s*[-‐–—−/.\\\\]\\s*';
const YEAR_FIRST = new RegExp(`^(\\d{4})${SEPARATOR}(\\d{1,2})(?:${SEPARATOR}(\\d{1,2}))?$`);
const DAY_FIRST = new RegExp(`^(\\d{1,2})${SEPARATOR}(\\d{1,2})${SEPARATOR}(\\d+)$`);
const MONTH_FIRST = new RegExp(`^(\\d{1,2})${SEPARATOR}(\\d{3,})$`);
const NAMED = /^(?:(\d{1,2})(?:er)?[\s/-]*(?:من )?(?:شهر )?|(فاتح) )?(\D+?)[\s/-]*(\d+)$/;
const DAY_MONTH_OR_YEAR = /^\d{4}(?:-\d\d){0,2}$/;
const YEAR_ONLY = /^(\d{3,})$/;

const monthNumbers = new Map(
  MONTH_NAMES.flatMap((names, index) => names.map((name) => [fold(name), String(index + 1)] as const)),
);
const approximations = new Set(APPROXIMATIONS.map(fold));
const leadIns = new Set([...LEAD_INS, ...WEEKDAYS, ...WEEKDAYS.map((day) => day.replace(/^ال/, ''))].map(fold));

// Asking ICU costs 50 µs a name; this set answers for nearly all, and cannot grow.
const commonZones = new Set(Intl.supportedValuesOf('timeZone'));

/** Reads a day, month or year, the day always before the month: `17 - 11 - 2020`, `١٧/١١/٢٠٢٠`, `مطلع أكتوبر 2019`. */
export function parseDay(raw: string): ParsedDay | UnreadableDay {
  const { text, approximate } = withoutLeadIn(fold(raw));
  const parts = readParts(text);
  const problem = parts ? problemWith(parts) : 'it is not a day, a month or a year';
  if (!parts || problem) return { ok: false, reason: problem as string, raw };
  const { year, month, day } = parts;
  const value = [year, month, day].filter((part) => part !== undefined).map((part) => part.padStart(2, '0'));
  const precision = day ? 'DAY' : month ? 'MONTH' : 'YEAR';
  return { ok: true, value: value.join('-'), precision, approximate };
}

type Parts = { year: string; month?: string; day?: string };

/** Takes off weekdays, prepositions and closing punctuation, and notes a word such as "early" or "about". */
function withoutLeadIn(folded: string): { text: string; approximate: boolean } {
  const words = folded
    .replace(/^mi-/, 'mi ')
    .replace(/\s*[.،,؛]+$|(?<=\d)\s?م$/g, '')
    .split(' ');
  let approximate = false;
  while (words[0] !== undefined) {
    const word = words[0].replace(/[،,:]+$/, '');
    if (approximations.has(word)) approximate = true;
    else if (word !== '' && !leadIns.has(word)) break;
    words.shift();
  }
  return { text: words.join(' '), approximate };
}

function readParts(text: string): Parts | null {
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst) return { day: dayFirst[1], month: dayFirst[2], year: dayFirst[3] as string };
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst) return { year: yearFirst[1] as string, month: yearFirst[2], day: yearFirst[3] };
  const monthFirst = MONTH_FIRST.exec(text);
  if (monthFirst) return { month: monthFirst[1], year: monthFirst[2] as string };
  const yearOnly = YEAR_ONLY.exec(text);
  if (yearOnly) return { year: yearOnly[1] as string };
  return readNamed(text);
}

function readNamed(text: string): Parts | null {
  const named = NAMED.exec(text);
  const month = named && monthNumber(named[3] as string);
  if (!month) return null;
  return { day: named[2] ? '1' : named[1], month, year: named[4] as string };
}

/** The number of a month by name; a pair such as `تشرين الثاني/نوفمبر` must name one month twice. */
function monthNumber(name: string): string | null {
  const numbers = name
    .split(/[/()]/)
    .map((part) => part.replace(/[.،,]/g, '').trim())
    .filter((part) => part !== '')
    .map((part) => monthNumbers.get(part));
  return numbers.every((number) => number === numbers[0]) ? (numbers[0] ?? null) : null;
}

function problemWith({ year, month, day }: Parts): string | null {
  if (year.length !== 4) return `the year ${year} does not have four digits`;
  if (Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR) {
    return `the year ${year} is not between ${FIRST_YEAR} and ${LAST_YEAR} (is it a Hijri year?)`;
  }
  if (month !== undefined && (Number(month) < 1 || Number(month) > 12)) {
    return `there is no month ${month} (the day comes first, then the month)`;
  }
  if (day !== undefined && (Number(day) < 1 || Number(day) > daysIn(Number(year), Number(month)))) {
    return `there is no day ${day} in month ${month} of ${year}`;
  }
  return null;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Noon of a day (of the first day, for a month or a year) on the clocks of a zone. */
export function noonOf(value: string, timeZone: string): Date {
  return local(value, timeZone, 12).toJSDate();
}

/** The first moment of a day in a zone; not midnight where clocks skip it. */
export function startOfDay(day: string, timeZone: string): Date {
  return local(day, timeZone).startOf('day').toJSDate();
}

/** The day it is in a zone at an instant, as `YYYY-MM-DD`. */
export function dayIn(instant: Date, timeZone: string): string {
  const day = DateTime.fromJSDate(instant, { zone: timeZone }).toISODate();
  if (day === null) throw new RangeError(`No day for ${String(instant)} in the time zone "${timeZone}"`);
  return day;
}

/** The day after a `YYYY-MM-DD`. */
export function nextDay(day: string): string {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return next.toISOString().slice(0, 10);
}

/** Whether a name is an IANA time zone. Fixed offsets are not: Morocco's changes with Ramadan. */
export function isTimeZone(name: string): boolean {
  return commonZones.has(name) || (/^[A-Za-z]/.test(name) && IANAZone.isValidZone(name));
}

function local(value: string, timeZone: string, hour = 0): DateTime {
  if (!DAY_MONTH_OR_YEAR.test(value)) throw new RangeError(`"${value}" is not a day, a month or a year`);
  const [year, month = 1, day = 1] = value.split('-').map(Number);
  const date = DateTime.fromObject({ year, month, day, hour }, { zone: timeZone });
  if (!date.isValid) throw new RangeError(`"${value}" in the time zone "${timeZone}": ${date.invalidExplanation}`);
  return date;
}
