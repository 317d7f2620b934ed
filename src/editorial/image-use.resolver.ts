/** Where an image is used, for those who think of deleting it. */
import { Args, Authorized, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { capped, ForwardArgs, makePage, readPage } from '../core/page.js';
import { Image } from '../media/image.entity.js';
import { useCountOf, usesOf } from './desk.loaders.js';
import { DeskArticleConnection } from './desk-article.js';

@Resolver(() => Image)
export class ImageUseResolver {
  @Authorized<Requirement>('SIGNED_IN')
  @FieldResolver(() => DeskArticleConnection, {
    nullable: true,
    description: 'Articles that have it in their public face or working copy. Editors only.',
  })
  async usedIn(@Root() image: Image, @Ctx() ctx: RequestContext, @Args(() => ForwardArgs) args: ForwardArgs) {
    const page = readPage(args, 'uses', 'number');
    const rows = await ctx.load(usesOf, image.id, page);
    const count = async () => capped(await ctx.load(useCountOf, image.id));
    return new DeskArticleConnection(makePage(page, rows, (row) => ({ value: '0', id: row.articleId }), count));
  }
}
