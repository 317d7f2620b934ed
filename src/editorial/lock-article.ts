/**
 * Locks are leases that warn others: nothing else than asking for one is ever refused for them, and the version number
 * decides who saves. Asking again renews.
 */
import { recordAudit } from '../audit/audit.js';
import { type Editor, isAtLeast, Role } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { forbidden } from '../core/errors.js';
import { at, rejected } from '../core/user-error.js';
import { lockArticleRow } from './work.js';

const LEASE = `interval '5 minutes'`;

export async function lockArticle(tx: Tx, actor: Editor, articleId: string): Promise<string> {
  await lockArticleRow(tx, actor, articleId);
  const [lease] = await tx.query<{ renewed: boolean }>(
    `with held as (select user_id from edit_lock where article_id = $1 and expires_at > now())
     insert into edit_lock as k (article_id, user_id, expires_at) values ($1, $2, now() + ${LEASE})
     on conflict (article_id) do update set user_id = $2, expires_at = now() + ${LEASE}
       where k.user_id = $2 or k.expires_at <= now()
     returning exists (select 1 from held where user_id = $2) as renewed`,
    [articleId, actor.userId],
  );
  if (!lease) throw await lockedBy(tx, articleId);
  await recordAudit(tx, actor, [
    { action: 'LOCK', subjectId: articleId, summary: lease.renewed ? 'for five minutes more' : 'for five minutes' },
  ]);
  return articleId;
}

async function lockedBy(tx: Tx, articleId: string) {
  const [held] = await tx.query<{ name: string; until: Date }>(
    `select u.name, k.expires_at as until from edit_lock k join user_account u on u.id = k.user_id where k.article_id = $1`,
    [articleId],
  );
  const who = held
    ? `${held.name} is working on it until ${held.until.toISOString()}`
    : 'Another user is working on it';
  return rejected('LOCKED', at('articleId'), `${who}; an EDITOR may unlock it.`);
}

/** Ends a lock: one's own, or as an editor anybody's. An article without one stays without. */
export async function unlockArticle(tx: Tx, actor: Editor, articleId: string): Promise<string> {
  await lockArticleRow(tx, actor, articleId);
  const [lock] = await tx.query<{ holderId: string }>(
    'select user_id as "holderId" from edit_lock where article_id = $1 and expires_at > now()',
    [articleId],
  );
  if (!lock) return articleId;
  if (lock.holderId !== actor.userId && !isAtLeast(actor.role, Role.EDITOR))
    throw forbidden('This lock is of another user: an EDITOR may end it.');
  await tx.query('delete from edit_lock where article_id = $1', [articleId]);
  const summary = lock.holderId === actor.userId ? 'her own lock' : `the lock of ${lock.holderId}`;
  await recordAudit(tx, actor, [{ action: 'UNLOCK', subjectId: articleId, summary }]);
  return articleId;
}
