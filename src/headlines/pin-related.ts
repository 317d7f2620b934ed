/** Editors' choices beside an article: what is pinned there, what is kept away, and what is left to the tags again. */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { at, Mistakes } from '../core/user-error.js';
import { MAX_RELATED } from './related.sql.js';
import { forgetChoice, insertBlock, insertRelatedPin, lockPair } from './related-choice.sql.js';

export interface RelatedChoice {
  articleId: string;
  relatedId: string;
  /** Place among the pins; null: after all others. */
  position?: number | null;
}

export async function pinRelated(tx: Tx, actor: Editor, input: RelatedChoice): Promise<void> {
  const { articleId, relatedId, position = null } = input;
  const mistakes = new Mistakes();
  if (position !== null && (position < 1 || position > MAX_RELATED))
    mistakes.add(at('position'), `${position} is not from 1 to ${MAX_RELATED}.`);
  if ((await findPair(tx, mistakes, input)) >= MAX_RELATED)
    mistakes.add(at('relatedId'), `${MAX_RELATED} are pinned beside it: take one away first.`);
  mistakes.refuse();
  await insertRelatedPin(tx, articleId, relatedId, position);
  await note(tx, actor, input, 'PIN_RELATED', `${relatedId} pinned beside it${position ? ` at ${position}` : ''}`);
}

export async function blockRelated(tx: Tx, actor: Editor, input: RelatedChoice): Promise<void> {
  await checkPair(tx, input);
  await insertBlock(tx, input.articleId, input.relatedId);
  await note(tx, actor, input, 'BLOCK_RELATED', `${input.relatedId} kept from beside it`);
}

export async function resetRelated(tx: Tx, actor: Editor, input: RelatedChoice): Promise<void> {
  await checkPair(tx, input);
  await forgetChoice(tx, input.articleId, input.relatedId);
  await note(tx, actor, input, 'RESET_RELATED', `${input.relatedId} neither pinned beside it nor kept away`);
}

async function checkPair(tx: Tx, input: RelatedChoice): Promise<void> {
  const mistakes = new Mistakes();
  await findPair(tx, mistakes, input);
  mistakes.refuse();
}

/** How many others are pinned. Costs nothing where the input is wrong already. */
async function findPair(tx: Tx, mistakes: Mistakes, { articleId, relatedId }: RelatedChoice): Promise<number> {
  if (articleId === relatedId) mistakes.add(at('relatedId'), 'An article does not stand beside itself.');
  mistakes.refuse();
  const found = await lockPair(tx, articleId, relatedId);
  if (!found.has(articleId)) mistakes.add(at('articleId'), 'There is no such article.', 'NOT_FOUND');
  if (!found.has(relatedId)) mistakes.add(at('relatedId'), 'There is no such article.', 'NOT_FOUND');
  return found.get(articleId)?.pins ?? 0;
}

const note = (tx: Tx, actor: Editor, { articleId }: RelatedChoice, action: string, summary: string) =>
  recordAudit(tx, actor, [{ action, subjectId: articleId, summary }]);
