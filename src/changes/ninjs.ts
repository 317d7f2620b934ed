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
import { item, type Json, list, member, plain, text } from './json-text.js';
import { Names } from './names.js';
import { findForNinjs, type NinjsRow } from './ninjs.sql.js';

const STANDARD = JSON.stringify({ name: 'ninjs', version: '3.1' });

/** What articles name. */
interface Named {
  origin: string;
  names: Names;
  images: ReadonlyMap<string, Image>;
}

/** Items by article, as JSON, of those that the actor may read; with images, tags and sources. At most four statements. */
export async function findNinjs(
  db: Db,
  actor: Actor,
  origin: string,
  articleIds: readonly string[],
  names = new Names(db, actor),
): Promise<Map<string, string>> {
  const articles = articleIds.length === 0 ? [] : await findForNinjs(db, actor, articleIds);
  const imageIds = new Set<string>();
  for (const article of articles) for (const id of imagesOf(article)) imageIds.add(id);
  const [images] = await Promise.all([imageIds.size > 0 ? findImages(db, [...imageIds]) : [], names.learn(articles)]);
  const named: Named = { origin, names, images: new Map(images.map((image) => [image.id, image])) };
  return new Map(articles.map((article) => [article.id, write(article, named)]));
}

const imagesOf = ({ leadImageId, imageIds }: NinjsRow) =>
  leadImageId === null ? imageIds : [leadImageId, ...imageIds.filter((id) => id !== leadImageId)];

function write(article: NinjsRow, { names, images, origin }: Named): string {
  const { id, access, leadImageId } = article;
  const full = access === 'FULL_TEXT';
  const shown = imagesOf(article).reduce((all, one) => item(all, picture(images.get(one), leadImageId, origin)), '');
  return `{"uri":"${urnOf(id)}","type":"text","representationType":"${full ? 'full' : 'partial'}","profile":"${PROFILES[access]}"${
    member('version', `"${article.contentVersion}"`) +
    member('versionCreated', plain(article.modifiedAt)) +
    member('contentCreated', plain(article.publishedAt)) +
    member('pubStatus', '"usable"') +
    member('language', plain(article.language)) +
    member('headlines', `[{"value":${text(article.title)}}]`) +
    member(
      'descriptions',
      either(described('summary', text(article.summary)), described('publishedOn', plain(article.publishedOn))),
    ) +
    member('bodies', article.body ? `[${bodyOf(article.body, article.wordCount)}]` : undefined) +
    member('by', text(article.byline)) +
    names.about(article.tagIds, article.language) +
    names.publisher(article.sourceId) +
    member('associations', list(shown)) +
    member('altIds', either(described('id', plain(id)), described('canonicalUrl', text(article.canonicalUrl)))) +
    member('standard', STANDARD)
  }}`;
}

const PROFILES = { FULL_TEXT: 'full-text', SUMMARY: 'summary', HEADLINE: 'headline' };

/** A value with its role, if there is one. */
const described = (role: string, value: Json): Json =>
  value === undefined ? undefined : `{"role":"${role}","value":${value}}`;

/** A list of those of two that there are. */
const either = (one: Json, other: Json): Json => list(item(item('', one), other));

const bodyOf = (html: string, wordCount: number | null): string =>
  JSON.stringify({
    role: 'main',
    contentType: 'text/html',
    charCount: html.length,
    wordCount: wordCount ?? undefined,
    value: html,
  });

/** Nothing of an image that is hidden or gone. */
function picture(image: Image | undefined, leadImageId: string | null, origin: string): Json {
  if (!image || image.hiddenAt !== null) return undefined;
  const href = imageAddress(origin, image, ImageFormat.ORIGINAL);
  return `{"name":"${image.id === leadImageId ? 'leadImage' : image.id}","uri":"${urnOf(image.id)}","type":"picture"${
    member('descriptions', either(described('caption', text(image.caption)), described('alt', text(image.alt)))) +
    member('by', text(image.credit)) +
    member(
      'renditions',
      `[{"name":"original","href":${text(href)},"contentType":"${image.mediaType}","width":${image.width},"height":${image.height}}]`,
    )
  }}`;
}
