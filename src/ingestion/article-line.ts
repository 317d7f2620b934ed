/** One line of a bulk import: what it may say, and what it becomes. Pure. */
import { z } from 'zod';
import { bodyFromText, bodyToText, sanitizeBody } from '../articles/body.js';
import { DateBasis, DatePrecision, type PartialDate } from '../articles/partial-date.js';
import { canonicalLanguage, isDay, isWebAddress, parseInstant } from '../core/scalars.js';
import { dayIn } from '../text/date.js';
import { detectLanguage } from '../text/language.js';
import { cleanText, withoutControls } from '../text/normalise.js';

const MAX_TITLE = 1_000;
const MAX_BODY = 2_000_000;
const MAX_TAGS = 50;

const text = (most: number) => z.string().max(most).nullish();
const LINE = z.object({
  source: z.string().min(1).max(200),
  guid: text(2_048),
  url: z.string().refine(isWebAddress, 'is not an http or https address').nullish(),
  title: z.string().max(MAX_TITLE).transform(cleanText).pipe(z.string().min(1, 'is empty')),
  titleLanguage: text(35),
  summary: text(10_000),
  body: text(MAX_BODY),
  bodyFormat: z.enum(['html', 'text']).nullish(),
  language: text(35),
  byline: text(500),
  publishedAt: text(60),
  tags: z.array(z.string().min(1).max(200)).max(MAX_TAGS).nullish(),
  image: text(2_048),
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

/** Reads a line in the zone of its source; a reason where its date or language is none. */
export function readLine(line: Line, timeZone: string, now: Date): ReadLine | { reason: string } {
  const body = readBody(line);
  const language = line.language
    ? canonicalLanguage(line.language)
    : detectLanguage(`${line.title}\n${body ?? ''}`.slice(0, 2000), 'ar');
  if (language === null) return { reason: `language: "${line.language}" is not a language tag` };
  const titleLanguage = line.titleLanguage ? canonicalLanguage(line.titleLanguage) : language;
  if (titleLanguage === null) return { reason: `titleLanguage: "${line.titleLanguage}" is not a language tag` };
  const date = readDate(line.publishedAt, timeZone, now);
  if ('reason' in date) return date;
  return {
    title: line.title,
    titleLanguage,
    language,
    body,
    summary: line.summary
      ? cleanText(/<\w/.test(line.summary) ? bodyToText(line.summary) : line.summary) || null
      : null,
    byline: line.byline ? cleanText(line.byline) || null : null,
    canonicalUrl: line.url ?? null,
    imageUrl: line.image ?? null,
    ...date,
  };
}

function readBody({ body, bodyFormat }: Line): string | null {
  if (!body) return null;
  const clean = withoutControls(body);
  const isHtml = bodyFormat ? bodyFormat === 'html' : /<\/?[a-z][^>]*>/i.test(clean);
  return (isHtml ? sanitizeBody(clean) : bodyFromText(clean)) || null;
}

type ReadDate = Pick<ReadLine, 'publishedAt' | 'publishedOn'>;

function readDate(raw: string | null | undefined, timeZone: string, now: Date): ReadDate | { reason: string } {
  if (!raw) return { publishedAt: null, publishedOn: null };
  const known = { approximate: false, timeZone, basis: DateBasis.FEED, raw };
  const latest = new Date(now.getTime() + FUTURE);
  const instant = parseInstant(raw);
  if (!instant && !isDay(raw)) {
    return {
      reason: `publishedAt: "${raw}" is neither an instant with an offset nor a day (2020-11-17T10:00:00+01:00 or 2020-11-17)`,
    };
  }
  if (instant ? instant > latest : raw > dayIn(latest, timeZone)) {
    const value = dayIn(now, timeZone);
    return {
      publishedAt: null,
      publishedOn: { ...known, value, precision: DatePrecision.DAY, basis: DateBasis.FIRST_SEEN },
    };
  }
  if (!instant) return { publishedAt: null, publishedOn: { ...known, value: raw, precision: DatePrecision.DAY } };
  return {
    publishedAt: instant,
    publishedOn: { ...known, value: dayIn(instant, timeZone), precision: DatePrecision.INSTANT },
  };
}
