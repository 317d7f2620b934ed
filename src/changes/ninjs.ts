/**
 * Articles as ninjs 3 (IPTC), the format in which partners take them. It holds what the caller may have of an article now, and
 * nothing that it does not say exactly: a date of which only the day is known is no `contentCreated`.
 * Source: https://iptc.org/std/ninjs/ (schema 3.1; what stands here is valid by 3.0 too).
 */
import type { Article } from '../articles/article.entity.js';
import { findArticles } from '../articles/article.sql.js';
import type { Actor } from '../core/access.js';
import type { Db } from '../core/database.js';
import { urnOf } from '../core/urn.js';
import { type Image, ImageFormat } from '../media/image.entity.js';
import { findImages } from '../media/image.sql.js';
import { imageAddress } from '../media/image-address.js';
import { sourceName } from '../sources/source.entity.js';
import { type Tag, TagKind, tagName } from '../tags/tag.entity.js';
import { findTags } from '../tags/tag.sql.js';

const STANDARD = { name: 'ninjs', version: '3.1', schema: 'http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json' };
const MEDIA_TOPICS = 'http://cv.iptc.org/newscodes/mediatopic/';

/** Articles by id, of those that the actor may read; their images, tags and sources with them. At most three statements. */
export async function findNinjs(
  db: Db,
  actor: Actor,
  origin: string,
  articleIds: readonly string[],
): Promise<Map<string, object>> {
  const articles = articleIds.length === 0 ? [] : await findArticles(db, actor, articleIds);
  const tagIds = [...new Set(articles.flatMap(({ tagIds }) => tagIds))];
  const imageIds = [...new Set(articles.flatMap(imagesOf))];
  const [tags, images] = await Promise.all([
    tagIds.length === 0 ? [] : findTags(db, tagIds),
    imageIds.length === 0 ? [] : findImages(db, imageIds),
  ]);
  const tagById = new Map(tags.map((tag) => [tag.asked, tag]));
  const imageById = new Map(images.map((image) => [image.id, image]));
  return new Map(
    articles.map((article) => [
      article.id,
      toNinjs(article, origin, found(article.tagIds, tagById), found(imagesOf(article), imageById)),
    ]),
  );
}

const imagesOf = ({ leadImageId, imageIds }: Article) =>
  leadImageId === null ? imageIds : [leadImageId, ...imageIds.filter((id) => id !== leadImageId)];

const found = <Thing>(ids: readonly string[], byId: ReadonlyMap<string, Thing>): Thing[] => [
  ...new Set(ids.flatMap((id) => byId.get(id) ?? [])),
];

function toNinjs(article: Article, origin: string, tags: Tag[], images: Image[]): object {
  const { language, source, publishedOn } = article;
  const named = (kind: TagKind) =>
    some(tags.filter((tag) => tag.kind === kind).map((tag) => ({ ...about(tag, language), uri: urnOf(tag.id) })));
  return {
    uri: urnOf(article.id),
    type: 'text',
    representationType: article.access === 'FULL_TEXT' ? 'full' : 'partial',
    profile: article.access.toLowerCase().replace('_', '-'),
    version: String(article.contentVersion),
    versionCreated: article.modifiedAt,
    contentCreated: article.publishedAt ?? undefined,
    pubStatus: 'usable',
    language,
    headlines: [{ value: article.title, contentType: 'text/plain' }],
    descriptions: some([
      ...(article.summary === null ? [] : [{ role: 'summary', contentType: 'text/plain', value: article.summary }]),
      ...(publishedOn === null ? [] : [{ role: 'publishedOn', value: publishedOn }]),
    ]),
    bodies: article.bodyHtml ? [bodyOf(article.bodyHtml, article.wordCount)] : undefined,
    by: article.byline ?? undefined,
    subjects: some(tags.filter((tag) => tag.kind === TagKind.TOPIC).flatMap((tag) => subjects(tag, language))),
    people: named(TagKind.PERSON),
    places: named(TagKind.PLACE),
    organisations: named(TagKind.ORGANISATION),
    events: named(TagKind.EVENT),
    infoSources: source ? [{ name: sourceName(source), role: 'publisher', uri: urnOf(source.id) }] : undefined,
    copyrightNotice: source?.credit ?? undefined,
    associations: some(
      images.filter(({ hiddenAt }) => hiddenAt === null).map((image) => picture(image, article, origin)),
    ),
    altIds: [
      { role: 'id', value: article.id },
      ...(article.canonicalUrl === null ? [] : [{ role: 'canonicalUrl', value: article.canonicalUrl }]),
    ],
    standard: STANDARD,
  };
}

/** An empty list is left out. */
const some = <Thing>(list: Thing[]): Thing[] | undefined => (list.length === 0 ? undefined : list);

const about = (tag: Tag, language: string) => ({ name: tagName(tag, language), rel: 'about' });

/** A topic by our own name for it, and by IPTC's code where it has one. */
function subjects(tag: Tag, language: string): object[] {
  const own = { ...about(tag, language), uri: urnOf(tag.id), creator: 'warraq' };
  if (tag.mediaTopic === null) return [own];
  return [own, { ...about(tag, language), uri: MEDIA_TOPICS + tag.mediaTopic.replace('medtop:', ''), creator: 'IPTC' }];
}

function bodyOf(html: string, wordCount: number | null) {
  return {
    role: 'main',
    contentType: 'text/html',
    charCount: html.length,
    wordCount: wordCount ?? undefined,
    value: html,
  };
}

function picture(image: Image, { leadImageId }: Article, origin: string): object {
  const texts = [
    ...(image.caption === null ? [] : [{ role: 'caption', value: image.caption }]),
    ...(image.alt === null ? [] : [{ role: 'alt', value: image.alt }]),
  ];
  return {
    name: image.id === leadImageId ? 'leadImage' : image.id,
    uri: urnOf(image.id),
    type: 'picture',
    descriptions: some(texts),
    by: image.credit ?? undefined,
    renditions: [
      {
        name: 'original',
        href: imageAddress(origin, image, ImageFormat.ORIGINAL),
        contentType: image.mediaType,
        width: image.width,
        height: image.height,
      },
    ],
  };
}
