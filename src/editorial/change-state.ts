/** Actions that change nothing but the state: handing in, giving back, and taking off what is or would be public. */
import type { Face } from '../articles/save-articles.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { beginWork, finishWork } from './work.js';

/** What becomes of the public face. */
const FACES = { SUBMIT: 'KEEP', RETURN: 'KEEP', UNSCHEDULE: 'REMOVE', UNPUBLISH: 'REMOVE' } satisfies Record<
  string,
  Face
>;

export interface ActionInput {
  articleId: string;
  version: number;
  comment: string | null;
}

export async function changeState(
  tx: Tx,
  actor: Editor,
  action: keyof typeof FACES,
  { articleId, version, comment }: ActionInput,
  now = new Date(),
): Promise<string> {
  const work = await beginWork(tx, actor, { articleId, version, action });
  return finishWork(tx, actor, work, { face: FACES[action], comment, now });
}
