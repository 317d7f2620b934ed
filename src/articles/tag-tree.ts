/** What lists need of an article's tags: all that are broader, and the section, which is that of the first tag that has one. */
import type { Db } from '../core/database.js';
import { listBroader } from '../tags/tag.sql.js';

export interface Listing {
  allTagIds: string[];
  sectionId: string | null;
}

/** Reads the tree above these tags, and answers the listing of any set of them. */
export async function readTagTree(db: Db, tagIds: string[]): Promise<(tagIds: string[]) => Listing> {
  const used = [...new Set(tagIds)];
  const rows = used.length === 0 ? [] : await listBroader(db, used);
  const tree = new Map(rows.map((row) => [row.id, row]));
  return (ids) => ({
    allTagIds: [...new Set(ids.flatMap((id) => tree.get(id)?.path ?? [id]))],
    sectionId: ids.map((id) => tree.get(id)?.sectionId).find((section) => section != null) ?? null,
  });
}
