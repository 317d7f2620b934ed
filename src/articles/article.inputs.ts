/** What lists of articles may be asked for. */
import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { badUserInput } from '../core/errors.js';
import { checkId } from '../core/ids.js';
import { connectionTypes, PageArgs } from '../core/page.js';
import { DateScalar, DateTimeScalar, LanguageScalar } from '../core/scalars.js';
import { Article } from './article.entity.js';

export enum ArticleOrder {
  NEWEST = 'NEWEST',
  OLDEST = 'OLDEST',
  RECENTLY_MODIFIED = 'RECENTLY_MODIFIED',
  RECENTLY_ADDED = 'RECENTLY_ADDED',
}
registerEnumType(ArticleOrder, {
  name: 'ArticleOrder',
  description: 'Orders of a list of articles. Equal values are told apart by id.',
  valuesConfig: {
    NEWEST: { description: 'By sortedAt, newest first.' },
    OLDEST: { description: 'By sortedAt, oldest first.' },
    RECENTLY_MODIFIED: { description: 'By modifiedAt, newest first.' },
    RECENTLY_ADDED: { description: 'By publicSince, newest first.' },
  },
});

export enum DatePart {
  DAY = 'DAY',
  MONTH = 'MONTH',
  YEAR = 'YEAR',
}
registerEnumType(DatePart, {
  name: 'DatePart',
  description: 'What to count by.',
  valuesConfig: {
    DAY: { description: 'Calendar days.' },
    MONTH: { description: 'Months; dated by their first day.' },
    YEAR: { description: 'Years; dated by their first day.' },
  },
});

@InputType({
  description:
    "Which articles to list. Sources and tags are named by slugs, as they stand in readers' addresses; one that leads nowhere matches nothing.",
})
export class ArticleFilter {
  @Field(() => [String], { nullable: true, description: 'From one of these sources.' })
  sources?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'With at least one of these tags.' })
  anyTags?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'With every one of these tags.' })
  allTags?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'With none of these tags.' })
  noTags?: string[] | null;

  @Field(() => Boolean, {
    nullable: false,
    defaultValue: true,
    description: 'Whether a tag stands for its narrower ones too.',
  })
  withNarrowerTags!: boolean;

  @Field(() => [LanguageScalar], { nullable: true, description: 'In one of these languages.' })
  languages?: string[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'From this moment on (inclusive), by sortedAt.' })
  publishedFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Before this moment (exclusive), by sortedAt.' })
  publishedBefore?: Date | null;

  @Field(() => Boolean, { nullable: true, description: 'True: with a lead image; false: without.' })
  hasImage?: boolean | null;

  @Field(() => [ID], { nullable: true, description: 'But for these articles; at most 100.' })
  exclude?: string[] | null;
}

const ORDER = {
  nullable: false,
  defaultValue: ArticleOrder.NEWEST,
  description: 'In which order.',
} as const;

@ArgsType()
export class ArticlesArgs extends PageArgs {
  @Field(() => ArticleFilter, { nullable: true, description: 'Which ones.' })
  filter?: ArticleFilter | null;

  @Field(() => ArticleOrder, ORDER)
  orderBy!: ArticleOrder;
}

@ArgsType()
export class DayArticlesArgs extends PageArgs {
  @Field(() => ArticleOrder, ORDER)
  orderBy!: ArticleOrder;
}

@ArgsType()
export class ArchiveCountsArgs {
  @Field(() => DateScalar, { description: 'The first day.' })
  from!: string;

  @Field(() => DateScalar, { description: 'The last day.' })
  to!: string;

  @Field(() => DatePart, { nullable: false, defaultValue: DatePart.DAY, description: 'What to count by.' })
  by!: DatePart;

  @Field(() => ArticleFilter, { nullable: true, description: 'Which articles to count.' })
  filter?: ArticleFilter | null;
}

@ObjectType({ description: 'How many articles a day, month or year has.' })
export class DateCount {
  @Field(() => DateScalar, { description: 'The day, or the first day of the month or year.' })
  date!: string;

  @Field(() => Int, { description: 'How many.' })
  count!: number;
}

export const ArticleConnection = connectionTypes('Article', () => Article);

/** Most values that a list in a filter may hold. */
const MAX_VALUES = 100;

/** Refuses what no list can be asked for, naming the field. */
export function checkArticleFilter(filter: ArticleFilter | null | undefined): void {
  if (!filter) return;
  for (const name of ['sources', 'anyTags', 'allTags', 'noTags', 'languages', 'exclude'] as const) {
    const given = filter[name]?.length ?? 0;
    if (given > MAX_VALUES) throw badUserInput(`filter.${name}`, `${given} values are more than ${MAX_VALUES}`);
  }
  for (const id of filter.exclude ?? []) checkId('filter.exclude', id, 'a');
}
