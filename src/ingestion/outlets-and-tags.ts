/** Sources and tags as imports name them: by slug or by name; one that is not known yet is created. */
import { ANONYMOUS } from '../core/access.js';
import type { Db } from '../core/database.js';
import { type IdLetter, newId } from '../core/ids.js';
import type { SlugScope } from '../core/slug.js';
import { Access, type Source } from '../sources/source.entity.js';
import { findSources, insertSources } from '../sources/source.sql.js';
import { TagKind } from '../tags/tag.entity.js';
import { insertTags } from '../tags/tag.sql.js';
import { fold } from '../text/fold.js';
import { slugify, slugKey } from '../text/slug.js';
import { sortKey } from '../text/sort-key.js';

/** The zone of a source that says nothing else. */
const DEFAULT_ZONE = 'Africa/Casablanca';

export interface Named {
  /** A slug or a name. */
  text: string;
  language: string;
}

/** The sources of these names, by slug key; new ones give their full text and count days in Casablanca. */
export async function findOrCreateSources(db: Db, names: Named[]): Promise<Map<string, Source>> {
  const { ids, created } = await findOrClaim(db, 'source', 's', names);
  const fresh = created.map(({ id, name, slug }) => ({
    id,
    slug,
    storedNames: [{ language: name.language, text: readable(name.text) }],
    nameKey: fold(readable(name.text)),
    sortKey: sortKey(readable(name.text)),
    languages: [name.language],
    country: null,
    homepage: null,
    logoId: null,
    timeZone: DEFAULT_ZONE,
    access: Access.FULL_TEXT,
    credit: null,
    embargoMinutes: 0,
  }));
  if (fresh.length > 0) await insertSources(db, fresh as Parameters<typeof insertSources>[1]);
  const rows = new Map((await findSources(db, ANONYMOUS, [...ids.values()])).map((row) => [row.id, row]));
  return new Map([...ids].map(([key, id]) => [key, rows.get(id) as Source]));
}

/** The ids of the tags of these names, by slug key; new ones are topics. */
export async function findOrCreateTags(db: Db, names: Named[]): Promise<Map<string, string>> {
  const { ids, created } = await findOrClaim(db, 'tag', 't', names);
  const fresh = created.map(({ id, name, slug }) => ({
    id,
    slug,
    storedNames: [{ language: name.language, text: readable(name.text) }],
    nameKey: fold(readable(name.text)),
    sortKey: sortKey(readable(name.text)),
    kind: TagKind.TOPIC,
    aliases: [],
    broaderId: null,
    mediaTopic: null,
  }));
  if (fresh.length > 0) await insertTags(db, fresh);
  return ids;
}

interface Claimed {
  ids: Map<string, string>;
  created: { id: string; name: Named; slug: string }[];
}

/** Looks names up by slug key and claims the key for those that are nobody's; another writer's claim wins. */
async function findOrClaim(db: Db, scope: SlugScope, letter: IdLetter, names: Named[]): Promise<Claimed> {
  const wanted = new Map(names.map((name) => [slugKey(slugify(name.text)), name]));
  wanted.delete('');
  const keys = [...wanted.keys()].sort();
  const ids = await findKeys(db, scope, keys);
  const missing = keys.filter((key) => !ids.has(key)).map((key) => ({ key, id: newId(letter) }));
  if (missing.length === 0) return { ids, created: [] };
  const won = await db.query<{ key: string; id: string }>(
    `insert into slug (scope, key, target_id) select $1, key, id from unnest($2::text[], $3::text[]) as w(key, id)
     on conflict (scope, key) do nothing returning key, target_id as id`,
    [scope, missing.map((one) => one.key), missing.map((one) => one.id)],
  );
  const created = won.map(({ key, id }) => {
    const name = wanted.get(key) as Named;
    ids.set(key, id);
    return { id, name, slug: slugify(name.text) };
  });
  const lost = missing.map((one) => one.key).filter((key) => !ids.has(key));
  for (const [key, id] of await findKeys(db, scope, lost)) ids.set(key, id);
  return { ids, created };
}

async function findKeys(db: Db, scope: SlugScope, keys: string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = await db.query<{ key: string; id: string }>(
    `select s.key, coalesce(t.merged_into_id, s.target_id) as id from slug s left join tag t on t.id = s.target_id
     where s.scope = $1 and s.key = any($2)`,
    [scope, keys],
  );
  return new Map(rows.map((row) => [row.key, row.id]));
}

/** A slug as a name: its hyphens were spaces. */
function readable(text: string): string {
  return /\s/.test(text) ? text : text.replace(/-+/g, ' ').trim();
}
