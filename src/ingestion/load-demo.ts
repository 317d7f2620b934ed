/**
 * Demo content for an empty database: outlets, tags, pictures, articles over several years and one captured press page,
 * by the same code that imports real ones. Each article counts as published here when its outlet published it.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { sortedAt } from '../articles/save-articles.js';
import type { Database, Tx } from '../core/database.js';
import { newId } from '../core/ids.js';
import type { StoredName } from '../core/localized-text.js';
import { claimSlugs } from '../core/slug.js';
import { insertImage } from '../media/image.sql.js';
import { makePlaceholder } from '../media/placeholder.js';
import type { MediaStore } from '../media/variants.js';
import type { Access, Source } from '../sources/source.entity.js';
import { insertSources } from '../sources/source.sql.js';
import type { TagKind } from '../tags/tag.entity.js';
import { insertTags } from '../tags/tag.sql.js';
import { noonOf } from '../text/date.js';
import { fold } from '../text/fold.js';
import { sortKey } from '../text/sort-key.js';
import { parseLine, readLine } from './article-line.js';
import { importPage } from './import-page.js';
import { digest, type Incoming, identityOf, storeArticles } from './store-articles.js';

interface DemoSource {
  slug: string;
  names: StoredName[];
  languages: string[];
  country: string;
  homepage: string;
  timeZone: string;
  rights: { access: Access; credit: string | null; embargoMinutes: number };
  logo: string | null;
}
interface DemoTag {
  slug: string;
  names: StoredName[];
  kind: TagKind;
  aliases: string[];
  broader: string | null;
  mediaTopic: string | null;
}
interface DemoImage {
  file: string;
  alt: string;
  caption: string | null;
  credit: string | null;
  focalPoint: { x: number; y: number } | null;
}
interface DemoArticle {
  guid: string;
  body: string;
  publishedAt: string;
  tags: string[];
  image: string | null;
  corrections: { note: string; at: string }[];
  related: string[];
}

/** Any number that other programs on the same database are unlikely to lock. */
const LOCK = 7_263_541_102;

/** Loads the demo of `folder` in one transaction; the captured page after it. Answers how many articles there are. */
export async function loadDemo(db: Database, folder: string, store: MediaStore, now = new Date()): Promise<number> {
  const [sources, tags, images] = await Promise.all([
    readJson<DemoSource[]>(folder, 'sources.json'),
    readJson<DemoTag[]>(folder, 'tags.json'),
    readJson<DemoImage[]>(folder, 'images.json'),
  ]);
  const drawn = await Promise.all(images.map((image) => drawImage(folder, store, image)));
  const articles = await db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    if ((await tx.query('select 1 from source limit 1')).length > 0) return 0; // another process was faster
    const imageIds = new Map<string, string>();
    for (const image of drawn) imageIds.set(image.file, await insertImage(tx, image));
    const sourcesBySlug = await storeSources(tx, sources, imageIds);
    const tagIds = await storeTags(tx, tags);
    return storeDemoArticles(tx, folder, sourcesBySlug, tagIds, imageIds, now);
  });
  const pages = await readdir(join(folder, 'pages'));
  for (const file of pages) {
    await importPage(
      db,
      { bytes: await readFile(join(folder, 'pages', file)), publish: true, capturedOn: '2023-03-12', url: null },
      now,
    );
  }
  return articles + pages.length;
}

async function readJson<T>(folder: string, file: string): Promise<T> {
  return JSON.parse(await readFile(join(folder, file), 'utf8')) as T;
}

/** Draws an SVG once as the JPEG that a newsroom would have uploaded, and keeps it. */
async function drawImage(folder: string, store: MediaStore, image: DemoImage) {
  const { data, info } = await sharp(await readFile(join(folder, 'images', image.file)))
    .jpeg({ quality: 88 })
    .toBuffer({ resolveWithObject: true });
  const storageKey = `demo/${image.file.replace(/\.svg$/, '.jpg')}`;
  await store.put(storageKey, data);
  return {
    file: image.file,
    id: newId('i'),
    storageKey,
    mediaType: 'image/jpeg',
    width: info.width,
    height: info.height,
    alt: image.alt,
    caption: image.caption,
    credit: image.credit,
    placeholder: await makePlaceholder(data),
    focalX: image.focalPoint?.x ?? null,
    focalY: image.focalPoint?.y ?? null,
  };
}

async function storeSources(
  tx: Tx,
  sources: DemoSource[],
  imageIds: Map<string, string>,
): Promise<Map<string, Source>> {
  const rows = sources.map(({ names, rights, logo, ...source }) => ({
    ...source,
    ...rights,
    id: newId('s'),
    storedNames: names,
    nameKey: names.map((name) => fold(name.text)).join(' | '),
    sortKey: sortKey(names[0]?.text ?? ''),
    logoId: logo === null ? null : (imageIds.get(logo) ?? null),
  }));
  await claimSlugs(
    tx,
    'source',
    rows.map((row) => ({ id: row.id, text: row.slug })),
  );
  await insertSources(tx, rows as Parameters<typeof insertSources>[1]);
  return new Map(rows.map((row) => [row.slug, row as unknown as Source]));
}

async function storeTags(tx: Tx, tags: DemoTag[]): Promise<Map<string, string>> {
  const ids = new Map(tags.map((tag) => [tag.slug, newId('t')]));
  const idOf = (slug: string) => ids.get(slug) as string;
  await claimSlugs(
    tx,
    'tag',
    tags.map((tag) => ({ id: idOf(tag.slug), text: tag.slug })),
  );
  // An alias leads to its tag as a slug does; one that leads to another tag already gets a number.
  for (const tag of tags)
    await claimSlugs(
      tx,
      'tag',
      tag.aliases.map((text) => ({ id: idOf(tag.slug), text })),
    );
  const rows = tags.map(({ names, broader, ...tag }) => ({
    ...tag,
    id: idOf(tag.slug),
    storedNames: names,
    nameKey: [...names.map((name) => name.text), ...tag.aliases].map(fold).join(' | '),
    sortKey: sortKey(names[0]?.text ?? ''),
    broaderId: broader === null ? null : idOf(broader),
  }));
  await insertTags(tx, rows);
  return ids;
}

async function storeDemoArticles(
  tx: Tx,
  folder: string,
  sources: Map<string, Source>,
  tagIds: Map<string, string>,
  imageIds: Map<string, string>,
  now: Date,
): Promise<number> {
  const files = (await readdir(join(folder, 'articles'))).sort();
  const articles: { demo: DemoArticle; incoming: Incoming }[] = [];
  for (const file of files) {
    const { source: slug, articles: written } = await readJson<{ source: string; articles: DemoArticle[] }>(
      folder,
      `articles/${file}`,
    );
    const source = sources.get(slug) as Source;
    for (const demo of written) articles.push({ demo, incoming: toIncoming(demo, source, tagIds, imageIds, now) });
  }
  const stored = await storeArticles(
    tx,
    articles.map(({ incoming }) => incoming),
    now,
  );
  const idOf = new Map(articles.map(({ demo }, at) => [demo.guid, stored[at]?.id as string]));
  for (const { demo } of articles) {
    const id = idOf.get(demo.guid);
    for (const { note, at } of demo.corrections) {
      await tx.query('insert into correction (id, article_id, note, at) values ($1, $2, $3, $4)', [
        newId('n'),
        id,
        note,
        at,
      ]);
    }
    for (const [position, guid] of demo.related.entries()) {
      await tx.query('insert into related_pin (article_id, related_id, position) values ($1, $2, $3)', [
        id,
        idOf.get(guid),
        position + 1,
      ]);
    }
  }
  return articles.length;
}

function toIncoming(
  demo: DemoArticle,
  source: Source,
  tagIds: Map<string, string>,
  imageIds: Map<string, string>,
  now: Date,
): Incoming {
  const figures = [...demo.body.matchAll(/data-image="([^"]+)"/g)].map(
    (match) => imageIds.get(match[1] as string) as string,
  );
  const body = demo.body.replace(/data-image="([^"]+)"/g, (_, file: string) => `data-image-id="${imageIds.get(file)}"`);
  const json = JSON.stringify({ ...demo, body, source: source.slug, image: null });
  const parsed = parseLine(json);
  if ('reason' in parsed) throw new Error(`Demo article ${demo.guid}: ${parsed.reason}`);
  const content = readLine(parsed.line, source, now);
  const leadImageId = demo.image === null ? null : (imageIds.get(demo.image) ?? null);
  return {
    content: {
      ...content,
      sourceId: source.id,
      tagIds: demo.tags.map((slug) => tagIds.get(slug) as string),
      leadImageId,
      imageIds: figures,
    },
    identity: identityOf({ guid: demo.guid, urlKey: null, titleKey: '', day: null }),
    hash: digest(json),
    publish: true,
    waitsAs: 'DRAFT',
    releasedAt: sortedAt(content) ?? noonOf(demo.publishedAt, source.timeZone),
    embargoMinutes: source.embargoMinutes,
  };
}
