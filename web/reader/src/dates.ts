/** Dates as they are known: a day without an hour, a month without a day. Months are named as the Maghreb's press names them. */
import type { Language } from './languages.js';
import { TEXTS } from './texts/texts.js';

const LOCALES: Record<Language, string> = { ar: 'ar-MA-u-nu-latn', fr: 'fr', en: 'en-GB' };

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(LOCALES[language], options);
  formats.set(key, known);
  return known;
}

/** When something was published: the instant where it is known, and the day, month or year that it was there. */
export interface Dated {
  publishedAt: string | null;
  publishedOn: { value: string; timeZone: string } | null;
}

/** With whether the day is known for sure. */
interface WhollyDated extends Dated {
  publishedOn: { value: string; timeZone: string; approximate: boolean } | null;
}

const MONTH = { year: 'numeric', month: 'long', timeZone: 'UTC' } as const;
const DAY = { ...MONTH, day: 'numeric' } as const;

/** A day, a month or a year, `2020-11-17`, `2020-11` or `2020`, in words. */
export function formatDay(language: Language, value: string): string {
  const [year = '', month, day] = value.split('-');
  if (!month) return year;
  return format(language, day ? DAY : MONTH).format(new Date(`${year}-${month}-${day ?? '01'}T00:00:00Z`));
}

/** A day with its name, as a title. */
export function formatWeekday(language: Language, day: string): string {
  const text = format(language, { ...DAY, weekday: 'long' }).format(new Date(`${day}T00:00:00Z`));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** When an article was published, by what is known of it; null where nothing is. */
export function formatPublished(language: Language, { publishedAt, publishedOn }: WhollyDated): string | null {
  if (publishedAt !== null && publishedOn !== null) {
    const options = { ...DAY, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    return format(language, { ...options, timeZone: publishedOn.timeZone }).format(new Date(publishedAt));
  }
  if (publishedOn === null) return null;
  const day = formatDay(language, publishedOn.value);
  return publishedOn.approximate ? `${TEXTS[language].around} ${day}` : day;
}

/** For `<time datetime>`. */
export const machineDate = ({ publishedAt, publishedOn }: Dated): string | undefined =>
  publishedAt ?? publishedOn?.value.slice(0, 10);

/** Shortly, for lines of lists: the hour alone where it is today's. */
export function formatShort(language: Language, dated: Dated, today: string): string | null {
  const { publishedAt, publishedOn } = dated;
  if (publishedOn === null) return null;
  if (publishedAt !== null && publishedOn.value.startsWith(today))
    return format(language, {
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      timeZone: publishedOn.timeZone,
    }).format(new Date(publishedAt));
  return formatDay(language, publishedOn.value.slice(0, 10));
}

/** The zone in which days of the archive are counted. */
const ARCHIVE_ZONE = 'Africa/Casablanca';

const MINUTE = 60_000;
let known = { minute: 0, day: '' };

/** The day that it is there, as `2026-11-29`; lists ask for each of their lines. */
export function today(): string {
  const minute = Math.floor(Date.now() / MINUTE);
  if (known.minute !== minute) known = { minute, day: dayAt(new Date(minute * MINUTE).toISOString()) };
  return known.day;
}

/** The day of a moment there. */
export const dayAt = (moment: string): string =>
  format('en', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: ARCHIVE_ZONE })
    .format(new Date(moment))
    .split('/')
    .reverse()
    .join('-');

/** Whether it is a day of the calendar: `1999-02-30` is none. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

const WEEKDAYS = Array.from({ length: 7 }, (_, index) => new Date(Date.UTC(2024, 0, 1 + index)));

/** From Monday on, as the Maghreb counts: by their letters, and by their names. */
export const weekdays = (language: Language): { letter: string; name: string }[] =>
  WEEKDAYS.map((day) => ({
    letter: format(language, { weekday: 'narrow', timeZone: 'UTC' }).format(day),
    name: format(language, { weekday: 'long', timeZone: 'UTC' }).format(day),
  }));

/** The first day of the month that is so many months after that of a day, or before it. */
export function monthBeside(day: string, step: number): string {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + step);
  return date.toISOString().slice(0, 10);
}

/** The days of a day's month. */
export function daysOfMonth(day: string): string[] {
  const month = day.slice(0, 7);
  const last = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();
  return Array.from({ length: last }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`);
}

/** 1 for Monday to 7. */
export const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
