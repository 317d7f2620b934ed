/**
 * What lists need of an article's tags: merged ones as what they went into, all that are broader, and the section, which is
 * that of the first tag that has one. The tree stays as it was read until the commit.
 */
import type { Tx } from '../core/database.js';
import { listBroader } from '../tags/tag-tree.sql.js';

export interface Listing {
  tagIds: string[];
  allTagIds: string[];
  sectionId: string | null;
}

/** Reads the tree above these tags, and answers the listing of any set of them. */
export async function readTagTree(tx: Tx, tagIds: string[]): Promise<(tagIds: string[]) => Listing> {
  const used = [...new Set(tagIds)];
  const rows = used.length === 0 ? [] : await listBroader(tx, used);
  const tree = new Map(rows.map((row) => [row.id, row]));
  const pathOf = (id: string) => tree.get(id)?.path ?? [id];
  return (ids) => ({
    tagIds: [...new Set(ids.map((id) => pathOf(id)[0] as string))],
    allTagIds: [...new Set(ids.flatMap(pathOf))],
    sectionId: ids.map((id) => tree.get(id)?.sectionId).find((section) => section != null) ?? null,
  });
}
