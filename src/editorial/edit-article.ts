/** Changing the working copy. What is published stays as it was; what waits for its hour goes out as it was last edited. */
import type { ArticleContent } from '../articles/article-content.js';
import { type ArticleField, mergeContent } from '../articles/merge-content.js';
import { tellWithdrawn } from '../articles/withdrawn-key.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { conflictWith } from './conflict.js';
import { applyPatch, type ContentPatch } from './content-patch.js';
import { beginWork, checkNamed, finishWork, forThePublic, namedIn, refuseUnfit, releaseOf, type Work } from './work.js';

export interface Edit {
  articleId: string;
  version: number;
  patch: ContentPatch;
}

/** The patch upon the working copy, merged with what has come since the version that it was made from. */
export async function beginEdit(
  tx: Tx,
  actor: Editor,
  action: 'EDIT' | 'CORRECT',
  { articleId, version, patch }: Edit,
) {
  const work = await beginWork(tx, actor, { articleId, version, action, merges: true, named: namedIn(patch) });
  const { article, base } = work;
  checkNamed(patch, article.found);
  const mine = applyPatch(base, patch, article.outlet?.timeZone);
  const { content, merged, conflicts } = mergeContent(base, article.content, mine);
  if (conflicts.length > 0) throw await conflictWith(tx, actor, article, version, conflicts);
  return { work, content, merged };
}

export async function editArticle(
  tx: Tx,
  actor: Editor,
  input: Edit & { comment: string | null },
  now = new Date(),
): Promise<{ articleId: string; merged: ArticleField[] }> {
  const { work, content, merged } = await beginEdit(tx, actor, 'EDIT', input);
  const articleId = await saveWorkingCopy(tx, actor, work, content, input.comment, now);
  return { articleId, merged };
}

/** A text that was withdrawn is known whoever brings it. */
export async function saveWorkingCopy(
  tx: Tx,
  actor: Editor,
  work: Work,
  content: ArticleContent,
  comment: string | null,
  now: Date,
): Promise<string> {
  const { article, next } = work;
  const [withdrawnBefore] = await tellWithdrawn(tx, [{ content, identity: null }]);
  if (next !== 'SCHEDULED' || article.releasedAt === null)
    return finishWork(tx, actor, work, { content, face: 'KEEP', comment, withdrawnBefore, now });
  const shown = forThePublic(content);
  refuseUnfit(shown, article.releasedAt);
  const release = releaseOf(article, article.releasedAt);
  return finishWork(tx, actor, work, { content: shown, face: 'REPLACE', release, comment, withdrawnBefore, now });
}
