/**
 * An editor's changes of a content, checked, and the content with them. What is known of a date stays where they say the
 * same. Pure.
 */
import { ARCHIVE_ZONE } from '../articles/archive-zone.js';
import type { ArticleContent } from '../articles/article-content.js';
import { DateBasis, DatePrecision, type PartialDate } from '../articles/partial-date.js';
import { isDay } from '../core/scalars.js';
import { dayIn } from '../text/date.js';

/** A day, month or year as an editor gives it; in the zone of the source, where none is named. */
export interface GivenDate {
  value: string;
  timeZone?: string | null;
  approximate: boolean;
}

/** A checked input: only the fields that were given. Dates wait for the zone of the source. */
export interface ContentPatch {
  fields: Partial<Omit<ArticleContent, 'publishedAt' | 'publishedOn'>>;
  publishedAt: Date | null | undefined;
  publishedOn: GivenDate | null | undefined;
}

/** How exactly a text names a date; null where it names none. */
export function precisionOf(value: string): DatePrecision | null {
  const [year, month, day] = [/^\d{4}$/, /^\d{4}-\d{2}$/, /^\d{4}-\d{2}-\d{2}$/].map((shape) => shape.test(value));
  if (!isDay(`${value}${year ? '-01-01' : month ? '-01' : ''}`)) return null;
  return year ? DatePrecision.YEAR : month ? DatePrecision.MONTH : day ? DatePrecision.DAY : null;
}

/** The content with the patch upon it; dates are counted in the zone of the source. */
export function applyPatch(
  content: ArticleContent,
  patch: ContentPatch,
  timeZone: string = ARCHIVE_ZONE,
): ArticleContent {
  return { ...content, ...patch.fields, ...patchDate(content, patch, timeZone) };
}

/** What a date says stays as it is (its basis, the source's own words) where the patch says the same. */
function patchDate(
  content: ArticleContent,
  { publishedAt, publishedOn }: ContentPatch,
  sourceZone: string,
): Pick<ArticleContent, 'publishedAt' | 'publishedOn'> {
  const known = content.publishedOn;
  const unchanged = { publishedAt: content.publishedAt, publishedOn: known };
  if (publishedAt) {
    if (publishedAt.getTime() === content.publishedAt?.getTime()) return unchanged;
    const timeZone = publishedOn?.timeZone ?? sourceZone;
    const value = dayIn(publishedAt, timeZone);
    return {
      publishedAt,
      publishedOn: byEditor({ value, timeZone, approximate: false, precision: DatePrecision.INSTANT }),
    };
  }
  if (publishedOn) {
    const { value, approximate } = publishedOn;
    const timeZone = publishedOn.timeZone ?? sourceZone;
    const precision = precisionOf(value) as DatePrecision;
    const same = known?.value === value && known.approximate === approximate && known.timeZone === timeZone;
    if (same && (known.precision === precision || publishedAt === undefined)) return unchanged;
    return { publishedAt: null, publishedOn: byEditor({ value, timeZone, approximate, precision }) };
  }
  if (publishedOn === null) return { publishedAt: null, publishedOn: null };
  if (publishedAt === undefined) return unchanged;
  // Without its hour, the day is still known.
  const day = known?.precision === DatePrecision.INSTANT ? { ...known, precision: DatePrecision.DAY } : known;
  return { publishedAt: null, publishedOn: day };
}

const byEditor = (date: Omit<PartialDate, 'basis' | 'raw'>): PartialDate => ({
  ...date,
  basis: DateBasis.EDITOR,
  raw: null,
});
