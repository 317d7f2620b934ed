/** An article as its preview link shows it, over GraphQL. */
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { Article } from '../articles/article.entity.js';
import type { RequestContext } from '../core/context.js';
import { gone } from '../core/errors.js';
import { findPreview, isWithdrawnPreview } from './preview.sql.js';

@Resolver()
export class PreviewResolver {
  @Query(() => Article, {
    nullable: true,
    description:
      'An article as its preview link shows it; never cached. Null once the link has ended, with the error code GONE where it was withdrawn.',
  })
  async preview(
    @Ctx() ctx: RequestContext,
    @Arg('token', () => String, { description: "The last part of the link's path." }) token: string,
  ): Promise<Article | null> {
    ctx.cacheable = false;
    const article = await findPreview(ctx.db, token);
    if (article === null && (await isWithdrawnPreview(ctx.db, token))) throw gone('This article');
    return article;
  }
}
