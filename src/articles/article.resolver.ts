/** Articles over GraphQL: look-ups, lists, and the fields that cost another statement or a conversion. */
import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../core/context.js';
import { badUserInput, gone } from '../core/errors.js';
import { exactlyOne } from '../core/exactly-one.js';
import { checkId } from '../core/ids.js';
import { Direction } from '../core/localized-text.js';
import { capped, makePage, readPage } from '../core/page.js';
import { UrlScalar } from '../core/scalars.js';
import { findBySlug } from '../core/slug.js';
import { Image } from '../media/image.entity.js';
import { imageById } from '../media/image.loaders.js';
import { Tag, TagKind } from '../tags/tag.entity.js';
import { tagById } from '../tags/tag.loaders.js';
import { urlKey } from '../text/url-key.js';
import { excerpt } from '../text/words.js';
import { Article, Correction, directionFor } from './article.entity.js';
import { ArticleConnection, ArticlesArgs } from './article.inputs.js';
import { articleById, correctionsOfArticle, countMatching, textOfArticle } from './article.loaders.js';
import { findByUrl, isWithdrawn, listArticles } from './article.sql.js';
import { readArticleFilter } from './article-filter.js';
import { articlePath, placeOf } from './article-page.js';
import { bodyAs } from './body.js';
import { BodyFormat } from './body-format.js';
import { PartialDate, readPartialDate } from './partial-date.js';

const MAX_EXCERPT = 600;

@Resolver(() => Article)
export class ArticleResolver {
  @Query(() => Article, {
    nullable: true,
    description:
      'One article; exactly one argument. A withdrawn one is null with the error code GONE; one never public is null.',
  })
  async article(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { nullable: true, description: 'Its id.' }) id?: string,
    @Arg('slug', () => String, { nullable: true, description: 'Its slug, or one it once had, in any encoding.' })
    slug?: string,
    @Arg('canonicalUrl', () => UrlScalar, { nullable: true, description: 'Where its source published it.' })
    canonicalUrl?: string,
  ): Promise<Article | null> {
    const key = exactlyOne({ id, slug, canonicalUrl });
    if (key.name === 'id') checkId('id', key.value, 'a');
    const found = await findId(ctx, key.name, key.value);
    const article = found === null ? null : await ctx.load(articleById, found);
    if (article) return article;
    const withdrawn = found ? { id: found } : key.name === 'canonicalUrl' ? { urlKey: urlKey(key.value) } : null;
    if (withdrawn && (await isWithdrawn(ctx.db, ctx.actor, withdrawn))) throw gone('This article');
    return null;
  }

  @Query(() => ArticleConnection, { nullable: true, description: 'The articles that the caller may read.' })
  async articles(@Ctx() ctx: RequestContext, @Args(() => ArticlesArgs) args: ArticlesArgs) {
    const page = readPage(args, `articles:${args.orderBy}`, 'number');
    const condition = await readArticleFilter(ctx, args.filter);
    const rows = await listArticles(ctx.db, ctx.actor, condition, args.orderBy, page);
    const count = async () => capped(await countMatching(ctx, condition));
    return new ArticleConnection(makePage(page, rows, placeOf(args.orderBy), count));
  }

  @FieldResolver(() => String, {
    description: 'Path of its page on the reading site, /a/{id}/{slug}: the canonical one.',
  })
  path(@Root() article: Article): string {
    return articlePath(article);
  }

  @FieldResolver(() => Direction, { description: 'The direction of its headline.' })
  titleDirection(@Root() article: Article): Direction {
    return directionFor(article.titleLanguage);
  }

  @FieldResolver(() => Direction, { description: 'The direction of its text.' })
  direction(@Root() article: Article): Direction {
    return directionFor(article.language);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The summary, else the beginning of the text, cut at a word and a grapheme; by `access`.',
  })
  async excerpt(
    @Root() article: Article,
    @Ctx() ctx: RequestContext,
    @Arg('maxLength', () => Int, { nullable: false, defaultValue: 160, description: 'Most letters; 1 to 600.' })
    maxLength: number,
  ): Promise<string | null> {
    if (maxLength < 1 || maxLength > MAX_EXCERPT)
      throw badUserInput('maxLength', `${maxLength} is not from 1 to ${MAX_EXCERPT}`);
    const text =
      article.summary ?? (article.lead === undefined ? (await ctx.load(textOfArticle, article.id)).lead : article.lead);
    return text === null ? null : excerpt(text, maxLength);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Its text. Null where rights withhold it. Figures of images here carry data-image-id.',
  })
  async body(
    @Root() article: Article,
    @Ctx() ctx: RequestContext,
    @Arg('format', () => BodyFormat, {
      nullable: false,
      defaultValue: BodyFormat.HTML,
      description: 'In which format.',
    })
    format: BodyFormat,
  ): Promise<string | null> {
    const html =
      article.bodyHtml === undefined ? (await ctx.load(textOfArticle, article.id)).bodyHtml : article.bodyHtml;
    return html === null ? null : bodyAs(html, format);
  }

  @FieldResolver(() => Tag, { nullable: true, description: 'Its top-level TOPIC tag.' })
  section(@Root() article: Article, @Ctx() ctx: RequestContext): Promise<Tag | null> | null {
    return article.sectionId === null ? null : ctx.load(tagById, article.sectionId);
  }

  @FieldResolver(() => [Tag], { nullable: true, description: 'What it is about, in the order that its editors gave.' })
  async tags(
    @Root() article: Article,
    @Ctx() ctx: RequestContext,
    @Arg('kind', () => TagKind, { nullable: true, description: 'Only tags of this kind.' }) kind?: TagKind,
  ): Promise<Tag[]> {
    const found = await Promise.all(article.tagIds.map((id) => ctx.load(tagById, id)));
    return found.filter(
      (tag, at): tag is Tag => tag !== null && found.indexOf(tag) === at && (!kind || tag.kind === kind),
    );
  }

  @FieldResolver(() => Image, { nullable: true, description: 'The picture that stands for it.' })
  leadImage(@Root() article: Article, @Ctx() ctx: RequestContext): Promise<Image | null> | null {
    return article.leadImageId === null ? null : imageOf(ctx, article, article.leadImageId);
  }

  @FieldResolver(() => [Image], { nullable: true, description: 'All its pictures, the lead image first.' })
  async images(@Root() article: Article, @Ctx() ctx: RequestContext): Promise<Image[]> {
    const ids = new Set(article.leadImageId === null ? article.imageIds : [article.leadImageId, ...article.imageIds]);
    const found = await Promise.all([...ids].map((id) => imageOf(ctx, article, id)));
    return found.filter((image) => image !== null);
  }

  @FieldResolver(() => PartialDate, { nullable: true, description: 'What is really known of the date.' })
  publishedOn(@Root() article: Article): PartialDate | null {
    return readPartialDate(article);
  }

  @FieldResolver(() => Boolean, { description: 'Whether this is a preview of what is not public.' })
  isPreview(@Root() article: Article): boolean {
    return article.previewToken !== undefined;
  }

  @FieldResolver(() => [Correction], { nullable: true, description: 'What was corrected, latest first.' })
  corrections(@Root() article: Article, @Ctx() ctx: RequestContext): Promise<Correction[]> {
    return ctx.load(correctionsOfArticle, article.id);
  }
}

/** An image of an article; in a preview, its address is the link's too. */
function imageOf(ctx: RequestContext, { previewToken }: Article, id: string): Promise<Image | null> {
  const image = ctx.load(imageById, id);
  return previewToken === undefined ? image : image.then((found) => found && { ...found, previewToken });
}

async function findId(ctx: RequestContext, by: 'id' | 'slug' | 'canonicalUrl', value: string): Promise<string | null> {
  if (by === 'id') return value;
  return by === 'slug' ? findBySlug(ctx.db, 'article', value) : findByUrl(ctx.db, ctx.actor, urlKey(value));
}
