/** Where articles stand: their page's path, and their place in each order, which cursors hold. */
import type { Place } from '../core/page.js';
import type { Article } from './article.entity.js';
import type { ArticleOrder } from './article-list.sql.js';

const SORT_VALUES: Record<ArticleOrder, (article: Article) => Date> = {
  NEWEST: (article) => article.sortedAt,
  OLDEST: (article) => article.sortedAt,
  RECENTLY_MODIFIED: (article) => article.modifiedAt,
  RECENTLY_ADDED: (article) => article.publicSince,
};

export function placeOf(order: ArticleOrder): (article: Article) => Place {
  return (article) => ({ value: String(SORT_VALUES[order](article).getTime()), id: article.id });
}

/** /a/{id}/{slug}; the id alone where no letter of the title could stay. */
export function articlePath(article: { id: string; slug: string }): string {
  return article.slug === article.id ? `/a/${article.id}` : `/a/${article.id}/${article.slug}`;
}
