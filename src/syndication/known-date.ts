/** When an article was published, as exactly as it is known, for formats that write dates in different ways. */
import type { Article } from '../articles/article.entity.js';
import { DatePrecision } from '../articles/partial-date.js';

export interface KnownDate {
  /** In W3C's form of ISO 8601, no more exact than it is known: an instant in UTC, 2020-11-17, 2019-10 or 2016. */
  value: string;
  precision: DatePrecision;
  /**
   * For formats that have room for nothing but an instant: that, or noon of the day on the source's clocks, which is the same
   * day nearly everywhere. Null where not even the day is known.
   */
  instant: Date | null;
}

/** Null where nothing is known. */
export function knownDate(article: Article): KnownDate | null {
  const { publishedAt, publishedOn, datePrecision, sortedAt } = article;
  if (publishedAt !== null)
    return { value: publishedAt.toISOString(), precision: DatePrecision.INSTANT, instant: publishedAt };
  if (publishedOn === null || datePrecision === null) return null;
  // An instant that is no longer there is known by its day.
  const precision = datePrecision === DatePrecision.INSTANT ? DatePrecision.DAY : datePrecision;
  return { value: publishedOn, precision, instant: precision === DatePrecision.DAY ? sortedAt : null };
}
