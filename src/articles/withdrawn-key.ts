/**
 * By what a withdrawn article is known when it comes again, under whatever name: what an import calls it, the addresses
 * that it had, and its words with spelling folded away.
 */
import { createHash } from 'node:crypto';
import type { Db } from '../core/database.js';
import { urlKey } from '../text/url-key.js';
import { type ArticleContent, MIN_TELLING_WORDS, measure } from './article-content.js';

/** The keys of a content as it comes in, in hexadecimal. */
export function keysOf(content: ArticleContent, identity: Buffer | null): string[] {
  const { wordsHash } = measure(content);
  return [
    ...(identity && content.sourceId ? [sha256(Buffer.concat([Buffer.from(content.sourceId), identity]))] : []),
    ...(content.canonicalUrl ? [urlDigest(content.canonicalUrl)] : []),
    ...(wordsHash ? [wordsHash] : []),
  ];
}

/** Which of these keys are a withdrawn article's. */
export async function findWithdrawn(db: Db, keys: string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const rows = await db.query<{ key: string }>(
    `select distinct encode(k.key, 'hex') as key from unnest($1::text[]) as w(key) join withdrawn_key k on k.key = decode(w.key, 'hex')`,
    [keys],
    'withdrawn_find',
  );
  return new Set(rows.map((row) => row.key));
}

/** What makes versions that readers may have seen. */
const SHOWING = `array['PUBLISH', 'SCHEDULE', 'CORRECT', 'IMPORT']`;

/**
 * Remembers an article that is being withdrawn: by all addresses that it ever had, by what it says last and what it showed,
 * and by other texts that are long enough to be told by their words.
 */
export async function rememberWithdrawn(db: Db, articleId: string, addresses: string[]): Promise<void> {
  await db.query(
    `insert into withdrawn_key (key, article_id)
     select sha256(convert_to(a.imported_from, 'UTF8') || a.identity), a.id from article a where a.id = $1 and a.identity is not null
     union
     select decode(k, 'hex'), $1 from unnest($2::text[]) as k
     union
     select r.words_hash, r.article_id from revision r join article a on a.id = r.article_id
     where a.id = $1 and r.words_hash is not null and (r.word_count >= ${MIN_TELLING_WORDS} or r.number = a.working_revision or r.action = any(${SHOWING}))
     on conflict do nothing`,
    [articleId, [...new Set(addresses.map(urlDigest))]],
  );
}

const urlDigest = (url: string) => sha256(Buffer.from(`url ${urlKey(url)}`));
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
