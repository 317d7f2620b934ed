/** A date as a source gave it: an instant, a day, a month or a year, with where it comes from. Never a false hour. */
import { Field, ObjectType, registerEnumType } from 'type-graphql';

export enum DatePrecision {
  INSTANT = 'INSTANT',
  DAY = 'DAY',
  MONTH = 'MONTH',
  YEAR = 'YEAR',
}
registerEnumType(DatePrecision, {
  name: 'DatePrecision',
  description: 'How exactly a date is known.',
  valuesConfig: {
    INSTANT: { description: 'To the second; `publishedAt` has it.' },
    DAY: { description: 'The day.' },
    MONTH: { description: 'The month.' },
    YEAR: { description: 'The year.' },
  },
});

export enum DateBasis {
  FEED = 'FEED',
  PAGE = 'PAGE',
  EDITOR = 'EDITOR',
  FIRST_SEEN = 'FIRST_SEEN',
}
registerEnumType(DateBasis, {
  name: 'DateBasis',
  description: 'Where a date comes from.',
  valuesConfig: {
    FEED: { description: 'A feed or a file of articles said so.' },
    PAGE: { description: 'It stood on the page.' },
    EDITOR: { description: 'An editor set it.' },
    FIRST_SEEN: { description: 'Nothing credible was given: it is when the article was first seen here.' },
  },
});

@ObjectType({ description: 'A date as exactly as it is known, in EDTF: 2020-11-17, 2019-10 or 2016.' })
export class PartialDate {
  @Field(() => String, { description: 'In EDTF: a day, month or year; for INSTANT the day. In `timeZone`.' })
  value!: string;

  @Field(() => DatePrecision, { description: 'How exactly it is known.' })
  precision!: DatePrecision;

  @Field(() => Boolean, { description: 'Whether even that is only about right.' })
  approximate!: boolean;

  @Field(() => String, { description: 'IANA name of the zone that the day is counted in.' })
  timeZone!: string;

  @Field(() => DateBasis, { description: 'Where it comes from.' })
  basis!: DateBasis;

  @Field(() => String, { nullable: true, description: 'The text as the source wrote it.' })
  raw!: string | null;
}

/** The columns that hold a PartialDate, as every reader of revisions selects them. */
export interface StoredDate {
  publishedOn: string | null;
  datePrecision: DatePrecision | null;
  dateApproximate: boolean;
  dateZone: string | null;
  dateBasis: DateBasis | null;
  dateRaw: string | null;
}

export const DATE_COLUMNS = `r.published_on as "publishedOn", r.date_precision as "datePrecision",
  r.date_approximate as "dateApproximate", r.date_zone as "dateZone", r.date_basis as "dateBasis", r.date_raw as "dateRaw"`;

/** What the columns say; null where nothing is known. */
export function readPartialDate(row: StoredDate): PartialDate | null {
  if (row.publishedOn === null || !row.datePrecision || !row.dateZone || !row.dateBasis) return null;
  return {
    value: row.publishedOn,
    precision: row.datePrecision,
    approximate: row.dateApproximate,
    timeZone: row.dateZone,
    basis: row.dateBasis,
    raw: row.dateRaw,
  };
}
