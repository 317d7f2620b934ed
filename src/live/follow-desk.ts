/** What is done at the desk, for one editor: only to articles that she sees there. */
import { deskArticleOf } from '../editorial/desk.loaders.js';
import { type DeskActivity, type DeskMessage, readDeskMessage } from './desk-activity.js';
import type { Inside, Pages } from './live-context.js';

/** Messages that may wait; of more than these the oldest are forgotten, since they say what is done now. */
const MAX_WAITING = 1_000;
const PAGE = 50;
/** Milliseconds after which it is looked whether the stream has ended, should nothing have told of it. */
const IDLE = 60_000;

/** Of one article, or with null of all. */
export function followDesk(inside: Inside, articleId: string | null): Pages<DeskActivity> {
  const waiting: DeskMessage[] = [];
  inside.on('desk', (text) => {
    const message = readDeskMessage(text);
    if (!message || (articleId !== null && message.articleId !== articleId)) return;
    if (waiting.push(message) > MAX_WAITING) waiting.shift();
    inside.alarm.ring();
  });
  return activities(inside, waiting);
}

async function* activities(inside: Inside, waiting: DeskMessage[]): AsyncGenerator<DeskActivity[]> {
  while (!inside.ended) {
    if (waiting.length === 0) await inside.alarm.wait(IDLE);
    const seen = await seenBy(inside, waiting.splice(0, PAGE));
    if (seen.length > 0) yield seen;
  }
}

/** Those whose article she sees; a database that does not answer now loses them. */
async function seenBy(inside: Inside, messages: DeskMessage[]): Promise<DeskActivity[]> {
  if (messages.length === 0) return [];
  const ctx = inside.fresh();
  const load = () => Promise.all(messages.map(({ articleId }) => ctx.load(deskArticleOf, articleId)));
  const articles = await inside.turn(load).catch((error: unknown) => {
    ctx.log.warn({ err: error }, 'live.desk_unread');
    return [];
  });
  return messages
    .map((message, at) => ({ ...message, deskArticle: articles[at] ?? null }))
    .filter(({ deskArticle }) => deskArticle !== null);
}
