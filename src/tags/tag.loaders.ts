/** Tags by id and their narrower tags, once per request. */
import { relation } from '../core/context.js';
import { groupBy } from '../core/group-by.js';
import type { PageRequest } from '../core/page.js';
import type { Tag } from './tag.entity.js';
import { countNarrower, findTags, listNarrower } from './tag.sql.js';

export const tagById = relation<string, Tag | null>(null, async ({ db }, ids) => {
  const rows = await findTags(db, ids);
  return new Map(rows.map((row) => [row.asked, row]));
});

export const narrowerTags = relation<string, (Tag & { sortValue: string })[], PageRequest>(
  [],
  async ({ db }, ids, page) => groupBy(await listNarrower(db, ids, page), (row) => row.broaderId as string),
);

export const narrowerCount = relation<string, number>(0, async ({ db }, ids) => {
  const rows = await countNarrower(db, ids);
  return new Map(rows.map((row) => [row.id, row.n]));
});
