/** Makes an earlier version the working copy, as a new version: nothing is taken back, and nothing is lost. */
import type { ArticleContent } from '../articles/article-content.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { at, rejected } from '../core/user-error.js';
import { claimImages } from '../media/image.sql.js';
import { saveWorkingCopy } from './edit-article.js';
import { beginWork } from './work.js';

export async function restoreRevision(
  tx: Tx,
  actor: Editor,
  input: { articleId: string; version: number; revision: number },
  now = new Date(),
): Promise<string> {
  const { revision } = input;
  const work = await beginWork(tx, actor, { ...input, action: 'RESTORE' });
  const content = revision === work.article.version ? work.article.content : work.article.other;
  if (content === null) throw rejected('NOT_FOUND', at('revision'), `This article has no version ${revision}.`);
  const shown = await withoutDeletedImages(tx, content);
  return saveWorkingCopy(tx, actor, work, shown, `version ${revision} restored`, now);
}

/** What was deleted since does not come back: a figure keeps its line, without the picture. */
async function withoutDeletedImages(tx: Tx, content: ArticleContent): Promise<ArticleContent> {
  const { leadImageId, imageIds, body } = content;
  const named = [...imageIds, ...(leadImageId === null ? [] : [leadImageId])];
  if (named.length === 0) return content;
  const there = await claimImages(tx, named);
  const gone = imageIds.filter((id) => !there.has(id));
  return {
    ...content,
    leadImageId: leadImageId !== null && there.has(leadImageId) ? leadImageId : null,
    imageIds: imageIds.filter((id) => there.has(id)),
    body: body && gone.reduce((html, id) => html.replaceAll(` data-image-id="${id}"`, ''), body),
  };
}
