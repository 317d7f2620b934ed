/** Headlines, the ticker, and the headlines beside an article, over GraphQL. */
import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { Article, directionFor } from '../articles/article.entity.js';
import { articleById } from '../articles/article.loaders.js';
import { articlePath } from '../articles/article-page.js';
import { PartialDate, readPartialDate } from '../articles/partial-date.js';
import type { RequestContext } from '../core/context.js';
import { Direction } from '../core/localized-text.js';
import { readCount } from '../core/page.js';
import { DateTimeScalar } from '../core/scalars.js';
import { Tag } from '../tags/tag.entity.js';
import { tagById } from '../tags/tag.loaders.js';
import { Headline, RelatedHeadline, Ticker } from './headline.entity.js';
import { observedHeadlines, relatedHeadlines } from './headline.loaders.js';
import { findTickers, listTicker } from './headline.sql.js';
import { MAX_RELATED } from './related.sql.js';

@Resolver(() => Headline)
export class HeadlineResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: 'Where a click goes: a path here, else `url`, else null.',
  })
  href(@Root() headline: Headline): string | null {
    if (headline.articleId === null || headline.articleSlug === null) return headline.url;
    return articlePath({ id: headline.articleId, slug: headline.articleSlug });
  }

  @FieldResolver(() => Article, {
    nullable: true,
    description: 'The article here, if there is one that the caller may read.',
  })
  article(@Root() headline: Headline, @Ctx() ctx: RequestContext): Promise<Article | null> | null {
    return headline.articleId === null ? null : ctx.load(articleById, headline.articleId);
  }

  @FieldResolver(() => Direction, { description: 'The direction of its language.' })
  direction(@Root() headline: Headline): Direction {
    return directionFor(headline.language);
  }

  @FieldResolver(() => PartialDate, { nullable: true, description: 'What is really known of the date of its article.' })
  publishedOn(@Root() headline: Headline): PartialDate | null {
    return readPartialDate(headline);
  }
}

@Resolver(() => Ticker)
export class TickerResolver {
  @Query(() => Ticker, { nullable: true, description: 'The line of latest headlines.' })
  async ticker(
    @Ctx() ctx: RequestContext,
    @Arg('slug', () => String, { nullable: false, defaultValue: 'main', description: 'Which one.' }) slug: string,
  ): Promise<Ticker | null> {
    const [ticker] = await findTickers(ctx.db, ctx.actor, { slug });
    return ticker ?? null;
  }

  @FieldResolver(() => [Headline], {
    nullable: true,
    description: 'As it stands: pins first, then the newest articles. With `at`, as it stood then.',
  })
  headlines(
    @Root() ticker: Ticker,
    @Ctx() ctx: RequestContext,
    @Arg('first', () => Int, { nullable: false, defaultValue: 55, description: 'How many; 1 to 100.' }) first: number,
    @Arg('at', () => DateTimeScalar, { nullable: true, description: 'A moment of the past.' }) at?: Date,
  ): Promise<Headline[]> {
    return listTicker(ctx.db, ctx.actor, ticker.id, readCount('first', first), at ?? null);
  }
}

@Resolver(() => Article)
export class ArticleHeadlinesResolver {
  @FieldResolver(() => [RelatedHeadline], {
    nullable: true,
    description: 'What to read next: pins first, then shared tags.',
  })
  relatedHeadlines(
    @Root() article: Article,
    @Ctx() ctx: RequestContext,
    @Arg('first', () => Int, { nullable: false, defaultValue: 6, description: 'How many; 1 to 24.' }) first: number,
  ): Promise<RelatedHeadline[]> {
    return ctx
      .load(relatedHeadlines, article.id, { first: readCount('first', first, MAX_RELATED) })
      .then((rows) =>
        rows.map((row) => ({ headline: row, reason: row.reason, score: row.score, sharedTagIds: row.sharedTagIds })),
      );
  }

  @FieldResolver(() => [Headline], {
    nullable: true,
    description:
      'Headlines that stood on the same page when it was captured, in page order: seen together, which is not related.',
  })
  observedHeadlines(
    @Root() article: Article,
    @Ctx() ctx: RequestContext,
    @Arg('first', () => Int, { nullable: false, defaultValue: 100, description: 'How many; 1 to 100.' }) first: number,
  ): Promise<Headline[]> {
    return ctx.load(observedHeadlines, article.id, { first: readCount('first', first) });
  }
}

@Resolver(() => RelatedHeadline)
export class RelatedHeadlineResolver {
  @FieldResolver(() => [Tag], { nullable: true, description: 'The tags that both have, rarest first.' })
  async sharedTags(@Root() related: RelatedHeadline, @Ctx() ctx: RequestContext): Promise<Tag[]> {
    const tags = await Promise.all(related.sharedTagIds.map((id) => ctx.load(tagById, id)));
    return tags.filter((tag) => tag !== null);
  }
}
