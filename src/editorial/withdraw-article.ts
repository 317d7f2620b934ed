/** Taking an article down for good: only a tombstone stays, and what comes in again under its name or with its words is known. */
import { rememberWithdrawn } from '../articles/withdrawn-key.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { linkToWithdrawn } from '../headlines/link-headlines.js';
import { titleKey } from '../text/fold.js';
import { urlKey } from '../text/url-key.js';
import type { ActionInput } from './change-state.js';
import { beginWork, finishWork } from './work.js';

export async function withdrawArticle(
  tx: Tx,
  actor: Editor,
  input: ActionInput & { publicReason: string | null },
  now = new Date(),
): Promise<string> {
  const work = await beginWork(tx, actor, { ...input, action: 'WITHDRAW' });
  const { article } = work;
  const { comment, publicReason } = input;
  await finishWork(tx, actor, work, { face: 'REMOVE', comment, withdrawalReason: publicReason, now });
  await rememberWithdrawn(tx, article.id, article.past);
  const titles = article.past.map(({ title }) => titleKey(title ?? ''));
  const addresses = article.past.flatMap(({ canonicalUrl }) => (canonicalUrl === null ? [] : [urlKey(canonicalUrl)]));
  await linkToWithdrawn(tx, article.id, titles, addresses);
  return article.id;
}
