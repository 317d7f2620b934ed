/** The desk's lists and calendar, over GraphQL. */
import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../core/context.js';
import { Desk } from '../core/desk.js';
import { badUserInput } from '../core/errors.js';
import { COUNT_CAP, capped, makePage, readPage } from '../core/page.js';
import { DateTimeScalar } from '../core/scalars.js';
import { listCalendar } from './calendar.sql.js';
import { deskArticleOf } from './desk.loaders.js';
import { DeskArticle, DeskArticleConnection } from './desk-article.js';
import {
  CalendarEntry,
  type CalendarKind,
  DeskFilter,
  QueueArgs,
  readQueueFilter,
  StatusCount,
} from './queue.inputs.js';
import { countByStatus, countQueue, listQueue, placeInQueue } from './queue.sql.js';

const MAX_DAYS = 62;
const MAX_ENTRIES = 1_000;

@Resolver(() => Desk)
export class QueueResolver {
  @FieldResolver(() => DeskArticleConnection, {
    nullable: true,
    description: 'The articles that the caller sees at the desk.',
  })
  async queue(@Ctx() ctx: RequestContext, @Args(() => QueueArgs) args: QueueArgs) {
    const { editor, db } = ctx;
    const page = readPage(args, `queue:${args.orderBy}`, 'number');
    const condition = readQueueFilter(args.filter, args.text);
    const rows = await listQueue(db, editor, condition, args.orderBy, page);
    for (const row of rows) ctx.prime(deskArticleOf, row.articleId, row as DeskArticle);
    const count = async () => capped(await countQueue(db, editor, condition, COUNT_CAP));
    return new DeskArticleConnection(makePage(page, rows, placeInQueue(args.orderBy), count));
  }

  @FieldResolver(() => [StatusCount], { nullable: true, description: 'How many articles are in each state.' })
  async statusCounts(
    @Ctx() ctx: RequestContext,
    @Arg('filter', () => DeskFilter, { nullable: true, description: 'Which ones count.' }) filter?: DeskFilter,
  ): Promise<StatusCount[]> {
    const rows = await countByStatus(ctx.db, ctx.editor, readQueueFilter(filter), COUNT_CAP);
    return rows.map(({ status, count }) => ({ status, count: capped(count) }));
  }

  @FieldResolver(() => [CalendarEntry], {
    nullable: true,
    description: `What happens when, in time order: at most ${MAX_DAYS} days, and the first ${MAX_ENTRIES} entries of them.`,
  })
  async calendar(
    @Ctx() ctx: RequestContext,
    @Arg('from', () => DateTimeScalar, { description: 'From this moment on.' }) from: Date,
    @Arg('before', () => DateTimeScalar, { description: 'Before this moment.' }) before: Date,
  ): Promise<CalendarEntry[]> {
    if (before <= from) throw badUserInput('before', 'it is not after `from`');
    if (before.getTime() - from.getTime() > MAX_DAYS * 86_400_000)
      throw badUserInput('before', `more than ${MAX_DAYS} days after \`from\``);
    return (await listCalendar(ctx.db, ctx.editor, from, before, MAX_ENTRIES)) as (CalendarEntry & {
      kind: CalendarKind;
    })[];
  }
}

@Resolver(() => CalendarEntry)
export class CalendarEntryResolver {
  @FieldResolver(() => DeskArticle, { nullable: true, description: 'To which article.' })
  article(@Root() entry: CalendarEntry, @Ctx() ctx: RequestContext): Promise<DeskArticle | null> {
    return ctx.load(deskArticleOf, entry.articleId);
  }
}
