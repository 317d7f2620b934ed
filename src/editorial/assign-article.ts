/** Whose work an article is. It leaves the version: nothing of the article itself changes. */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { at, rejected } from '../core/user-error.js';
import { lockArticleRow } from './work.js';

export async function assignArticle(
  tx: Tx,
  actor: Editor,
  { articleId, assigneeId = null }: { articleId: string; assigneeId?: string | null },
): Promise<string> {
  await lockArticleRow(tx, actor, articleId);
  const changed = await tx.query(
    `update article a set assignee_id = $2 where a.id = $1
       and ($2::text is null or exists (select 1 from user_account u where u.id = $2 and u.active)) returning 1`,
    [articleId, assigneeId],
  );
  if (changed.length === 0)
    throw rejected('NOT_FOUND', at('assigneeId'), 'There is no such user, or she is not active.');
  const summary = assigneeId === null ? 'to nobody' : `to ${assigneeId}`;
  await recordAudit(tx, actor, [{ action: 'ASSIGN', subjectId: articleId, summary }]);
  return articleId;
}
