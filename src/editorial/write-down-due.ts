/**
 * Writes down that what was scheduled is published, and tells whoever waits for it. Readers do not wait for this: an
 * article that is due reads PUBLISHED already.
 */
import { ARTICLE_PUBLISHED } from '../articles/article-events.js';
import { NOBODY, recordAudit } from '../audit/audit.js';
import type { Database } from '../core/database.js';
import { enqueue } from '../jobs/job.js';

const BATCH = 200;

/** At most one batch; answers how many. Any number of workers may run it at once. */
export function writeDownDue(db: Database): Promise<number> {
  return db.transaction(async (tx) => {
    const due = await tx.query<{ articleId: string; at: Date }>(
      `update article set status = 'PUBLISHED' where id = any(array(
         select id from article where status = 'SCHEDULED' and released_at <= now() order by released_at limit $1
         for update skip locked))
       returning id as "articleId", released_at as at`,
      [BATCH],
    );
    if (due.length === 0) return 0;
    const notes = due.map(({ articleId, at }) => ({
      action: 'DUE',
      subjectId: articleId,
      summary: `SCHEDULED to PUBLISHED, as of ${at.toISOString()}`,
    }));
    await recordAudit(tx, NOBODY, notes);
    await enqueue(
      tx,
      ARTICLE_PUBLISHED,
      due.map(({ articleId }) => ({ articleId })),
    );
    return due.length;
  });
}
