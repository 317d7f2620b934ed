/**
 * Slugs of articles, sources and tags. Each is unique in its scope by the folded form that look-ups compare, and stays
 * for ever: an old address keeps leading to the object even after its slug has changed.
 */
import { slugify, slugKey } from '../text/slug.js';
import type { Db } from './database.js';

export type SlugScope = 'article' | 'source' | 'tag';

/** Whose slug this is, in any spelling that an address may give it; null where nobody's. */
export async function findBySlug(db: Db, scope: SlugScope, slug: string): Promise<string | null> {
  const rows = await db.query<{ id: string }>(
    'select target_id as id from slug where scope = $1 and key = $2',
    [scope, slugKey(slug)],
    'slug_find',
  );
  return rows[0]?.id ?? null;
}

export interface SlugWish {
  id: string;
  /** A title or a name; the id itself is the slug where no letter or digit of it can stay. */
  text: string;
}

/** The slug that a wish asks for, and the key that it is compared by: what `claim_slug` in the database takes. */
export function wishedSlug({ id, text }: SlugWish): { slug: string; key: string } {
  const slug = slugify(text) || id;
  return { slug, key: slugKey(slug) };
}

/**
 * Claims a slug for each, suffixed (-2, -3 ...) where the plain one is another's. A wish for what its id already holds
 * answers that slug again.
 */
export async function claimSlugs(db: Db, scope: SlugScope, wishes: SlugWish[]): Promise<Map<string, string>> {
  const wished = wishes.map(wishedSlug);
  // Keys in order, so that two writers with the same twins never wait for each other.
  const rows = await db.query<{ id: string; slug: string }>(
    `select w.id, claim_slug($1, w.id, w.slug, w.key) as slug
     from (select * from unnest($2::text[], $3::text[], $4::text[]) with ordinality as w(id, slug, key, at) order by key, at) w`,
    [scope, wishes.map(({ id }) => id), wished.map(({ slug }) => slug), wished.map(({ key }) => key)],
  );
  return new Map(rows.map((row) => [row.id, row.slug]));
}
