/**
 * By what a withdrawn article is known when it comes again, under whatever name: what an import calls it, the addresses
 * that it had, and its words with spelling folded away. Words are looked up by how the text opens, so that the whole of a text
 * is folded only where a withdrawn one opens likewise: imports come by the thousand.
 */
import { createHash } from 'node:crypto';
import type { Db } from '../core/database.js';
import { titleKey } from '../text/fold.js';
import { urlKey } from '../text/url-key.js';
import { type ArticleContent, measure, plainText } from './article-content.js';

/** What comes in, and what its import calls it. */
export interface Arriving {
  content: ArticleContent;
  identity: Buffer | null;
}

/** Which of these, or texts like them, were withdrawn. One statement. */
export async function tellWithdrawn(db: Db, arriving: Arriving[]): Promise<boolean[]> {
  const keys = arriving.map(({ content, identity }) => ({
    names: namesOf(content, identity),
    opening: openingOf(content),
  }));
  const asked = keys.flatMap(({ names, opening }) => (opening === null ? names : [...names, opening]));
  if (asked.length === 0) return arriving.map(() => false);
  const rows = await db.query<{ key: string; words: string | null }>(
    `select encode(k.key, 'hex') as key, encode(k.words, 'hex') as words
     from unnest($1::text[]) as w(key) join withdrawn_key k on k.key = decode(w.key, 'hex')`,
    [asked],
    'withdrawn_find',
  );
  return arriving.map(({ content }, at) => {
    const { names, opening } = keys[at] as (typeof keys)[number];
    const alike = rows.filter((row) => row.key === opening);
    return rows.some((row) => names.includes(row.key)) || (alike.length > 0 && alike.some(hasWords(wordsOf(content))));
  });
}

const hasWords = (words: string | null) => (row: { words: string | null }) => row.words === words;

/** A version as readers or editors may have seen it. */
export interface Past {
  title: string | null;
  canonicalUrl: string | null;
  body: string | null;
}

/** Remembers an article that is being withdrawn, by all that it ever was called and said. */
export async function rememberWithdrawn(db: Db, articleId: string, past: Past[]): Promise<void> {
  const addresses = past.flatMap(({ canonicalUrl }) => (canonicalUrl === null ? [] : [urlDigest(canonicalUrl)]));
  const texts = past.flatMap((version) => {
    const opening = openingOf(version);
    return opening === null ? [] : [[opening, wordsOf(version)] as const];
  });
  await db.query(
    `insert into withdrawn_key (key, article_id, words)
     select sha256(convert_to(a.imported_from, 'UTF8') || a.identity), a.id, null::bytea
     from article a where a.id = $1 and a.identity is not null
     union
     select decode(k, 'hex'), $1, null::bytea from unnest($2::text[]) as k
     union
     select decode(t.opening, 'hex'), $1, decode(t.words, 'hex') from unnest($3::text[], $4::text[]) as t(opening, words)
     on conflict do nothing`,
    [articleId, addresses, texts.map(([opening]) => opening), texts.map(([, words]) => words)],
  );
}

function namesOf({ sourceId, canonicalUrl }: ArticleContent, identity: Buffer | null): string[] {
  return [
    ...(identity && sourceId ? [sha256(Buffer.concat([Buffer.from(sourceId), identity]))] : []),
    ...(canonicalUrl ? [urlDigest(canonicalUrl)] : []),
  ];
}

/** A text of fewer words is not told from others by them alone: it is known with its title. */
const MIN_WORDS = 8;
/** How much of a text its opening is looked for in, and how many words it has. */
const OPENING = { letters: 400, words: 8 };

type Text = Pick<ArticleContent, 'title' | 'body'>;

/** Digest of how a text opens; null for one without words. */
function openingOf(content: Text): string | null {
  const { lead, wordCount } = measure(content);
  const text = (wordCount ?? 0) < MIN_WORDS ? `${content.title ?? ''} ${lead ?? ''}` : (lead ?? '');
  const words = titleKey(text.slice(0, OPENING.letters)).split(' ').slice(0, OPENING.words).join(' ');
  return words === '' ? null : sha256(Buffer.from(`opening ${words}`));
}

/** Digest of all its words. */
function wordsOf(content: Text): string {
  const text = content.body === null ? '' : plainText(content.body);
  const isShort = (measure(content).wordCount ?? 0) < MIN_WORDS;
  return sha256(Buffer.from(titleKey(isShort ? `${content.title ?? ''} ${text}` : text)));
}

const urlDigest = (url: string) => sha256(Buffer.from(`url ${urlKey(url)}`));
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
