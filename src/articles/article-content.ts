/** The content of an article as a save takes it: checked, clean, complete. What is derived from it is derived here. */
import { countWords, excerpt } from '../text/words.js';
import { bodyToText } from './body.js';
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

const LEAD_LENGTH = 600;

/** The plain beginning of a text and its number of words. */
export function measureBody(body: string | null): { lead: string | null; wordCount: number | null } {
  if (body === null) return { lead: null, wordCount: null };
  const text = bodyToText(body);
  return {
    lead: excerpt(
      text
        .slice(0, LEAD_LENGTH * 4)
        .replace(/\s+/g, ' ')
        .trim(),
      LEAD_LENGTH,
    ),
    wordCount: countWords(text),
  };
}
