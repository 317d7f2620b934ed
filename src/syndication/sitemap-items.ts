/** The addresses of sitemaps, in batches: however many there are, no more than one batch is held at a time. */
import type { SitemapItemLoose } from 'sitemap';
import type { Article } from '../articles/article.entity.js';
import { listArticles } from '../articles/article.sql.js';
import { NO_CONDITION } from '../articles/article-list.sql.js';
import { articlePath } from '../articles/article-page.js';
import { ANONYMOUS } from '../core/access.js';
import type { Db } from '../core/database.js';
import { sourceName } from '../sources/source.entity.js';
import { knownDate } from './known-date.js';
import { listPublished, listSourceSlugs, listTagSlugs, type Named, PART } from './sitemap.sql.js';
import { webAddress } from './web-address.js';

export type Items = AsyncGenerator<SitemapItemLoose>;

const BATCH = 5_000;

/** A sitemap without an address is not valid: where there is nothing to name, it names the first page. */
const firstPage = (origin: string): SitemapItemLoose => ({ url: webAddress(origin, '/') });

/** Part `number`, from 1 on. */
export async function* articleItems(db: Db, origin: string, number: number): Items {
  const [from, end] = [(number - 1) * PART, number * PART];
  let named = 0;
  for (let after = from; after < end; after += BATCH) {
    for (const article of await listPublished(db, after, after + BATCH)) {
      named += 1;
      yield { url: webAddress(origin, articlePath(article)), lastmod: article.modifiedAt.toISOString() };
    }
  }
  if (named === 0) yield firstPage(origin);
}

/** The pages that lead to articles: no more than a sitemap may hold. */
export async function* pageItems(db: Db, origin: string): Items {
  yield firstPage(origin);
  yield { url: webAddress(origin, '/sources') };
  yield { url: webAddress(origin, '/tags') };
  let room = PART - 3;
  for (const [kind, list] of [['sources', listSourceSlugs] as const, ['tags', listTagSlugs] as const]) {
    for await (const { slug } of inBatches((after, limit) => list(db, after, limit), room)) {
      room -= 1;
      yield { url: webAddress(origin, `/${kind}/${slug}`) };
    }
  }
}

async function* inBatches(list: (after: string, limit: number) => Promise<Named[]>, most: number) {
  let after = '';
  for (let left = most; left > 0; ) {
    const rows = await list(after, Math.min(left, BATCH));
    yield* rows;
    left -= rows.length;
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = last.id;
  }
}

/** What Google takes for news: at most so many articles, no older than that. */
const NEWS = { articles: 1_000, days: 2 };
const DAY = 86_400_000;

/** The newest articles whose day is known. One statement. */
export async function* newsItems(db: Db, origin: string, now = new Date()): Items {
  const condition = { ...NO_CONDITION, from: new Date(now.getTime() - NEWS.days * DAY) };
  const page = { order: 'news', limit: NEWS.articles, backward: false, after: null, before: null };
  const articles = await listArticles(db, ANONYMOUS, condition, 'NEWEST', page);
  const items = articles.slice(0, NEWS.articles).flatMap((article) => newsItem(origin, article) ?? []);
  yield* items.length > 0 ? items : [firstPage(origin)];
}

function newsItem(origin: string, article: Article): SitemapItemLoose | null {
  const published = knownDate(article);
  if (!article.source || !published?.instant) return null;
  return {
    url: webAddress(origin, articlePath(article)),
    news: {
      publication: {
        name: sourceName(article.source),
        // Google knows languages without regions, by two or three letters.
        language: article.language.split('-')[0] ?? article.language,
      },
      publication_date: published.value,
      title: article.title,
    },
  };
}
