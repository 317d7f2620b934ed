/** Images in the database. */
import type { Db } from '../core/database.js';
import type { Image } from './image.entity.js';

const IMAGE_COLUMNS = `i.id, i.storage_key as "storageKey", i.media_type as "mediaType", i.width, i.height, i.alt, i.caption,
  i.credit, case when i.hidden_at is null then i.placeholder end as placeholder, i.focal_x as "focalX", i.focal_y as "focalY", i.hidden_at as "hiddenAt"`;

export async function findImages(db: Db, ids: readonly string[]): Promise<Image[]> {
  return db.query<Image>(`select ${IMAGE_COLUMNS} from image i where i.id = any($1)`, [ids], 'image_find');
}

/** Adds an image; one whose file is known already keeps its row, and its id is answered. */
export async function insertImage(
  db: Db,
  image: Omit<Image, 'createdAt' | 'hiddenAt' | 'uploadedBy' | 'deletedAt'>,
): Promise<string> {
  const [row] = await db.query<{ id: string }>(
    `insert into image (id, storage_key, media_type, width, height, alt, caption, credit, placeholder, focal_x, focal_y)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (storage_key) do update set storage_key = excluded.storage_key returning id`,
    [
      image.id,
      image.storageKey,
      image.mediaType,
      image.width,
      image.height,
      image.alt,
      image.caption,
      image.credit,
      image.placeholder,
      image.focalX,
      image.focalY,
    ],
  );
  return (row as { id: string }).id;
}
