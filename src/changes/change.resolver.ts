/** The change feed over GraphQL. */
import { Arg, Ctx, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { Article } from '../articles/article.entity.js';
import { articleInBrief } from '../articles/article.loaders.js';
import type { RequestContext } from '../core/context.js';
import { badUserInput } from '../core/errors.js';
import { MAX_CHANGES, PageInfo, readCount } from '../core/page.js';
import { DateTimeScalar } from '../core/scalars.js';
import { Change } from './change.js';
import { BEGINNING, IN_FUTURE, later, readChangeCursor, writeChangeCursor } from './change-cursor.js';
import { ChangeFilter, readChangeFilter } from './change-filter.js';
import { isTombstone } from './change-kind.js';
import { type ChangesRead, isInFuture, placeBefore, readChanges } from './read-changes.js';

@ObjectType('ChangeEdge', { description: 'One change, with its place in the feed.' })
class ChangeEdge {
  @Field(() => String, { description: 'Where this change stands; good for ever.' })
  cursor!: string;

  @Field(() => Change, { description: 'The change.' })
  node!: Change;
}

@ObjectType({ description: 'A page of the change feed.' })
export class ChangeConnection {
  constructor(
    private readonly after: string | null,
    private readonly read: ChangesRead,
  ) {}

  @Field(() => [ChangeEdge], { description: 'The changes of the page with their cursors.' })
  get edges(): ChangeEdge[] {
    return this.read.changes.map((node) => ({ cursor: node.id, node }));
  }

  @Field(() => [Change], { description: 'The changes of the page.' })
  get nodes(): Change[] {
    return this.read.changes;
  }

  @Field(() => PageInfo, { description: 'On an empty page endCursor repeats `after`, so that it can always be kept.' })
  get pageInfo(): PageInfo {
    const { changes, more, end } = this.read;
    const atEnd = changes.length > 0 || more ? writeChangeCursor(end) : this.after;
    return {
      hasNextPage: more,
      hasPreviousPage: this.after !== null,
      startCursor: changes[0]?.id ?? this.after,
      endCursor: atEnd,
    };
  }
}

@Resolver(() => Change)
export class ChangeResolver {
  @Query(() => ChangeConnection, {
    nullable: true,
    description: 'Every change the caller may see, for partners to follow; on an empty page endCursor repeats `after`.',
  })
  async changes(
    @Ctx() ctx: RequestContext,
    @Arg('first', () => Int, { nullable: false, defaultValue: 100, description: 'How many; 1 to 1,000.' })
    first: number,
    @Arg('after', () => String, {
      nullable: true,
      description: 'A cursor: answer what comes after it. Without one, from the beginning.',
    })
    after?: string | null,
    @Arg('since', () => DateTimeScalar, {
      nullable: true,
      description: 'Begin with the first change of this moment or later. Where `after` is further, it counts.',
    })
    since?: Date | null,
    @Arg('filter', () => ChangeFilter, { nullable: true, description: 'Only some of them.' })
    filter?: ChangeFilter | null,
  ): Promise<ChangeConnection> {
    const limit = readCount('first', first, MAX_CHANGES);
    const condition = readChangeFilter(filter);
    const cursor = after == null ? BEGINNING : readChangeCursor('after', after);
    if (await isInFuture(ctx.db, cursor)) throw badUserInput('after', IN_FUTURE);
    const begin = since == null ? cursor : later(cursor, await placeBefore(ctx.db, since));
    ctx.cacheable = false; // what was answered a second ago may lack the newest
    return new ChangeConnection(
      after ?? null,
      await readChanges(ctx.db, ctx.actor, { after: begin, limit, condition }),
    );
  }

  @FieldResolver(() => Article, {
    nullable: true,
    description: 'The article as the caller may read it now; null in tombstones, and where it is gone by now.',
  })
  article(@Root() change: Change, @Ctx() ctx: RequestContext): Promise<Article | null> | null {
    return isTombstone(change.kind) ? null : ctx.load(articleInBrief, change.articleId);
  }
}
