// Reads a press page saved as text: ticker, reader notice, title, "published in", paragraphs, closing line.
// Pure, and all or nothing: it gives the whole page or names the part that is missing. It never throws, never guesses.
import { type ParsedDay, parseDay } from '../../text/date.js';
import { fold, titleKey } from '../../text/fold.js';
import { cleanText, withoutControls } from '../../text/normalise.js';

const MAX_BYTES = 5 * 1024 * 1024;
const MAX_HEADLINES = 1_000;
// Share of Arabic letters among the non-ASCII characters: prose in windows-1256 has nearly 1, UTF-8 misread as it 0.6.
const MOSTLY_ARABIC = 0.8;

const LINE_END = /\r\n|[\n\r\u0085\u2028\u2029]/;
// One blank of any kind is part of a headline; two divide.
const BLANKS_BETWEEN_HEADLINES = /\s{2,}/u;
// Compared as title keys, so that hamza, harakat, tatweel and punctuation do not matter.
const NOTICE = /^(?:شكرا علي الابلاغ|سيتم حجب هذه الصوره)/;
const ENDING = /^(?:انقر|اضغط) هنا لقراءه (?:الخبر|المقال) من مصدره/;

/** A press page in its parts, in the page's own words. `leadsToSource`: it closes by leading the reader there. */
export type ParsedPage = {
  headlines: string[];
  title: string;
  sourceName: string;
  date: Pick<ParsedDay, 'value' | 'precision' | 'approximate'> & { raw: string };
  paragraphs: string[];
  notice: boolean;
  leadsToSource: boolean;
};

export type MissingPart = 'text' | 'title' | 'date line' | 'date' | 'source' | 'paragraphs' | 'ending';
export type PageError = { ok: false; missing: MissingPart; message: string };
export type PageResult = { ok: true; page: ParsedPage } | PageError;

/** Parses the bytes of a page; on failure, `missing` names the first part not found and `message` says what to do. */
export function parsePage(bytes: Uint8Array): PageResult {
  const decoded = decode(bytes);
  if (typeof decoded !== 'string') return decoded;
  const lines = decoded
    .split(LINE_END)
    .map((line) => withoutControls(line).trim())
    .filter((line) => line !== '');
  if (lines.length === 0) return missing('text', 'The page is empty: save it again, as UTF-8 text.');
  return parseLines(lines);
}

function parseLines(lines: string[]): PageResult {
  const at = findDateLine(lines);
  if (at === -1) {
    return missing(
      'date line',
      'No line "نشر في SOURCE يوم DAY - MONTH - YEAR" was found: is this a whole press page?',
    );
  }
  const head = readHead(lines.slice(0, at));
  if ('ok' in head) return head;
  const published = readDateLine(lines[at] as string);
  if ('ok' in published) return published;
  const body = readBody(lines.slice(at + 1));
  if ('ok' in body) return body;
  return { ok: true, page: { ...head, ...published, ...body, notice: lines.some(isNotice) } };
}

function isNotice(line: string): boolean {
  return NOTICE.test(titleKey(line));
}

/** The ticker's headlines and the title, which is the last line before the date line. */
function readHead(lines: string[]): PageError | Pick<ParsedPage, 'headlines' | 'title'> {
  const title = lines.at(-1);
  if (title === undefined || isNotice(title) || isTicker(title)) {
    return missing('title', 'No title stands before the line "نشر في …": add it on a line of its own.');
  }
  const ticker = lines.slice(0, -1).filter((line) => !isNotice(line));
  const headlines = ticker.flatMap(splitHeadlines);
  if (headlines.length > MAX_HEADLINES) {
    return missing('text', `The ticker has ${headlines.length} headlines, more than ${MAX_HEADLINES}: shorten it.`);
  }
  return { headlines, title: cleanText(title) };
}

function splitHeadlines(line: string): string[] {
  return line
    .split(BLANKS_BETWEEN_HEADLINES)
    .map(cleanText)
    .filter((headline) => headline !== '');
}

/** A title may hold two blanks by a slip of the finger; more, or wider ones, are the ticker's. */
function isTicker(line: string): boolean {
  return splitHeadlines(line).length > 2 || /\s{3}/u.test(line);
}

type DateLine = { source: string; day: string };

/** Cuts `نشر في SOURCE يوم DAY` at the last يوم, since a source's own name may hold the word. */
function cutDateLine(line: string): DateLine | null {
  const words = cleanText(line).split(' ');
  if (fold(words.slice(0, 2).join(' ')) !== 'نشر في') return null;
  const dayWord = words.findLastIndex((word) => fold(word) === 'يوم');
  if (dayWord === -1) return { source: words.slice(2).join(' '), day: '' };
  return { source: words.slice(2, dayWord).join(' '), day: words.slice(dayWord + 1).join(' ') };
}

/** The first line that says where and when; failing that, one that only begins so, to be told what it lacks. */
function findDateLine(lines: string[]): number {
  const complete = lines.findIndex((line) => /^.{0,40}\p{N}.{0,40}$/u.test(cutDateLine(line)?.day ?? ''));
  return complete === -1 ? lines.findIndex((line) => cutDateLine(line) !== null) : complete;
}

function readDateLine(line: string): PageError | Pick<ParsedPage, 'sourceName' | 'date'> {
  const { source, day } = cutDateLine(line) as DateLine;
  const parsed = parseDay(day);
  if (!parsed.ok) {
    return missing('date', `The date "${day}" cannot be read: ${parsed.reason}. Correct it as DAY - MONTH - YEAR.`);
  }
  if (source === '') return missing('source', 'No source stands between "نشر في" and "يوم": add its name.');
  const { value, precision, approximate } = parsed;
  return { sourceName: source, date: { value, precision, approximate, raw: day } };
}

/** The paragraphs up to the closing line; what follows it belongs to the archive, not to the article. */
function readBody(lines: string[]): PageError | Pick<ParsedPage, 'paragraphs' | 'leadsToSource'> {
  const end = lines.findIndex((line) => ENDING.test(titleKey(line)));
  const article = end === -1 ? lines : lines.slice(0, end);
  const paragraphs = article.filter((line) => !isNotice(line));
  if (paragraphs.length === 0) {
    return missing('paragraphs', 'No text follows the line "نشر في …": save the whole page again.');
  }
  if (end === -1) {
    return missing(
      'ending',
      'The page is cut off before "انقر هنا لقراءة الخبر من مصدره.": save the whole page again.',
    );
  }
  return { paragraphs, leadsToSource: true };
}

/** UTF-8, or windows-1256 when the bytes read as Arabic that way. */
function decode(bytes: Uint8Array): string | PageError {
  if (bytes.length > MAX_BYTES)
    return missing('text', 'The file is larger than 5 MB: a press page is a few kB of text.');
  if (bytes.includes(0)) return missing('text', 'The file is binary, not text: save the page as UTF-8 text.');
  return (
    decodeUtf8(bytes) ??
    decodeWindows1256(bytes) ??
    missing('text', 'The file is neither UTF-8 nor windows-1256 text: save the page as UTF-8 text.')
  );
}

/** A last character cut in two is let go: a page cut off there is told what it lacks, not that it is binary. */
function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

function decodeWindows1256(bytes: Uint8Array): string | null {
  const text = new TextDecoder('windows-1256').decode(bytes);
  const foreign = text.match(/[^\p{ASCII}\s]/gu)?.length ?? 0;
  const arabic = text.match(/\p{Script=Arabic}/gu)?.length ?? 0;
  return arabic > 0 && arabic >= foreign * MOSTLY_ARABIC ? text : null;
}

function missing(part: MissingPart, message: string): PageError {
  return { ok: false, missing: part, message };
}
