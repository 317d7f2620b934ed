/**
 * Slugs of articles, sources and tags. Each is unique in its scope by the folded form that look-ups compare, and stays
 * for ever: an old address keeps leading to the object even after its slug has changed.
 */
import { slugify, slugKey } from '../text/slug.js';
import type { Db, Tx } from './database.js';
import type { StoredName } from './localized-text.js';
import { at, type Mistakes } from './user-error.js';

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

/** A text that shall lead to an object, and the field of the input that it stands in. */
export interface Claim {
  text: string;
  path: string[];
  /** Whether the object can do without: another's name of the same spelling is no mistake then. */
  optional: boolean;
}

/** The slug that an editor asks for, spelled as slugs are; a mistake where nothing of it can stay. */
export function readSlug(mistakes: Mistakes, given: string): string {
  const slug = slugify(given);
  if (slug === '') mistakes.add(at('slug'), 'It has no letter and no digit.');
  return slug;
}

/** Names lead to what they name, but where a slug of its own was given and the name is another's too. */
export const claimsOfNames = (names: StoredName[], optional: boolean): Claim[] =>
  names.map(({ text }, index) => ({ text, path: at('names', index, 'text'), optional }));

/** Whose each claim is; the object's own, or that of another that was there before. */
export type Owners = (claim: Claim) => string | undefined;

/**
 * Makes these texts lead to an object where they lead nowhere yet, and answers whose they are then. Never numbered: who
 * refuses what is another's takes all of it back.
 */
export async function claimAll(tx: Tx, scope: SlugScope, id: string, claims: Claim[]): Promise<Owners> {
  const keyOf = ({ text }: Claim) => slugKey(slugify(text));
  if (claims.length === 0) return () => undefined;
  const rows = await tx.query<{ key: string; owner: string }>(
    `insert into slug (scope, key, target_id) select $1, k, $2 from (select distinct unnest($3::text[]) as k order by 1) w
     on conflict (scope, key) do update set target_id = slug.target_id returning key, target_id as owner`,
    [scope, id, claims.map(keyOf)],
  );
  const owners = new Map(rows.map(({ key, owner }) => [key, owner]));
  return (claim) => owners.get(keyOf(claim));
}

/** What leads to another object already is a mistake that names it. */
export function checkOwners(mistakes: Mistakes, id: string, claims: Claim[], owners: Owners): void {
  for (const claim of claims) {
    const owner = owners(claim);
    if (owner !== id && !claim.optional)
      mistakes.add(claim.path, `"${claim.text}" leads to ${owner} already.`, 'DUPLICATE');
  }
}
