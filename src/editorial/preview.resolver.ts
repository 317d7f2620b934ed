/** An article as its preview link shows it, over GraphQL. */
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { Article } from '../articles/article.entity.js';
import type { RequestContext } from '../core/context.js';
import { findPreview } from './preview.sql.js';

@Resolver()
export class PreviewResolver {
  @Query(() => Article, {
    nullable: true,
    description: 'An article as its preview link shows it; never cached. Null once the link has ended.',
  })
  preview(
    @Ctx() ctx: RequestContext,
    @Arg('token', () => String, { description: "The last part of the link's path." }) token: string,
  ): Promise<Article | null> {
    ctx.cacheable = false;
    return findPreview(ctx.db, token);
  }
}
