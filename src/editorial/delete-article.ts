/** Deletes an article that was never public, with all its versions. The audit log keeps that there was one. */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import type { ActionInput } from './change-state.js';
import { describeTitle } from './describe-change.js';
import { beginWork } from './work.js';

export async function deleteArticle(tx: Tx, actor: Editor, input: ActionInput): Promise<string> {
  const { article } = await beginWork(tx, actor, { ...input, action: 'DELETE' });
  // It may have claimed its slug when it was scheduled; nobody has ever followed it.
  await tx.query(
    `with freed as (delete from slug where scope = 'article' and target_id = $1) delete from article where id = $1`,
    [article.id],
  );
  const title = describeTitle(article.content.title);
  const summary = `${article.status} of version ${article.version}, ${title}${input.comment ? `; comment: ${input.comment}` : ''}`;
  await recordAudit(tx, actor, [{ action: 'DELETE', subjectId: article.id, summary }]);
  return article.id;
}
