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

/** The use case of an action. */
export const changeTo =
  (action: keyof typeof FACES) =>
  async (tx: Tx, actor: Editor, input: ActionInput, now = new Date()): Promise<string> => {
    const { articleId, version, comment } = input;
    const work = await beginWork(tx, actor, { articleId, version, action });
    return finishWork(tx, actor, work, { face: FACES[action], comment, now });
  };
