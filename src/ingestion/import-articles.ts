/**
 * Bulk import: one article a line, streamed in batches, each one transaction. Interrupted anywhere, the same command goes
 * on: what is there already is recognised by its hash and left alone. While PostgreSQL stores one batch, the next is read.
 */
import type { Database, Tx } from '../core/database.js';
import { readLines } from '../core/read-lines.js';
import type { Source } from '../sources/source.entity.js';
import { titleKey } from '../text/fold.js';
import { slugify, slugKey } from '../text/slug.js';
import { urlKey } from '../text/url-key.js';
import { guessLanguage, type Line, parseLine, readLine } from './article-line.js';
import { findOrCreateSources, findOrCreateTags, type Named } from './outlets-and-tags.js';
import { digest, type Incoming, identityOf, storeArticles } from './store-articles.js';

const BATCH = 500;
/** Rejections that are listed one by one; past it they are only counted. */
const MAX_LISTED = 10_000;

export interface ImportOptions {
  publish: boolean;
  /** Reads and checks everything, and takes back what it wrote. */
  dryRun: boolean;
  onProgress?: (bytesRead: number) => void;
  /** Ends the import after the batch under way. */
  signal?: AbortSignal;
}

export interface ImportResult {
  added: number;
  updated: number;
  unchanged: number;
  /** At most 10,000 of them; `rejectedCount` counts all. */
  rejected: { line: number; reason: string }[];
  rejectedCount: number;
}

interface Numbered {
  number: number;
  line: Line;
  hash: Buffer;
}

export async function importArticles(
  db: Database,
  path: string,
  options: ImportOptions,
  now = new Date(),
): Promise<ImportResult> {
  const result: ImportResult = { added: 0, updated: 0, unchanged: 0, rejected: [], rejectedCount: 0 };
  const reject = (line: number, reason: string) => {
    result.rejectedCount += 1;
    if (result.rejected.length < MAX_LISTED) result.rejected.push({ line, reason });
  };
  const names = new NameCache();
  let storing: Promise<void> = Promise.resolve();
  const store = async (batch: Numbered[]) => {
    await storing;
    if (batch.length === 0) return;
    storing = storeBatch(db, batch, options, names, now, result, reject);
    storing.catch(() => undefined); // thrown again where it is awaited
  };
  let batch: Numbered[] = [];
  let seen = new Set<string>();
  for await (const { number, text } of readLines(path, options.onProgress)) {
    if (options.signal?.aborted) break;
    if (text !== null && text.trim() === '') continue;
    const parsed = text === null ? { reason: 'longer than a line may be' } : parseLine(text);
    if ('reason' in parsed) {
      reject(number, parsed.reason);
      continue;
    }
    const key = identityText(parsed.line);
    if (batch.length >= BATCH || seen.has(key)) {
      await store(batch);
      batch = [];
      seen = new Set();
    }
    batch.push({ number, line: parsed.line, hash: digest(text) });
    seen.add(key);
  }
  await store(batch);
  await storing;
  result.rejected.sort((one, other) => one.line - other.line);
  return result;
}

/** Two lines with one of these may not stand in one batch: the later one is a revision of the earlier. */
function identityText(line: Line): string {
  return `${slugKey(slugify(line.source))} ${identity(line).toString('base64')}`;
}

function identity(line: Line): Buffer {
  return identityOf({
    guid: line.guid,
    urlKey: line.url ? urlKey(line.url) : null,
    titleKey: titleKey(line.title),
    day: line.publishedAt?.slice(0, 10) ?? null,
  });
}

class TakenBack extends Error {}

/** Whether two writers met: a row of the same key, or a deadlock. */
const isRace = (error: { code?: string }) => error.code === '23505' || error.code === '40P01';

async function storeBatch(
  db: Database,
  batch: Numbered[],
  options: ImportOptions,
  names: NameCache,
  now: Date,
  result: ImportResult,
  reject: (line: number, reason: string) => void,
): Promise<void> {
  let outcomes = { added: 0, updated: 0, unchanged: 0 };
  let rejections: [number, string][] = [];
  const work = async (tx: Tx) => {
    outcomes = { added: 0, updated: 0, unchanged: 0 };
    rejections = [];
    const rows = await readBatch(tx, batch, options.publish, names, now, (line, reason) =>
      rejections.push([line, reason]),
    );
    const stored = await storeArticles(
      tx,
      rows.map((row) => row.incoming),
      now,
    );
    for (const { outcome } of stored) outcomes[outcome] += 1;
    if (options.dryRun) throw new TakenBack();
  };
  try {
    await db.transaction(work).catch((error) => {
      if (!isRace(error)) throw error;
      names.clear();
      return db.transaction(work); // another import brought the same articles: now they are there to be found
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
    names.clear();
  }
  for (const outcome of ['added', 'updated', 'unchanged'] as const) result[outcome] += outcomes[outcome];
  for (const [line, reason] of rejections) reject(line, reason);
}

/** Lines as articles, their sources and tags found or created. */
async function readBatch(
  tx: Tx,
  batch: Numbered[],
  publish: boolean,
  names: NameCache,
  now: Date,
  reject: (line: number, reason: string) => void,
): Promise<{ number: number; incoming: Incoming }[]> {
  await names.learn(
    tx,
    batch.map(({ line }) => line),
  );
  return batch.flatMap(({ number, line, hash }) => {
    const source = names.source(line.source);
    if (!source) {
      reject(number, `source: "${line.source}" has no letter or digit`);
      return [];
    }
    const content = readLine(line, source, now);
    const tagIds = names.tags(line.tags ?? []);
    const incoming: Incoming = {
      content: { ...content, sourceId: source.id, tagIds, leadImageId: null, imageIds: [] },
      identity: identity(line),
      hash,
      publish,
      waitsAs: 'DRAFT',
      releasedAt: null,
      embargoMinutes: source.embargoMinutes,
    };
    return [{ number, incoming }];
  });
}

const languageOf = (line: Line) => line.language ?? guessLanguage(line.title, line.body, 'ar');

/** Sources and tags of an import by the names that its lines use: a few thousand for millions of lines. */
class NameCache {
  private readonly sources = new Map<string, Source>();
  private readonly tagIds = new Map<string, string>();
  private readonly keys = new Map<string, string>();

  async learn(tx: Tx, lines: Line[]): Promise<void> {
    const newSources = lines
      .filter((line) => !this.sources.has(this.key(line.source)))
      .map((line): Named => ({ text: line.source, language: languageOf(line) }));
    const newTags = lines.flatMap((line) =>
      (line.tags ?? [])
        .filter((text) => !this.tagIds.has(this.key(text)))
        .map((text): Named => ({ text, language: languageOf(line) })),
    );
    if (newSources.length > 0)
      for (const [key, row] of await findOrCreateSources(tx, newSources)) this.sources.set(key, row);
    if (newTags.length > 0) for (const [key, id] of await findOrCreateTags(tx, newTags)) this.tagIds.set(key, id);
  }

  source(name: string): Source | undefined {
    return this.sources.get(this.key(name));
  }

  tags(names: string[]): string[] {
    return [...new Set(names.map((name) => this.tagIds.get(this.key(name))))].filter((id) => id !== undefined);
  }

  /** Forgets all: what it learnt was taken back. */
  clear(): void {
    this.sources.clear();
    this.tagIds.clear();
  }

  private key(name: string): string {
    const known = this.keys.get(name);
    if (known !== undefined) return known;
    const key = slugKey(slugify(name));
    this.keys.set(name, key);
    return key;
  }
}
