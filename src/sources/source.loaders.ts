/** Sources by id, once per request. */
import { relation } from '../core/context.js';
import type { Source } from './source.entity.js';
import { findSources } from './source.sql.js';

export const sourceById = relation<string, Source | null>(null, async ({ db, actor }, ids) => {
  const rows = await findSources(db, actor, ids);
  return new Map(rows.map((row) => [row.id, row]));
});
