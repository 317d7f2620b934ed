/** Tells the others at the desk that an editor opened an article: on the channel alone, since nothing came of it. */
import type { RequestContext } from '../core/context.js';
import type { Database } from '../core/database.js';
import type { DeskRow } from './desk-article.sql.js';

/** Milliseconds for which one who opens it again opens nothing. */
const LASTS = 60_000;
const MAX_KNOWN = 10_000;

/** When who opened what, oldest first; each node knows of its own requests. */
const opened = new WeakMap<Database, Map<string, number>>();

/** One statement, and none where she opened it within the last minute. Where nobody can be told, she reads all the same. */
export async function tellOpened(ctx: RequestContext, article: DeskRow): Promise<void> {
  const { userId } = ctx.editor;
  if (!isNews(ctx.db, `${userId} ${article.articleId}`)) return;
  const message = { articleId: article.articleId, action: 'OPEN', actorId: userId, version: article.version };
  try {
    await ctx.db.query(
      `select pg_notify('warraq', 'desk ' || jsonb_set($1::jsonb, '{at}', to_jsonb(now()))::text)`,
      [JSON.stringify(message)],
      'desk_opened',
    );
  } catch (error) {
    ctx.log.warn({ err: error }, 'desk.opened_untold');
  }
}

function isNews(db: Database, key: string): boolean {
  const known = opened.get(db) ?? new Map<string, number>();
  opened.set(db, known);
  const now = Date.now();
  if (now - (known.get(key) ?? 0) < LASTS) return false;
  known.delete(key);
  known.set(key, now);
  for (const [other, at] of known) {
    if (known.size <= MAX_KNOWN && now - at < LASTS) break;
    known.delete(other);
  }
  return true;
}
