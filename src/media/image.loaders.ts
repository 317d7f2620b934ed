/** Images by id, once per request. */
import { relation } from '../core/context.js';
import type { Image } from './image.entity.js';
import { findDeskImages, findImages, findVisibleImages } from './image.sql.js';

const byId = (rows: Image[]) => new Map<string, Image | null>(rows.map((row) => [row.id, row]));

/** As readers see them: an article or a source that names an image says that it is public. */
export const imageById = relation<string, Image | null>(null, async ({ db }, ids) => byId(await findImages(db, ids)));

/** As the desk shows them, hidden ones with their texts: for what was reached through the desk. */
export const deskImageById = relation<string, Image | null>(null, async ({ db }, ids) =>
  byId(await findDeskImages(db, ids)),
);

/** Asked for by their ids alone: those that the caller may see. */
export const visibleImageById = relation<string, Image | null>(null, async ({ db, actor }, ids) =>
  byId(await findVisibleImages(db, actor, ids)),
);
