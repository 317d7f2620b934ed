/**
 * Imports one archived press page: keeps its bytes by hash, files its source, its article and every headline that stood
 * on it. The same bytes again change nothing; of a page that cannot be read, only the bytes and the reason stay, and the
 * same bytes are tried again next time.
 */
import { createHash } from 'node:crypto';
import { bodyFromParagraphs } from '../articles/body.js';
import { DateBasis, type DatePrecision } from '../articles/partial-date.js';
import type { Database, Db, Tx } from '../core/database.js';
import { newId } from '../core/ids.js';
import { pickName } from '../core/localized-text.js';
import { linkHeadlines } from '../headlines/link-headlines.js';
import { type Source, sourceName } from '../sources/source.entity.js';
import { noonOf } from '../text/date.js';
import { titleKey } from '../text/fold.js';
import { detectLanguage } from '../text/language.js';
import { urlKey } from '../text/url-key.js';
import { type ParsedPage, parsePage } from './formats/page.js';
import { findOrCreateSources } from './outlets-and-tags.js';
import { digest, identityOf, type Stored, storeArticles } from './store-articles.js';

export interface PageInput {
  bytes: Uint8Array;
  /** Puts the article live; without it, it waits IN_REVIEW. */
  publish: boolean;
  /** Day on which the page was taken, where that is known. */
  capturedOn: string | null;
  /** Where the article stood. */
  url: string | null;
}

export interface PageResult {
  unchanged: boolean;
  article: { id: string | null; title: string; source: string; publishedOn: string } | null;
  headlines: number;
  error: string | null;
}

/** What importing these bytes would say, without writing anything. */
export function previewPage(bytes: Uint8Array): PageResult {
  const parsed = parsePage(bytes);
  if (!parsed.ok) return failed(parsed.message);
  const { title, sourceName, date, headlines } = parsed.page;
  const article = { id: null, title, source: sourceName, publishedOn: date.value };
  return { unchanged: false, article, headlines: headlines.length, error: null };
}

export async function importPage(db: Database, input: PageInput, now = new Date()): Promise<PageResult> {
  const sha256 = createHash('sha256').update(input.bytes).digest();
  const known = await findImported(db, sha256);
  if (known) return known;
  const parsed = parsePage(input.bytes);
  if (!parsed.ok) {
    await keepCapture(db, sha256, input, parsed.message);
    return failed(parsed.message);
  }
  try {
    return await db.transaction((tx) => storePage(tx, sha256, input, parsed.page, now));
  } catch (error) {
    if (!(error instanceof PageRefused)) throw error;
    await keepCapture(db, sha256, input, error.message);
    return failed(error.message);
  }
}

class PageRefused extends Error {}

const failed = (error: string): PageResult => ({ unchanged: false, article: null, headlines: 0, error });

async function storePage(tx: Tx, sha256: Buffer, input: PageInput, page: ParsedPage, now: Date): Promise<PageResult> {
  const capture = await keepCapture(tx, sha256, input, null);
  if (capture.articleId !== null) return (await findImported(tx, sha256)) as PageResult; // another process was faster
  const [source] = (
    await findOrCreateSources(tx, [{ text: page.sourceName, language: languageOf(page, null) }])
  ).values();
  if (!source) throw new PageRefused(`The source "${page.sourceName}" has no letter: correct the line that names it.`);
  const content = toContent(page, source, input.url);
  const key = {
    guid: null,
    urlKey: input.url && urlKey(input.url),
    titleKey: titleKey(page.title),
    day: page.date.value,
  };
  const incoming = {
    content,
    identity: identityOf(key),
    hash: digest(JSON.stringify(content)),
    publish: input.publish,
    waitsAs: 'IN_REVIEW',
    releasedAt: null,
    embargoMinutes: source.embargoMinutes,
  } as const;
  const [stored] = await storeArticles(tx, [incoming], now);
  const { id } = stored as Stored;
  await tx.query('update capture set article_id = $2 where id = $1', [capture.id, id]);
  await insertObserved(tx, capture.id, page.headlines, content.language, seenAt(input.capturedOn, source, now));
  await linkHeadlines(tx, { captureId: capture.id });
  const article = { id, title: page.title, source: sourceName(source), publishedOn: page.date.value };
  return { unchanged: false, article, headlines: page.headlines.length, error: null };
}

function toContent(page: ParsedPage, source: Source, url: string | null) {
  const language = languageOf(page, source);
  return {
    title: page.title,
    titleLanguage: detectLanguage(page.title, language),
    summary: null,
    body: bodyFromParagraphs(page.paragraphs),
    byline: null,
    language,
    canonicalUrl: url,
    publishedAt: null,
    publishedOn: {
      value: page.date.value,
      precision: page.date.precision as DatePrecision,
      approximate: page.date.approximate,
      timeZone: source.timeZone,
      basis: DateBasis.PAGE,
      raw: page.date.raw,
    },
    sourceId: source.id,
    tagIds: [],
    leadImageId: null,
    imageIds: [],
    imageUrl: null,
  };
}

const languageOf = (page: ParsedPage, source: Source | null) =>
  detectLanguage(page.paragraphs.join('\n').slice(0, 4000), source?.languages[0] ?? 'ar');

const seenAt = (capturedOn: string | null, source: Source, now: Date) =>
  capturedOn === null ? now : noonOf(capturedOn, source.timeZone);

/** Keeps the bytes, or finds them kept; `error` is why they could not be read, null where they could. */
async function keepCapture(db: Db, sha256: Buffer, input: PageInput, error: string | null) {
  const [capture] = await db.query<{ id: string; articleId: string | null }>(
    `insert into capture (id, sha256, bytes, captured_on, url, error) values ($1, $2, $3, $4, $5, $6)
     on conflict (sha256) do update set error = excluded.error, captured_on = coalesce(excluded.captured_on, capture.captured_on),
       url = coalesce(excluded.url, capture.url)
     where capture.article_id is null or excluded.error is null
     returning id, (select a.id from article a where a.id = capture.article_id and a.withdrawn_at is null) as "articleId"`,
    [newId('c'), sha256, Buffer.from(input.bytes), input.capturedOn, input.url, error],
  );
  return capture as { id: string; articleId: string | null };
}

/** What these bytes became when they were imported; null where they were not, or could not be read. */
async function findImported(db: Db, sha256: Buffer): Promise<PageResult | null> {
  const [row] = await db.query<{
    id: string;
    title: string;
    names: Source['storedNames'];
    languages: string[];
    publishedOn: string;
    headlines: number;
  }>(
    `select a.id, r.title, s.names, s.languages, r.published_on as "publishedOn",
       (select count(*)::int from headline h where h.capture_id = c.id) as headlines
     from capture c join article a on a.id = c.article_id join revision r on r.article_id = a.id and r.number = a.working_revision
     join source s on s.id = r.source_id where c.sha256 = $1 and a.withdrawn_at is null`,
    [sha256],
  );
  if (!row) return null;
  const article = {
    id: row.id,
    title: row.title,
    source: pickName(row.names, null, row.languages[0]),
    publishedOn: row.publishedOn,
  };
  return { unchanged: true, article, headlines: row.headlines, error: null };
}

/** Once for each capture: one whose article was withdrawn has its headlines already. */
async function insertObserved(tx: Tx, captureId: string, titles: string[], language: string, at: Date): Promise<void> {
  const rows = titles.map((title, index) => ({
    id: newId('h'),
    title,
    titleKey: titleKey(title),
    language: detectLanguage(title, language),
    position: index + 1,
  }));
  await tx.query(
    `insert into headline (id, title, title_key, language, capture_id, position, seen_at)
     select r.id, r.title, r."titleKey", r.language, $2, r.position, $3
     from json_to_recordset($1) as r(id text, title text, "titleKey" text, language text, position int)
     where not exists (select 1 from headline h where h.capture_id = $2)`,
    [JSON.stringify(rows), captureId, at],
  );
}
