/** Sessions that ended and failures that count no more are deleted: nothing reads them. */
import type { Db } from '../core/database.js';

export async function forgetEnded(db: Db): Promise<void> {
  await db.query('delete from session where expires_at <= now()');
  await db.query('delete from guess where expire <= $1', [Date.now()]);
}
