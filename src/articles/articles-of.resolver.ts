/** What the archive adds to sources and tags: their articles, how many, and the latest. */
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type RequestContext, relation } from '../core/context.js';
import { Count, capped, makePage, readPage } from '../core/page.js';
import { DateTimeScalar } from '../core/scalars.js';
import { latestArticleOf } from '../core/visibility.js';
import { Image } from '../media/image.entity.js';
import { imageById } from '../media/image.loaders.js';
import { Source } from '../sources/source.entity.js';
import { Tag } from '../tags/tag.entity.js';
import { ArticleConnection, ArticlesArgs } from './article.inputs.js';
import { articleCountUnder, articlesUnder, countOf } from './article.loaders.js';
import { readArticleFilter } from './article-filter.js';
import { NO_CONDITION } from './article-list.sql.js';
import { placeOf } from './article-page.js';

const ARTICLES = { nullable: true, description: 'Its articles.' } as const;
const ARTICLE_COUNT = { nullable: true, description: 'How many articles it has that the caller may read.' } as const;

@Resolver(() => Source)
export class SourceArticlesResolver {
  @FieldResolver(() => ArticleConnection, ARTICLES)
  articles(@Root() source: Source, @Ctx() ctx: RequestContext, @Args(() => ArticlesArgs) args: ArticlesArgs) {
    return listUnder(ctx, 'source', source.id, args);
  }

  @FieldResolver(() => Count, ARTICLE_COUNT)
  async articleCount(@Root() source: Source, @Ctx() ctx: RequestContext): Promise<Count> {
    return capped(await countOf(ctx, 'source', source.id));
  }

  @FieldResolver(() => DateTimeScalar, {
    nullable: true,
    description: 'sortedAt of its newest article that the caller may read.',
  })
  latestArticleAt(@Root() source: Source, @Ctx() ctx: RequestContext): Promise<Date | null> {
    return ctx.load(latestArticleAt, source.id);
  }

  @FieldResolver(() => Image, { nullable: true, description: 'Its sign.' })
  logo(@Root() source: Source, @Ctx() ctx: RequestContext): Promise<Image | null> | null {
    return source.logoId === null ? null : ctx.load(imageById, source.logoId);
  }
}

@Resolver(() => Tag)
export class TagArticlesResolver {
  @FieldResolver(() => ArticleConnection, ARTICLES)
  articles(@Root() tag: Tag, @Ctx() ctx: RequestContext, @Args(() => ArticlesArgs) args: ArticlesArgs) {
    return listUnder(ctx, 'tag', tag.id, args);
  }

  @FieldResolver(() => Count, {
    ...ARTICLE_COUNT,
    description: 'How many articles it and its narrower tags have that the caller may read.',
  })
  async articleCount(@Root() tag: Tag, @Ctx() ctx: RequestContext): Promise<Count> {
    return capped(await countOf(ctx, 'tag', tag.id));
  }
}

const latestArticleAt = relation<string, Date | null>(null, async ({ db, actor }, ids) => {
  const rows = await db.query<{ id: string; at: Date | null }>(
    `select w.id, ${latestArticleOf(actor, 'w.id')} as at from unnest($1::text[]) as w(id)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.at]));
});

async function listUnder(ctx: RequestContext, kind: 'source' | 'tag', id: string, args: ArticlesArgs) {
  const order = args.orderBy;
  const page = readPage(args, `articles:${order}`, 'number');
  const condition = await readArticleFilter(ctx, args.filter);
  const rows = await ctx.load(articlesUnder, id, { kind, condition, order, page });
  const count = () =>
    condition === NO_CONDITION ? countOf(ctx, kind, id) : ctx.load(articleCountUnder, id, { kind, condition });
  return new ArticleConnection(makePage(page, rows, placeOf(order), async () => capped(await count())));
}
