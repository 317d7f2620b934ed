/** Images by id, once per request. */
import { relation } from '../core/context.js';
import type { Image } from './image.entity.js';
import { findImages } from './image.sql.js';

export const imageById = relation<string, Image | null>(null, async ({ db }, ids) => {
  const rows = await findImages(db, ids);
  return new Map(rows.map((row) => [row.id, row]));
});
