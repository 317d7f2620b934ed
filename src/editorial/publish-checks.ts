/** What an article must have to be published. Saving asks none of it. Pure. */
import type { ArticleContent } from '../articles/article-content.js';
import { sortedAt } from '../articles/save-articles.js';

export interface Check {
  code: string;
  passed: boolean;
  /** What is wanting and what to do; null where it passed. */
  message: string | null;
  /** The field of the content that it is about. */
  field: string;
}

/** A date this long after the release is a slip of the pen. */
const AHEAD = 24 * 3_600_000;

/** ISO 639 has codes of two and three letters. "darija" has the form of a tag too, and would be shown left to right. */
const isCode = (language: string | null) => language === null || /^[a-z]{2,3}(-|$)/i.test(language);

/** All checks, for a release at this moment. */
export function checkPublishable(content: ArticleContent, releasedAt: Date): Check[] {
  const { title, body, canonicalUrl, language, titleLanguage, sourceId, publishedAt, publishedOn } = content;
  const dated = sortedAt(content);
  const late = dated !== null && dated.getTime() > releasedAt.getTime() + AHEAD;
  return [
    check('TITLE', 'title', title !== null, 'it has no title'),
    check('BODY_OR_URL', 'body', body !== null || canonicalUrl !== null, 'it has neither a text nor a canonicalUrl'),
    check('LANGUAGE', 'language', language !== null, 'its language is not named'),
    check(
      'LANGUAGE_KNOWN',
      'language',
      [language, titleLanguage].every(isCode),
      'it is no code of ISO 639: ar, ary, fr ...',
    ),
    check('SOURCE', 'sourceId', sourceId !== null, 'its source is not named'),
    check(
      'DATE',
      'publishedOn',
      publishedAt !== null || publishedOn !== null,
      'it has no date: give publishedAt or publishedOn',
    ),
    check('DATE_SANE', 'publishedAt', !late, `its date (${dated?.toISOString()}) is more than a day after its release`),
  ];
}

function check(code: string, field: string, passed: boolean, wanting: string): Check {
  return { code, field, passed, message: passed ? null : `${field}: ${wanting}` };
}
