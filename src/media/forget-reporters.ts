/** Who reported what is forgotten after a month: the reports stay, the hashes of their senders go. */
import type { Db } from '../core/database.js';

const KEPT_DAYS = 30;

/** At most `batch` reports at a time; answers how many. */
export async function forgetReporters(db: Db, batch = 10_000): Promise<number> {
  const rows = await db.query(
    `update image_report set reporter = null where id = any(array(
       select id from image_report where reporter is not null and at < now() - make_interval(days => $1) order by at limit $2))
     returning 1`,
    [KEPT_DAYS, batch],
  );
  return rows.length;
}
