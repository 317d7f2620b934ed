/** One line of a bulk import: what it may say, and what it becomes. Pure. */
import { z } from 'zod';
import { bodyFromText, bodyToText } from '../articles/body.js';
import { DateBasis, DatePrecision, type PartialDate } from '../articles/partial-date.js';
import { isTangled, sanitizeBody } from '../articles/sanitize.js';
import { canonicalLanguage, isDay, isWebAddress, parseInstant } from '../core/scalars.js';
import { dayIn } from '../text/date.js';
import { detectLanguage } from '../text/language.js';
import { cleanText, withoutControls } from '../text/normalise.js';

const MAX_TITLE = 1_000;
const MAX_BODY = 2_000_000;
const MAX_TAGS = 50;

/** A text that may be absent; an empty one is. */
const text = (most: number) =>
  z
    .string()
    .max(most)
    .nullish()
    .transform((value) => withoutControls(value ?? '').trim() || null);
const name = z.string().max(200).transform(cleanText).pipe(z.string().min(1, 'is empty'));
const address = text(2_048).refine((value) => value === null || isWebAddress(value), 'is not an http or https address');
const language = text(35).transform((value, check) => {
  const canonical = value === null ? null : canonicalLanguage(value);
  if (value !== null && canonical === null)
    check.addIssue({ code: 'custom', message: `"${value}" is not a language tag` });
  return canonical;
});
const date = text(60).refine((value) => value === null || isDay(value) || parseInstant(value) !== null, {
  error: ({ input }) =>
    `"${input}" is neither an instant with an offset nor a day (2020-11-17T10:00:00+01:00 or 2020-11-17)`,
});
const LINE = z.object({
  source: name,
  guid: text(2_048),
  url: address,
  title: z.string().max(MAX_TITLE).transform(cleanText).pipe(z.string().min(1, 'is empty')),
  titleLanguage: language,
  summary: text(10_000).refine(
    (value) => value === null || !isTangled(value),
    'has too many tags that are never closed',
  ),
  body: text(MAX_BODY).refine(
    (value) => value === null || !isTangled(value),
    'has too many tags that are never closed',
  ),
  bodyFormat: z.enum(['html', 'text']).nullish(),
  language,
  byline: text(500),
  publishedAt: date,
  tags: z.array(name).max(MAX_TAGS).nullish(),
  image: address,
});

export type Line = z.infer<typeof LINE>;

/** The line, or why it cannot be used, in one sentence that names the field. */
export function parseLine(json: string): { line: Line } | { reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return { reason: `not JSON: ${(error as Error).message}` };
  }
  const parsed = LINE.safeParse(value);
  if (parsed.success) return { line: parsed.data };
  const [issue] = parsed.error.issues;
  return { reason: `${issue?.path.join('.') || 'line'}: ${issue?.message}` };
}

/** The parts of a line that need nothing from the database. */
export interface ReadLine {
  title: string;
  titleLanguage: string;
  summary: string | null;
  body: string | null;
  byline: string | null;
  language: string;
  canonicalUrl: string | null;
  publishedAt: Date | null;
  publishedOn: PartialDate | null;
  imageUrl: string | null;
}

/** A date past this is no date that a source can know. */
const FUTURE = 24 * 3_600_000;

/** What a line takes from its source. */
export interface Outlet {
  timeZone: string;
  languages: string[];
}

/** Reads a line in the zone of its source; a text that names no language is in one that it looks like. */
export function readLine(line: Line, { timeZone, languages }: Outlet, now: Date): ReadLine {
  const body = readBody(line);
  const language = line.language ?? guessLanguage(line.title, body, languages[0] ?? 'ar');
  return {
    title: line.title,
    titleLanguage: line.titleLanguage ?? language,
    language,
    body,
    summary:
      line.summary &&
      (cleanText(/<\w/.test(line.summary) ? bodyToText(sanitizeBody(line.summary)) : line.summary) || null),
    byline: line.byline && (cleanText(line.byline) || null),
    canonicalUrl: line.url,
    imageUrl: line.image,
    ...readDate(line.publishedAt, timeZone, now),
  };
}

/** By the title and the beginning of the text, markup left out. */
export function guessLanguage(title: string, body: string | null, fallback: string): string {
  const beginning = (body ?? '').slice(0, 4_000).replace(/<[^>]*>/g, ' ');
  return detectLanguage(`${title}\n${beginning}`, fallback);
}

function readBody({ body, bodyFormat }: Line): string | null {
  if (!body) return null;
  const isHtml = bodyFormat ? bodyFormat === 'html' : /<\/?[a-z][^>]*>/i.test(body);
  return (isHtml ? sanitizeBody(body) : bodyFromText(body)) || null;
}

type ReadDate = Pick<ReadLine, 'publishedAt' | 'publishedOn'>;

function readDate(raw: string | null, timeZone: string, now: Date): ReadDate {
  if (!raw) return { publishedAt: null, publishedOn: null };
  const known = { approximate: false, timeZone, basis: DateBasis.FEED, raw };
  const latest = new Date(now.getTime() + FUTURE);
  const instant = parseInstant(raw);
  if (instant ? instant > latest : raw > dayIn(latest, timeZone)) {
    const value = dayIn(now, timeZone);
    return {
      publishedAt: null,
      publishedOn: { ...known, value, precision: DatePrecision.DAY, basis: DateBasis.FIRST_SEEN },
    };
  }
  if (!instant) return { publishedAt: null, publishedOn: { ...known, value: raw, precision: DatePrecision.DAY } };
  const value = dayIn(instant, timeZone);
  return { publishedAt: instant, publishedOn: { ...known, value, precision: DatePrecision.INSTANT } };
}
