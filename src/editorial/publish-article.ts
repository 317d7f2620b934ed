/** Putting the working copy live: now, at a time, or with a public note of what was wrong. */
import { ARTICLE_PUBLISHED } from '../articles/article-events.js';
import { type ArticleField, changedFields } from '../articles/merge-content.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { enqueue } from '../jobs/job.js';
import type { ActionInput } from './change-state.js';
import { beginEdit, type Edit } from './edit-article.js';
import { beginWork, finishWork, forThePublic, refuseUnfit, releaseOf } from './work.js';

export async function publishArticle(tx: Tx, actor: Editor, input: ActionInput, now = new Date()): Promise<string> {
  const work = await beginWork(tx, actor, { ...input, action: 'PUBLISH' });
  const { article } = work;
  const content = forThePublic(article.content);
  refuseUnfit(content, now);
  // What is out keeps the moment at which it came out.
  const release = article.status === 'PUBLISHED' ? null : releaseOf(article, now);
  const sameFace = article.isShown && changedFields(article.content, content).length === 0;
  await finishWork(tx, actor, work, { content, face: 'REPLACE', release, sameFace, comment: input.comment, now });
  await enqueue(tx, ARTICLE_PUBLISHED, [{ articleId: article.id }]);
  return article.id;
}

/** Due is data: from `releasedAt` on the article is public, whether or not anything fires. */
export async function scheduleArticle(
  tx: Tx,
  actor: Editor,
  input: ActionInput & { releasedAt: Date },
  now = new Date(),
): Promise<string> {
  const { releasedAt, comment } = input;
  const work = await beginWork(tx, actor, { ...input, action: 'SCHEDULE' });
  const content = forThePublic(work.article.content);
  refuseUnfit(content, releasedAt);
  const release = releaseOf(work.article, releasedAt);
  return finishWork(tx, actor, work, { content, face: 'REPLACE', release, comment, now });
}

export async function correctArticle(
  tx: Tx,
  actor: Editor,
  input: Edit & { note: string },
  now = new Date(),
): Promise<{ articleId: string; merged: ArticleField[] }> {
  const { work, content: corrected, merged } = await beginEdit(tx, actor, 'CORRECT', input);
  const content = forThePublic(corrected);
  refuseUnfit(content, now);
  const { note } = input;
  await finishWork(tx, actor, work, { content, face: 'REPLACE', comment: note, correction: note, now });
  await enqueue(tx, ARTICLE_PUBLISHED, [{ articleId: work.article.id }]);
  return { articleId: work.article.id, merged };
}
