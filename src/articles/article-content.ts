/** The content of an article as a save takes it: checked and clean. What is derived from it is derived here. */
import { createHash } from 'node:crypto';
import { titleKey } from '../text/fold.js';
import { countWords } from '../text/words.js';
import type { PartialDate } from './partial-date.js';

/** May be incomplete: completeness is a check of publishing, not of saving. */
export interface ArticleContent {
  title: string | null;
  titleLanguage: string | null;
  summary: string | null;
  /** Sanitised HTML. */
  body: string | null;
  byline: string | null;
  language: string | null;
  canonicalUrl: string | null;
  publishedAt: Date | null;
  publishedOn: PartialDate | null;
  sourceId: string | null;
  tagIds: string[];
  leadImageId: string | null;
  imageIds: string[];
  /** Where the source has its picture, until it was fetched. */
  imageUrl: string | null;
}

export const EMPTY_CONTENT: ArticleContent = {
  title: null,
  titleLanguage: null,
  summary: null,
  body: null,
  byline: null,
  language: null,
  canonicalUrl: null,
  publishedAt: null,
  publishedOn: null,
  sourceId: null,
  tagIds: [],
  leadImageId: null,
  imageIds: [],
  imageUrl: null,
};

/** Characters of the beginning that is kept beside the text: enough for the longest excerpt, marks included. */
const LEAD_LENGTH = 3_000;

/** A text of fewer words is not told from others by them alone. */
export const MIN_TELLING_WORDS = 8;

export interface Measured {
  /** The plain beginning of the text. */
  lead: string | null;
  wordCount: number | null;
  /** Digest of the words, spelling folded away, by which a text is known when it comes in again; null without any. */
  wordsHash: string | null;
}

const measured = new WeakMap<object, Measured>();

/** What a content comes to; measured once. */
export function measure(content: ArticleContent): Measured {
  const known = measured.get(content) ?? measureText(content);
  measured.set(content, known);
  return known;
}

function measureText({ title, body }: ArticleContent): Measured {
  const text = body === null ? '' : plainText(body);
  const wordCount = countWords(text);
  // A short text is known with its title.
  const words = titleKey(wordCount < MIN_TELLING_WORDS ? `${title ?? ''} ${text}` : text);
  const wordsHash = words === '' ? null : createHash('sha256').update(words).digest('hex');
  if (body === null) return { lead: null, wordCount: null, wordsHash };
  const wordEnd = text.length <= LEAD_LENGTH ? text.length : text.lastIndexOf(' ', LEAD_LENGTH);
  const lead = text.slice(0, wordEnd > 0 ? wordEnd : LEAD_LENGTH);
  return { lead: lead.toWellFormed(), wordCount, wordsHash };
}

/** Between which words end; the others (a, em, sup ...) stand within words. */
const BLOCK_TAGS =
  /<\/?(?:p|br|hr|h[1-6]|blockquote|ul|ol|li|figure|figcaption|table|thead|tbody|tr|t[hd]|pre)\b[^>]*>/g;

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** On one line. Sanitised HTML has no other tags and entities than these; converting it properly costs ten times as much. */
function plainText(sanitised: string): string {
  return sanitised
    .replace(BLOCK_TAGS, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] as string)
    .replace(/\s+/g, ' ')
    .trim();
}
