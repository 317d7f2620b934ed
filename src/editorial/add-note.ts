/** Notes between editors: they stay at the desk, and leave the version. */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { newId } from '../core/ids.js';
import { lockArticleRow } from './work.js';

export async function addNote(
  tx: Tx,
  actor: Editor,
  { articleId, text }: { articleId: string; text: string },
): Promise<string> {
  await lockArticleRow(tx, actor, articleId);
  await tx.query('insert into note (id, article_id, author_id, text) values ($1, $2, $3, $4)', [
    newId('o'),
    articleId,
    actor.userId,
    text,
  ]);
  await recordAudit(tx, actor, [
    { action: 'NOTE', subjectId: articleId, summary: `a note of ${text.length} characters` },
  ]);
  return articleId;
}
