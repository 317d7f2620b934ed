/** The content of an article as a save takes it: checked, clean, complete. What is derived from it is derived here. */
import { countWords } from '../text/words.js';
import type { PartialDate } from './partial-date.js';

export interface ArticleContent {
  title: string;
  titleLanguage: string;
  summary: string | null;
  /** Sanitised HTML. */
  body: string | null;
  byline: string | null;
  language: string;
  canonicalUrl: string | null;
  publishedAt: Date | null;
  publishedOn: PartialDate | null;
  sourceId: string;
  tagIds: string[];
  leadImageId: string | null;
  imageIds: string[];
  /** Where the source has its picture, until it was fetched. */
  imageUrl: string | null;
}

/** Characters of the beginning that is kept beside the text: enough for the longest excerpt, marks included. */
const LEAD_LENGTH = 3_000;

/** The plain beginning of a text and its number of words. */
export function measureBody(body: string | null): { lead: string | null; wordCount: number | null } {
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
function plainText(sanitised: string): string {
  return sanitised
    .replace(BLOCK_TAGS, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] as string)
    .replace(/\s+/g, ' ')
    .trim();
}
