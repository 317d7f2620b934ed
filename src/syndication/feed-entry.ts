/** An article as it stands in a feed, whatever the format: what `access` gives, and nothing else. */
import type { Article } from '../articles/article.entity.js';
import { type ArticleText, textOfArticle } from '../articles/article.loaders.js';
import { articlePath } from '../articles/article-page.js';
import type { RequestContext } from '../core/context.js';
import { urnOf } from '../core/urn.js';
import type { Image } from '../media/image.entity.js';
import { imageById } from '../media/image.loaders.js';
import { Access, sourceName } from '../sources/source.entity.js';
import { type Tag, tagName } from '../tags/tag.entity.js';
import { tagById } from '../tags/tag.loaders.js';
import { isolated } from '../text/isolate.js';
import { excerpt } from '../text/words.js';
import { feedHtml } from './feed-html.js';
import { feedPath } from './feed-subject.js';
import { type KnownDate, knownDate } from './known-date.js';
import { type Picture, pictureOf } from './picture.js';
import { storable } from './storable.js';
import { webAddress } from './web-address.js';

export interface FeedEntry {
  /** The same for ever, whatever becomes of title, slug and host. */
  id: string;
  /** Its page here. */
  url: string;
  /** Where the source published it. */
  originalUrl: string | null;
  title: string;
  titleLanguage: string;
  language: string;
  /** Plain text. */
  summary: string | null;
  /** The plain beginning of a text that has no summary. */
  opening: string | null;
  /** The whole text. */
  html: string | null;
  byline: string | null;
  source: { name: string; feedPath: string } | null;
  credit: string | null;
  tags: string[];
  picture: Picture | null;
  published: KnownDate | null;
  updated: Date;
}

const LEAD_WIDTH = 1280;
const BODY_WIDTH = 960;
const OPENING_LENGTH = 300;

/** Any number of articles take three statements: one for texts, one for tags, one for images. */
export function readEntries(ctx: RequestContext, origin: string, articles: Article[]): Promise<FeedEntry[]> {
  return Promise.all(
    articles.map(async (article) => {
      const [text, tags, images] = await Promise.all([
        article.access === Access.FULL_TEXT ? ctx.load(textOfArticle, article.id) : null,
        Promise.all(article.tagIds.map((id) => ctx.load(tagById, id))),
        Promise.all(imagesOf(article).map((id) => ctx.load(imageById, id))),
      ]);
      return tidy(toEntry(origin, article, { text, tags: present(tags), images: present(images) }));
    }),
  );
}

/** The lead image, and for those who get the text, what stands in it. */
function imagesOf({ access, leadImageId, imageIds }: Article): string[] {
  return [...(leadImageId === null ? [] : [leadImageId]), ...(access === Access.FULL_TEXT ? imageIds : [])];
}

/** Without what is not there, each once: two tags that were merged are one. */
const present = <Row>(rows: (Row | null)[]) => [...new Set(rows.filter((row) => row !== null))];

interface Parts {
  text: ArticleText | null;
  tags: Tag[];
  images: Image[];
}

function toEntry(origin: string, article: Article, { text, tags, images }: Parts): FeedEntry {
  const { title, titleLanguage, language, summary, byline, source } = article;
  const credit = source?.credit ?? null;
  const lead = images.find(({ id }) => id === article.leadImageId) ?? null;
  const pictures = new Map(
    images.flatMap((image) => {
      const picture = pictureOf(origin, image, BODY_WIDTH);
      return picture ? [[image.id, picture]] : [];
    }),
  );
  return {
    id: urnOf(article.id),
    url: webAddress(origin, articlePath(article)),
    originalUrl: article.canonicalUrl === null ? null : webAddress(origin, article.canonicalUrl),
    title: isolated(title, titleLanguage),
    titleLanguage,
    language,
    summary,
    opening: summary === null && text?.lead ? excerpt(text.lead, OPENING_LENGTH) : null,
    html: text?.bodyHtml ? feedHtml(text.bodyHtml, { language, credit, pictures }) : null,
    byline,
    source: source && { name: sourceName(source, language), feedPath: feedPath('sources', source.slug) },
    credit,
    tags: tags.map((tag) => tagName(tag, language)),
    picture: pictureOf(origin, lead, LEAD_WIDTH),
    published: knownDate(article),
    updated: article.modifiedAt,
  };
}

const isBlank = (text: string) => storable(text).trim() === '';

/** What stands where a title must stand and there is no letter of it that can. */
const NO_TITLE = '…';

/** An entry of which no name is blank once it is written: formats ask for a title and for authors that have names. */
export function tidy(entry: FeedEntry): FeedEntry {
  const { title, byline, source, tags } = entry;
  return {
    ...entry,
    title: isBlank(title) ? NO_TITLE : storable(title).trim(),
    byline: byline === null || isBlank(byline) ? null : byline,
    source: source === null || isBlank(source.name) ? null : source,
    tags: tags.filter((tag) => !isBlank(tag)),
  };
}
