/**
 * The one rule of what a caller may read. Due is data: an article is public from its minute on because its row says so,
 * not because something fired. Every list, look-up and count puts this predicate into its WHERE.
 */
import type { Actor } from './access.js';

/** SQL that is true for the rows of `article` (under `alias`) that the actor may read. */
export function visibleTo(_actor: Actor, alias = 'a'): string {
  return `${alias}.published_revision is not null and ${alias}.public_at <= now()`;
}

/** SQL of the newest article of a source that the actor may read, given the SQL of the source's id. */
export const latestArticleOf = (actor: Actor, source: string) => `(
  select a.sorted_at from article a where a.source_id = ${source} and ${visibleTo(actor)}
  order by a.sorted_at desc, a.id desc limit 1)`;
