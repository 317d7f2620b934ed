/** Makes an earlier version the working copy, as a new version: nothing is taken back, and nothing is lost. */
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { at, rejected } from '../core/user-error.js';
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
  return saveWorkingCopy(tx, actor, work, content, `version ${revision} restored`, now);
}
