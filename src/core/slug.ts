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

/**
 * Claims a slug for each, suffixed (-2, -3 ...) where the plain one is another's. Constant in the number of twins: the
 * plain slug's row counts the suffixes given. A wish for what its id already holds answers that slug again.
 */
export async function claimSlugs(db: Db, scope: SlugScope, wishes: SlugWish[]): Promise<Map<string, string>> {
  const claimed = new Map<string, string>();
  let open = wishes.map(({ id, text }) => ({ id, base: slugify(text) || id, slug: slugify(text) || id }));
  for (let round = 0; open.length > 0; round++) {
    if (round > 50) throw new Error(`No free slug found for "${open[0]?.base}"`);
    // Two wishes for one key in one statement would meet each other: the later ones wait for the next round.
    const byKey = new Map(open.map((wish) => [slugKey(wish.slug), wish] as const).reverse());
    const owners = await insertSlugs(db, scope, byKey);
    const lost: typeof open = [];
    for (const wish of open) {
      if (owners.get(slugKey(wish.slug)) === wish.id) claimed.set(wish.id, wish.slug);
      else lost.push(wish);
    }
    await suffix(db, scope, lost);
    open = lost;
  }
  return claimed;
}

/** Takes each key that is free, and answers who owns it now. */
async function insertSlugs(db: Db, scope: SlugScope, byKey: Map<string, { id: string }>): Promise<Map<string, string>> {
  const rows = await db.query<{ key: string; id: string }>(
    `with taken as (
       insert into slug (scope, key, target_id)
       select $1, key, id from unnest($2::text[], $3::text[]) as w(key, id) order by key
       on conflict (scope, key) do nothing returning key, target_id)
     select key, target_id as id from taken
     union all
     select key, target_id from slug where scope = $1 and key = any($2) and key not in (select key from taken)`,
    [scope, [...byKey.keys()], [...byKey.values()].map((wish) => wish.id)],
  );
  return new Map(rows.map((row) => [row.key, row.id]));
}

/** Gives each loser the next number of its plain slug. */
async function suffix(db: Db, scope: SlugScope, lost: { base: string; slug: string }[]): Promise<void> {
  if (lost.length === 0) return;
  const wanted = new Map<string, typeof lost>();
  for (const wish of lost) {
    const key = slugKey(wish.base);
    wanted.set(key, [...(wanted.get(key) ?? []), wish]);
  }
  const rows = await db.query<{ key: string; next: number }>(
    `update slug s set next_suffix = s.next_suffix + w.twins
     from unnest($2::text[], $3::int[]) as w(key, twins) where s.scope = $1 and s.key = w.key
     returning s.key, s.next_suffix as next`,
    [scope, [...wanted.keys()], [...wanted.values()].map((wishes) => wishes.length)],
  );
  for (const { key, next } of rows) {
    const wishes = wanted.get(key) ?? [];
    wishes.forEach((wish, at) => {
      wish.slug = `${wish.base}-${next - wishes.length + at}`;
    });
  }
}
