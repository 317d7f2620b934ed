/** Editors' pins at the head of a ticker: an article here, or a line that leads elsewhere, at a place until a time. */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { newId } from '../core/ids.js';
import { at, Mistakes, rejected } from '../core/user-error.js';
import { titleKey } from '../text/fold.js';
import { cleanText } from '../text/normalise.js';
import { urlKey } from '../text/url-key.js';
import { insertPin, type NewPin, readPins, removePin, touchTicker } from './ticker.sql.js';

export const MAX_PINS = 55;
const MAX_TITLE = 500;

export interface PinRequest {
  ticker: string;
  articleId?: string | null;
  title?: string | null;
  url?: string | null;
  position: number;
  until?: Date | null;
}

/** Pins, or moves what is pinned already. Answers the ticker's id. */
export async function pinHeadline(tx: Tx, actor: Editor, input: PinRequest): Promise<string> {
  const headline = await readPin(input);
  const { articleId = null, position, until = null } = input;
  const tickerId = await touch(tx, input.ticker, articleId);
  const target = headline === null ? { articleId: articleId as string } : { urlKey: headline.urlKey };
  const { others, there } = await readPins(tx, tickerId, target);
  if (!there) throw rejected('NOT_FOUND', at('articleId'), 'There is no such article.');
  if (others >= MAX_PINS) throw rejected('INVALID', at('position'), `${MAX_PINS} are pinned: take one away first.`);
  await insertPin(tx, { tickerId, articleId, headline, position, until, userId: actor.userId });
  const what = headline === null ? articleId : `"${headline.title}" ${headline.url}`;
  const summary = `${what} pinned to "${input.ticker}" at ${position}${until ? ` until ${until.toISOString()}` : ''}`;
  await recordAudit(tx, actor, notesOf(tickerId, articleId, 'PIN_HEADLINE', summary));
  return tickerId;
}

/** Answers the ticker's id. */
export async function unpinHeadline(
  tx: Tx,
  actor: Editor,
  input: { ticker: string; headlineId: string },
): Promise<string> {
  const articleId = input.headlineId.startsWith('ha') ? input.headlineId.slice(1) : null;
  const tickerId = await touch(tx, input.ticker, articleId);
  if (!(await removePin(tx, tickerId, input.headlineId)))
    throw rejected('NOT_FOUND', at('headlineId'), 'No such headline is pinned here.');
  const summary = `${input.headlineId} unpinned from "${input.ticker}"`;
  await recordAudit(tx, actor, notesOf(tickerId, articleId, 'UNPIN_HEADLINE', summary));
  return tickerId;
}

/** Locks the ticker until the commit. For readers it changes only where they see what is pinned. */
async function touch(tx: Tx, slug: string, articleId: string | null): Promise<string> {
  const id = await touchTicker(tx, slug, articleId);
  if (id === null) throw rejected('NOT_FOUND', at('ticker'), 'There is no ticker of this name.');
  return id;
}

/** What is pinned concerns the ticker, and the article where it is one. */
const notesOf = (tickerId: string, articleId: string | null, action: string, summary: string) =>
  [tickerId, ...(articleId === null ? [] : [articleId])].map((subjectId) => ({ action, subjectId, summary }));

/** The line of its own that an input asks for; null for an article. */
async function readPin(input: PinRequest): Promise<NewPin['headline']> {
  const mistakes = new Mistakes();
  const isArticle = input.articleId != null;
  if (isArticle === (input.title != null || input.url != null))
    mistakes.add(at(isArticle ? 'title' : 'articleId'), 'Give either articleId, or title and url.');
  if (input.position < 1 || input.position > MAX_PINS)
    mistakes.add(at('position'), `${input.position} is not from 1 to ${MAX_PINS}.`);
  if (input.until && input.until.getTime() <= Date.now()) mistakes.add(at('until'), 'This moment has passed.');
  if (isArticle) mistakes.refuse();
  const title = cleanText(input.title ?? '');
  if (!isArticle && input.url != null && title === '') mistakes.add(at('title'), 'It is empty.');
  if ([...title].length > MAX_TITLE) mistakes.add(at('title'), `It is longer than ${MAX_TITLE} characters.`);
  if (input.title != null && input.url == null) mistakes.add(at('url'), 'Say where the line leads.');
  mistakes.refuse();
  if (isArticle) return null;
  const url = input.url as string;
  const { detectLanguage } = await import('../text/language.js'); // its tables are a megabyte
  return {
    id: newId('h'),
    title,
    titleKey: titleKey(title),
    language: detectLanguage(title, 'ar'),
    url,
    urlKey: urlKey(url),
  };
}
