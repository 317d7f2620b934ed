/** When anything last changed for anybody: the date of everything that is made of many articles. */
import type { Db } from '../core/database.js';

/** Null where nothing ever was public. */
export async function findNewestChange(db: Db): Promise<Date | null> {
  const [row] = await db.query<{ at: Date }>(
    'select at from change order by position desc limit 1',
    [],
    'change_newest',
  );
  return row?.at ?? null;
}
