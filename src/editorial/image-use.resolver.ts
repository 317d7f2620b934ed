/** Where an image is used, for those who think of deleting it. */
import { Args, Authorized, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Requirement } from '../core/access.js';
import { type RequestContext, relation } from '../core/context.js';
import { groupBy } from '../core/group-by.js';
import { COUNT_CAP, capped, ForwardArgs, makePage, type PageRequest, readPage } from '../core/page.js';
import { articlesUsing } from '../core/visibility.js';
import { Image } from '../media/image.entity.js';
import { type DeskArticle, DeskArticleConnection } from './desk-article.js';
import { atDesk, type DeskRow, deskColumns, LOCK } from './desk-article.sql.js';

/** The articles that use each image, by their ids: one row more than the page where there are more. */
const usesOf = relation<string, DeskRow[], PageRequest>([], async ({ db, editor }, imageIds, page) => {
  const rows = await db.query<DeskRow & { imageId: string }>(
    `select p.id as "imageId", u.* from unnest($1::text[]) as p(id) cross join lateral (
       select ${deskColumns(editor)} from article a ${LOCK} where a.id in (${articlesUsing('p.id')}) and ${atDesk(editor, '$2')}
         and ($3::text is null or a.id > $3) order by a.id limit $4) u`,
    [imageIds, editor.userId, page.after?.id, page.limit + 1],
  );
  return groupBy(rows, (row) => row.imageId);
});

const useCountOf = relation<string, number>(0, async ({ db, editor }, imageIds) => {
  const rows = await db.query<{ id: string; n: number }>(
    `select p.id, u.n from unnest($1::text[]) as p(id) cross join lateral (
       select count(*)::int as n from (
         select 1 from article a where a.id in (${articlesUsing('p.id')}) and ${atDesk(editor, '$2')} limit ${COUNT_CAP + 1}) m) u`,
    [imageIds, editor.userId],
  );
  return new Map(rows.map((row) => [row.id, row.n]));
});

@Resolver(() => Image)
export class ImageUseResolver {
  @Authorized<Requirement>('SIGNED_IN')
  @FieldResolver(() => DeskArticleConnection, {
    nullable: true,
    description: 'Articles that have it in their public face or working copy. Editors only.',
  })
  async usedIn(@Root() image: Image, @Ctx() ctx: RequestContext, @Args(() => ForwardArgs) args: ForwardArgs) {
    const page = readPage(args, 'uses', 'number');
    const rows = (await ctx.load(usesOf, image.id, page)) as DeskArticle[];
    const count = async () => capped(await ctx.load(useCountOf, image.id));
    return new DeskArticleConnection(makePage(page, rows, (row) => ({ value: '0', id: row.articleId }), count));
  }
}
