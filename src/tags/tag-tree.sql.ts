/**
 * The tree of tags. Whoever lists articles by it holds it shared until the commit (`tag_tree` of the migration does so), whoever
 * changes it holds it alone: so no article is ever listed by a tree that has changed meanwhile, and no two changes that
 * are harmless alone make a cycle together.
 */
import type { Tx } from '../core/database.js';
import type { StoredName } from '../core/localized-text.js';
import type { TagKind } from './tag.entity.js';

/** Levels of the tree, the top one included. */
export const MAX_LEVELS = 20;

/** The same number as in `tag_tree`. */
const TREE = 7_263_541_103;

/** Waits until nobody else reads or changes the tree, and keeps it so until the commit. */
export async function lockTagTree(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [TREE], 'tag_lock');
}

/** The path of each tag from itself upwards, and whether its last is a section. A merged tag's is that of its target. */
export async function listBroader(tx: Tx, ids: readonly string[]) {
  return tx.query<{ id: string; path: string[]; sectionId: string | null }>(
    'select asked as id, path, section as "sectionId" from tag_tree($1)',
    [ids],
    'tag_tree',
  );
}

/** A tag as those who change the tree need it. */
export interface PlacedTag {
  id: string;
  slug: string;
  storedNames: StoredName[];
  kind: TagKind;
  aliases: string[];
  broaderId: string | null;
  mergedIntoId: string | null;
  mediaTopic: string | null;
  /** Itself and all above it. */
  path: string[];
  /** Levels from it down to the lowest below it; 1 where there is none. */
  height: number;
}

/** Tags by their own ids, merged ones as they are; the tree is to be locked. */
export async function findPlacedTags(tx: Tx, ids: readonly string[]): Promise<Map<string, PlacedTag>> {
  const rows = await tx.query<PlacedTag>(
    `with recursive up as (
       select t.id as start, t.id, t.broader_id, 1 as level from tag t where t.id = any($1)
       union all
       select u.start, t.id, t.broader_id, u.level + 1 from up u join tag t on t.id = u.broader_id where u.level < ${MAX_LEVELS}),
     down as (
       select t.id as start, t.id, 1 as level from tag t where t.id = any($1)
       union all
       select d.start, t.id, d.level + 1 from down d join tag t on t.broader_id = d.id where d.level < ${MAX_LEVELS})
     select t.id, t.slug, t.names as "storedNames", t.kind, t.aliases, t.broader_id as "broaderId",
       t.merged_into_id as "mergedIntoId", t.media_topic as "mediaTopic",
       (select array_agg(u.id order by u.level) from up u where u.start = t.id) as path,
       (select max(d.level) from down d where d.start = t.id) as height
     from tag t where t.id = any($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** What editors change of a tag's row. */
export interface TagRow {
  id: string;
  storedNames: StoredName[];
  nameKey: string;
  sortKey: string;
  kind: TagKind;
  aliases: string[];
  broaderId: string | null;
  mediaTopic: string | null;
}

export async function updateTag(tx: Tx, row: TagRow): Promise<void> {
  await tx.query(
    `update tag set names = $2, name_key = $3, sort_key = $4, kind = $5, aliases = $6, broader_id = $7, media_topic = $8
     where id = $1`,
    [
      ...[row.id, JSON.stringify(row.storedNames), row.nameKey, row.sortKey],
      ...[row.kind, row.aliases, row.broaderId, row.mediaTopic],
    ],
  );
}

export interface TagMerge {
  from: string[];
  into: string;
  /** Of `into`, afterwards. */
  broaderId: string | null;
  aliases: string[];
  nameKey: string;
}

/** Makes tags lead to another: earlier merges and narrower tags go along. Merged tags stand outside of the tree. */
export async function updateMerged(tx: Tx, merge: TagMerge): Promise<void> {
  await tx.query(
    `update tag t set
       merged_into_id = case when t.id = any($1) or t.merged_into_id = any($1) then $2 end,
       broader_id = case when t.id = any($1) then null when t.id = $2 then $3
         when t.broader_id = any($1) then $2 else t.broader_id end,
       aliases = case when t.id = $2 then $4 else t.aliases end,
       name_key = case when t.id = $2 then $5 else t.name_key end
     where t.id = any($1) or t.id = $2 or t.merged_into_id = any($1) or t.broader_id = any($1)`,
    [merge.from, merge.into, merge.broaderId, merge.aliases, merge.nameKey],
  );
}

/**
 * Moves all slugs of merged tags to their target and claims these keys for it where they are nobody's; answers which of
 * the keys lead to it now.
 */
export async function moveSlugs(tx: Tx, from: string[], into: string, keys: string[]): Promise<Set<string>> {
  const rows = await tx.query<{ key: string }>(
    `with moved as (update slug set target_id = $2 where scope = 'tag' and target_id = any($1) returning key),
     claimed as (
       insert into slug (scope, key, target_id) select 'tag', k, $2 from (select distinct unnest($3::text[]) as k order by 1) w
       on conflict do nothing returning key)
     select key from moved union select key from claimed
     union select key from slug where scope = 'tag' and target_id = $2 and key = any($3)`,
    [from, into, keys],
  );
  return new Set(rows.map((row) => row.key));
}
