/**
 * Articles as ninjs 3 (IPTC), the format in which partners take them. It holds what the caller may have of an article now, and
 * nothing that it does not say exactly: a date of which only the day is known is no `contentCreated`.
 * Source: https://iptc.org/std/ninjs/ (schema 3.1; what stands here is valid by 3.0 too).
 */
import type { Actor } from '../core/access.js';
import type { Db } from '../core/database.js';
import { urnOf } from '../core/urn.js';
import { type Image, ImageFormat } from '../media/image.entity.js';
import { findImages } from '../media/image.sql.js';
import { imageAddress } from '../media/image-address.js';
import { type Source, sourceName } from '../sources/source.entity.js';
import { findSources } from '../sources/source.sql.js';
import { type Tag, TagKind, tagName } from '../tags/tag.entity.js';
import { findTags } from '../tags/tag.sql.js';
import { findForNinjs, type NinjsRow } from './ninjs.sql.js';

const STANDARD = { name: 'ninjs', version: '3.1' };
const MEDIA_TOPICS = 'http://cv.iptc.org/newscodes/mediatopic/';

/**
 * Items by article, as JSON, of those that the actor may read; with images, tags and sources. At most four statements. They are written
 * at once: as objects they would outlive the page that they are of, and collecting them took a third of a stream's time.
 */
export async function findNinjs(
  db: Db,
  actor: Actor,
  origin: string,
  articleIds: readonly string[],
): Promise<Map<string, string>> {
  const articles = articleIds.length === 0 ? [] : await findForNinjs(db, actor, articleIds);
  const [tags, images, sources] = await Promise.all([
    each(
      articles.flatMap(({ tagIds }) => tagIds),
      (ids) => findTags(db, ids),
    ),
    each(articles.flatMap(imagesOf), (ids) => findImages(db, ids)),
    each(
      articles.flatMap(({ sourceId }) => sourceId ?? []),
      (ids) => findSources(db, actor, ids),
    ),
  ]);
  const named: Named = {
    origin,
    tags: new Map(tags.map((tag) => [tag.asked, tag])),
    images: new Map(images.map((image) => [image.id, image])),
    sources: new Map(sources.map((source) => [source.id, source])),
  };
  return new Map(articles.map((article) => [article.id, JSON.stringify(toNinjs(article, named))]));
}

/** Reads what is named, each once; nothing is asked where nothing is named. */
const each = <Thing>(ids: string[], find: (ids: string[]) => Promise<Thing[]>): Thing[] | Promise<Thing[]> =>
  ids.length === 0 ? [] : find([...new Set(ids)]);

const imagesOf = ({ leadImageId, imageIds }: NinjsRow) =>
  leadImageId === null ? imageIds : [leadImageId, ...imageIds.filter((id) => id !== leadImageId)];

/** What articles name, by id; a merged tag is found by the id that it had. */
interface Named {
  origin: string;
  tags: ReadonlyMap<string, Tag>;
  images: ReadonlyMap<string, Image>;
  sources: ReadonlyMap<string, Source>;
}

function toNinjs(article: NinjsRow, named: Named): object {
  const { language, publishedOn } = article;
  const source = named.sources.get(article.sourceId ?? '');
  return {
    uri: urnOf(article.id),
    type: 'text',
    representationType: article.access === 'FULL_TEXT' ? 'full' : 'partial',
    profile: PROFILES[article.access],
    version: String(article.contentVersion),
    versionCreated: article.modifiedAt,
    contentCreated: article.publishedAt ?? undefined,
    pubStatus: 'usable',
    language,
    headlines: [{ value: article.title }],
    descriptions: some([
      ...(article.summary === null ? [] : [{ role: 'summary', value: article.summary }]),
      ...(publishedOn === null ? [] : [{ role: 'publishedOn', value: publishedOn }]),
    ]),
    bodies: article.body ? [bodyOf(article.body, article.wordCount)] : undefined,
    by: article.byline ?? undefined,
    ...about(article, named.tags),
    infoSources: source ? [{ name: sourceName(source), role: 'publisher', uri: urnOf(source.id) }] : undefined,
    copyrightNotice: source?.credit ?? undefined,
    associations: some(imagesOf(article).flatMap((id) => pictures(named, id, article.leadImageId))),
    altIds: [
      { role: 'id', value: article.id },
      ...(article.canonicalUrl === null ? [] : [{ role: 'canonicalUrl', value: article.canonicalUrl }]),
    ],
    standard: STANDARD,
  };
}

const PROFILES = { FULL_TEXT: 'full-text', SUMMARY: 'summary', HEADLINE: 'headline' };

/** Where ninjs has tags of a kind. */
const PLACES = {
  TOPIC: 'subjects',
  PERSON: 'people',
  PLACE: 'places',
  ORGANISATION: 'organisations',
  EVENT: 'events',
} satisfies Record<TagKind, string>;

/** What the article is about, by kind; tags that became one stand there once. */
function about({ tagIds, language }: NinjsRow, tags: Named['tags']): Record<string, object[]> {
  const kinds: Record<string, object[]> = {};
  const seen = new Set<Tag>();
  for (const id of tagIds) {
    const tag = tags.get(id);
    if (!tag || seen.has(tag)) continue;
    seen.add(tag);
    const place = PLACES[tag.kind];
    const known = kinds[place] ?? [];
    kinds[place] = known;
    const own = { name: tagName(tag, language), rel: 'about', uri: urnOf(tag.id) };
    known.push(own);
    if (tag.kind === TagKind.TOPIC && tag.mediaTopic !== null)
      known.push({ ...own, uri: MEDIA_TOPICS + tag.mediaTopic.replace('medtop:', '') });
  }
  return kinds;
}

/** An empty list is left out. */
const some = <Thing>(list: Thing[]): Thing[] | undefined => (list.length === 0 ? undefined : list);

function bodyOf(html: string, wordCount: number | null) {
  return {
    role: 'main',
    contentType: 'text/html',
    charCount: html.length,
    wordCount: wordCount ?? undefined,
    value: html,
  };
}

/** One, unless it is hidden or gone. */
function pictures({ images, origin }: Named, id: string, leadImageId: string | null): object[] {
  const image = images.get(id);
  return !image || image.hiddenAt !== null ? [] : [picture(image, leadImageId, origin)];
}

function picture(image: Image, leadImageId: string | null, origin: string): object {
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
