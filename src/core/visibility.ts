/**
 * The one rule of what a caller may read. Due is data: an article is public from its minute on because its row says so,
 * not because something fired. Every list, look-up and count puts this predicate into its WHERE.
 */
import { type Actor, ANONYMOUS, isAtLeast, Role } from './access.js';
import { endOfEmbargo, grantedAccess, isGranted, isPastEmbargo } from './grants.sql.js';
import type { Values } from './sql.js';

/**
 * SQL that is true for the rows of `article` (under `alias`) that the actor may read: what the rights of its source give the
 * public, or what a partner was granted, which is all that she has.
 */
export function visibleTo(actor: Actor, alias = 'a'): string {
  const due =
    actor.kind === 'partner'
      ? isPastEmbargo(actor.grants, `${alias}.source_id`, `${alias}.released_at`, 'now()')
      : `${alias}.public_at <= now()`;
  return `${alias}.published_revision is not null and ${due}`;
}

/** SQL of how much the actor may have of the articles of `source s`, which may be no source at all. */
export const accessOf = (actor: Actor): string =>
  actor.kind === 'partner' ? grantedAccess(actor.grants, 's.id') : `coalesce(s.access, 'FULL_TEXT')`;

/** SQL of the moment from which the actor may read a row of `article` (under `alias`) that `visibleTo` lets her read. */
export const visibleSince = (actor: Actor, alias = 'a'): string =>
  actor.kind === 'partner'
    ? endOfEmbargo(actor.grants, `${alias}.source_id`, `${alias}.released_at`)
    : `${alias}.public_at`;

/** SQL that is true for the rows of `source` (under `alias`) that the actor knows of. */
export const sourceVisibleTo = (actor: Actor, alias = 's') => sourceKnownTo(actor, `${alias}.id`);

/** SQL that is true where the actor knows of the source whose id is this SQL; null is the id of none, which articles may have too. */
export const sourceKnownTo = (actor: Actor, sourceId: string): string =>
  actor.kind === 'partner' ? isGranted(actor.grants, sourceId) : 'true';

/** SQL of the newest article of a source that the actor may read, given the SQL of the source's id. */
export const latestArticleOf = (actor: Actor, source: string) => `(
  select a.sorted_at from article a where a.source_id = ${source} and ${visibleTo(actor)}
  order by a.sorted_at desc, a.id desc limit 1)`;

/** SQL that is true where `revision r` shows the image whose id is this SQL. */
const shows = (image: string, revision: string) =>
  `(${revision}.lead_image_id = ${image} or ${image} = any(${revision}.image_ids))`;

/** Images (under `alias`) that stand in what the actor may read as the public does: in an article's face, or as an outlet's sign. */
const isShownImage = (alias: string, actor: Actor = ANONYMOUS) => `(exists (
    select 1 from image_use u join article a on a.id = u.article_id
    join revision r on r.article_id = a.id and r.number = a.published_revision
    where u.image_id = ${alias}.id and ${visibleTo(actor)} and ${shows(`${alias}.id`, 'r')})
  or exists (select 1 from source s where s.logo_id = ${alias}.id and ${sourceVisibleTo(actor)}))`;

/** SQL that is true for the rows of `image` that the actor sees at the desk: a contributor's own, and those of her articles. */
export function imageOnDeskOf(actor: Actor, values: Values, alias = 'i'): string {
  if (actor.kind !== 'editor') return 'false';
  if (isAtLeast(actor.role, Role.EDITOR)) return `${alias}.deleted_at is null`;
  return `(${alias}.deleted_at is null and ${isHers(values.add(actor.userId), alias)})`;
}

const isHers = (userId: string, alias: string) => `(${alias}.uploaded_by = ${userId} or exists (
    select 1 from image_use u join article a on a.id = u.article_id
    where u.image_id = ${alias}.id and (a.author_id = ${userId} or a.assignee_id = ${userId})))`;

/**
 * SQL that is true for the rows of `image` that may be put into an article, given the placeholder of the writer's id, null for
 * editors: what is in an article of hers, a contributor sees, so that she may only name what she sees already.
 */
export const imageUsableBy = (userId: string, alias = 'i') => `(${alias}.deleted_at is null and (${userId}::text is null
    or ${isHers(userId, alias)} or (${alias}.hidden_at is null and ${isShownImage(alias)})))`;

/** SQL that is true for the rows of `image` that the actor may see, hidden or not: hiding takes the picture and its texts. */
export function imageVisibleTo(actor: Actor, values: Values, alias = 'i'): string {
  const open = `(${alias}.deleted_at is null and ${isShownImage(alias, actor)})`;
  return actor.kind === 'editor' ? `(${imageOnDeskOf(actor, values, alias)} or ${open})` : open;
}

/** SQL of the ids of articles that have an image now, in their public face or in what is being worked on. */
export const articlesUsing = (image: string) => `
  select a.id from image_use u join article a on a.id = u.article_id
  where u.image_id = ${image} and exists (
    select 1 from revision r where r.article_id = a.id and r.number in (a.published_revision, a.working_revision)
      and ${shows(image, 'r')})`;
