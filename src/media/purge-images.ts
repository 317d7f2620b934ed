/** What was deleted a month ago is removed for good: its files first, so that no row ever leaves one behind. */
import type { Database } from '../core/database.js';
import type { MediaStore } from './variants.js';

/** Days for which a deleted image could still be brought back by hand. */
const GRACE_DAYS = 30;

/** At most `batch` images at a time; answers how many. An outlet's sign stays while it is one. */
export async function purgeImages(db: Database, store: MediaStore, batch = 200): Promise<number> {
  const rows = await db.query<{ id: string; key: string }>(
    `select i.id, i.storage_key as key from image i
     where i.deleted_at < now() - make_interval(days => $1) and not exists (select from source s where s.logo_id = i.id)
     order by i.deleted_at limit $2`,
    [GRACE_DAYS, batch],
  );
  for (const { key } of rows) await store.remove(key);
  await db.query('delete from image where id = any($1)', [rows.map(({ id }) => id)]);
  return rows.length;
}
