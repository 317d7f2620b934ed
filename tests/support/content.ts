/** Builders: what a test says about an article, source or tag counts, everything else is filled in. */

import type { ArticleContent } from '../../src/articles/article-content.js';
import { releaseAt, saveArticles } from '../../src/articles/save-articles.js';
import type { Database } from '../../src/core/database.js';
import { newId } from '../../src/core/ids.js';
import { claimSlugs } from '../../src/core/slug.js';
import { Access, type Source } from '../../src/sources/source.entity.js';
import { insertSources } from '../../src/sources/source.sql.js';
import { type Tag, TagKind } from '../../src/tags/tag.entity.js';
import { insertTags } from '../../src/tags/tag.sql.js';
import { fold } from '../../src/text/fold.js';
import { sortKey } from '../../src/text/sort-key.js';

let serial = 0;

export async function makeSource(db: Database, name: string, given: Partial<Source> = {}): Promise<string> {
  const id = newId('s');
  const slug = (await claimSlugs(db, 'source', [{ id, text: name }])).get(id) as string;
  const row = {
    storedNames: [{ language: 'ar', text: name }],
    nameKey: fold(name),
    sortKey: sortKey(name),
    languages: ['ar'],
    country: 'MA',
    homepage: null,
    logoId: null,
    timeZone: 'Africa/Casablanca',
    access: Access.FULL_TEXT,
    credit: null,
    embargoMinutes: 0,
    ...given,
    id,
    slug,
  };
  await insertSources(db, [row as Parameters<typeof insertSources>[1][number]]);
  return id;
}

export async function makeTag(db: Database, name: string, given: Partial<Tag> = {}): Promise<string> {
  const id = newId('t');
  const slug = (await claimSlugs(db, 'tag', [{ id, text: name }])).get(id) as string;
  await insertTags(db, [
    {
      storedNames: [{ language: 'ar', text: name }],
      nameKey: fold(name),
      sortKey: sortKey(name),
      kind: TagKind.TOPIC,
      aliases: [],
      broaderId: null,
      mediaTopic: null,
      ...given,
      id,
      slug,
    },
  ]);
  return id;
}

export interface ArticleGiven extends Partial<ArticleContent> {
  sourceId: string;
  /** Null for a draft. */
  releasedAt?: Date | null;
  embargoMinutes?: number;
}

/** Saves articles as imports do; those with `releasedAt: null` stay drafts. Answers their ids in order. */
export function makeArticles(db: Database, given: ArticleGiven[]): Promise<string[]> {
  const now = new Date();
  const saves = given.map(({ releasedAt, embargoMinutes = 0, ...content }) => {
    serial += 1;
    return {
      stored: null,
      content: {
        title: `خبر رقم ${serial}`,
        titleLanguage: 'ar',
        summary: null,
        body: `<p>نص الخبر رقم ${serial}.</p>`,
        byline: null,
        language: 'ar',
        canonicalUrl: null,
        publishedAt: new Date(Date.UTC(2024, 0, 1, 0, serial)),
        publishedOn: null,
        tagIds: [],
        leadImageId: null,
        imageIds: [],
        imageUrl: null,
        ...content,
      },
      action: 'TEST',
      comment: null,
      authorId: null,
      status: releasedAt === null ? ('DRAFT' as const) : ('PUBLISHED' as const),
      face: releasedAt === null ? ('KEEP' as const) : ('REPLACE' as const),
      release: releasedAt === null ? null : releaseAt(releasedAt ?? new Date(now.getTime() - 60_000), embargoMinutes),
      imported: null,
    };
  });
  return db.transaction((tx) => saveArticles(tx, saves, now));
}

export async function makeArticle(db: Database, given: ArticleGiven): Promise<string> {
  return (await makeArticles(db, [given]))[0] as string;
}
