/** The delivery log is kept for a month. What still waits is never forgotten. */
import type { Db } from '../core/database.js';

const KEPT = `interval '30 days'`;
/** Every attempt of a message is over a day or so after it was made, unless it was sent again. */
const SETTLED_BY = `interval '31 days'`;
const BATCH = 5_000;
const MAX_BATCHES = 100;

export async function forgetDeliveries(db: Db): Promise<void> {
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const gone = await db.query(
      `delete from delivery where id = any(array(
         select id from delivery where state <> 'PENDING' and created_at < now() - ${SETTLED_BY}
           and coalesce(delivered_at, created_at) < now() - ${KEPT} order by created_at limit ${BATCH}))
       returning 1`,
    );
    if (gone.length < BATCH) return;
  }
}
