/** The archive by calendar: a day with its neighbours, and how much there is by day, month or year. */
import { Arg, Args, Ctx, Field, FieldResolver, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../core/context.js';
import { badUserInput } from '../core/errors.js';
import { capped, makePage, type PageRequest, readPage } from '../core/page.js';
import { DateScalar } from '../core/scalars.js';
import { dayIn, isTimeZone, nextDay, startOfDay } from '../text/date.js';
import { ARCHIVE_ZONE } from './archive-zone.js';
import {
  ArchiveCountsArgs,
  ArticleConnection,
  ArticleFilter,
  DateCount,
  DatePart,
  DayArticlesArgs,
} from './article.inputs.js';
import { countMatching } from './article.loaders.js';
import { countByDate, listArticles } from './article.sql.js';
import { readArticleFilter } from './article-filter.js';
import type { ArticleCondition, ArticleOrder } from './article-list.sql.js';
import { placeOf } from './article-page.js';

const MAX_COUNTS = 400;

@ObjectType({ description: 'One calendar day of the archive.' })
export class ArchiveDay {
  @Field(() => DateScalar, { description: 'The day.' })
  date!: string;

  @Field(() => String, { description: 'IANA name of the zone that the day is counted in.' })
  timeZone!: string;

  condition!: ArticleCondition;
}

@Resolver(() => ArchiveDay)
export class ArchiveResolver {
  @Query(() => ArchiveDay, {
    nullable: true,
    description: 'One calendar day of the archive, and the nearest days before and after it that have articles.',
  })
  async archiveDay(
    @Ctx() ctx: RequestContext,
    @Arg('date', () => DateScalar, { description: 'The day.' }) date: string,
    @Arg('timeZone', () => String, {
      nullable: false,
      defaultValue: ARCHIVE_ZONE,
      description: 'IANA name of the zone that the day is counted in.',
    })
    timeZone: string,
    @Arg('filter', () => ArticleFilter, { nullable: true, description: 'Only these articles count.' })
    filter?: ArticleFilter,
  ): Promise<ArchiveDay> {
    if (!isTimeZone(timeZone)) throw badUserInput('timeZone', `"${timeZone.slice(0, 60)}" is not an IANA time zone`);
    return { date, timeZone, condition: await readArticleFilter(ctx, filter) };
  }

  @Query(() => [DateCount], {
    nullable: true,
    description: `How much there is, by day, month or year, in ${ARCHIVE_ZONE}; at most ${MAX_COUNTS} rows. Dates without articles are left out.`,
  })
  async archiveCounts(
    @Ctx() ctx: RequestContext,
    @Args(() => ArchiveCountsArgs) args: ArchiveCountsArgs,
  ): Promise<DateCount[]> {
    const { from, to, by } = args;
    if (to < from) throw badUserInput('to', `${to} is before ${from}`);
    const rows = howMany(from, to, by);
    if (rows > MAX_COUNTS)
      throw badUserInput('to', `${rows} rows are more than ${MAX_COUNTS}: take fewer days, or count by MONTH or YEAR`);
    const condition = within(
      await readArticleFilter(ctx, args.filter),
      startOfDay(from, ARCHIVE_ZONE),
      startOfDay(nextDay(to), ARCHIVE_ZONE),
    );
    return countByDate(ctx.db, ctx.actor, condition, by, ARCHIVE_ZONE);
  }

  @FieldResolver(() => DateScalar, { nullable: true, description: 'The nearest earlier day that has articles.' })
  previous(@Root() day: ArchiveDay, @Ctx() ctx: RequestContext): Promise<string | null> {
    return nearest(ctx, day, 'NEWEST', within(day.condition, null, startOfDay(day.date, day.timeZone)));
  }

  @FieldResolver(() => DateScalar, { nullable: true, description: 'The nearest later day that has articles.' })
  next(@Root() day: ArchiveDay, @Ctx() ctx: RequestContext): Promise<string | null> {
    return nearest(ctx, day, 'OLDEST', within(day.condition, startOfDay(nextDay(day.date), day.timeZone), null));
  }

  @FieldResolver(() => ArticleConnection, { nullable: true, description: 'The articles of the day.' })
  async articles(
    @Root() day: ArchiveDay,
    @Ctx() ctx: RequestContext,
    @Args(() => DayArticlesArgs) args: DayArticlesArgs,
  ) {
    const page = readPage(args, `articles:${args.orderBy}`, 'number');
    const { date, timeZone } = day;
    const condition = within(day.condition, startOfDay(date, timeZone), startOfDay(nextDay(date), timeZone));
    const rows = await listArticles(ctx.db, ctx.actor, condition, args.orderBy, page);
    const count = async () => capped(await countMatching(ctx, condition));
    return new ArticleConnection(makePage(page, rows, placeOf(args.orderBy), count));
  }
}

async function nearest(ctx: RequestContext, day: ArchiveDay, order: ArticleOrder, condition: ArticleCondition) {
  const one: PageRequest = { order: '', limit: 1, backward: false, after: null, before: null };
  const [article] = await listArticles(ctx.db, ctx.actor, condition, order, one);
  return article ? dayIn(article.sortedAt, day.timeZone) : null;
}

/** The condition, within these moments too. */
function within(condition: ArticleCondition, from: Date | null, before: Date | null): ArticleCondition {
  const later = (one: Date | null, other: Date | null) => (one && other ? (one > other ? one : other) : (one ?? other));
  const earlier = (one: Date | null, other: Date | null) =>
    one && other ? (one < other ? one : other) : (one ?? other);
  return { ...condition, from: later(condition.from, from), before: earlier(condition.before, before) };
}

function howMany(from: string, to: string, by: DatePart): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  if (by === DatePart.YEAR) return years + 1;
  if (by === DatePart.MONTH) return years * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7)) + 1;
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
}
