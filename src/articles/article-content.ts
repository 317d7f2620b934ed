/** The content of an article as a save takes it: checked and clean. What is derived from it is derived here. */
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

export interface Measured {
  /** The plain beginning of the text. */
  lead: string | null;
  wordCount: number | null;
}

const measured = new WeakMap<object, Measured>();

/** What a text comes to; measured once. */
export function measure(content: Pick<ArticleContent, 'body'>): Measured {
  const known = measured.get(content) ?? measureBody(content.body);
  measured.set(content, known);
  return known;
}

function measureBody(body: string | null): Measured {
  if (body === null) return { lead: null, wordCount: null };
  const text = plainText(body);
  const wordEnd = text.length <= LEAD_LENGTH ? text.length : text.lastIndexOf(' ', LEAD_LENGTH);
  const lead = text.slice(0, wordEnd > 0 ? wordEnd : LEAD_LENGTH);
  return { lead: lead.toWellFormed(), wordCount: countWords(text) };
}

/** Between which words end; the others (a, em, sup ...) stand within words. */
const BLOCK_TAGS =
  /<\/?(?:p|br|hr|h[1-6]|blockquote|ul|ol|li|figure|figcaption|table|thead|tbody|tr|t[hd]|pre)\b[^>]*>/g;

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** On one line. Sanitised HTML has no other tags and entities than these; converting it properly costs ten times as much. */
export function plainText(sanitised: string): string {
  return sanitised
    .replace(BLOCK_TAGS, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] as string)
    .replace(/\s+/g, ' ')
    .trim();
}
