/** What pages of the reading site tell search engines of an article. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Article } from '../articles/article.entity.js';
import { correctionsOfArticle } from '../articles/article.loaders.js';
import type { RequestContext } from '../core/context.js';
import { imageById } from '../media/image.loaders.js';
import { tagName } from '../tags/tag.entity.js';
import { tagById } from '../tags/tag.loaders.js';
import { newsArticle, scriptText } from './json-ld.js';
import { pictureOf } from './picture.js';

const LEAD_WIDTH = 1280;
const LOGO_WIDTH = 320;

@Resolver(() => Article)
export class JsonLdResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description:
      'The article as schema.org\'s NewsArticle: JSON to be put into its page as it is, in a <script type="application/ld+json">. By `access`; without the text. Null for previews.',
  })
  async jsonLd(@Root() article: Article, @Ctx() ctx: RequestContext): Promise<string | null> {
    if (article.previewToken !== undefined) return null;
    const { origin } = ctx.request;
    const image = (id: string | null | undefined) => (id == null ? null : ctx.load(imageById, id));
    const [tags, section, lead, logo, corrections] = await Promise.all([
      Promise.all(article.tagIds.map((id) => ctx.load(tagById, id))),
      article.sectionId === null ? null : ctx.load(tagById, article.sectionId),
      image(article.leadImageId),
      image(article.source?.logoId),
      ctx.load(correctionsOfArticle, article.id),
    ]);
    const found = new Set(tags.filter((tag) => tag !== null));
    return scriptText(
      newsArticle(origin, article, {
        section: section && tagName(section, article.language),
        tags: [...found].map((tag) => tagName(tag, article.language)),
        lead: pictureOf(origin, lead, LEAD_WIDTH),
        logo: pictureOf(origin, logo, LOGO_WIDTH),
        corrections,
      }),
    );
  }
}
