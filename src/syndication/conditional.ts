/** Conditional requests: who has the same already is told so, and gets no bytes. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { entityTag, namesTag } from '../core/etag.js';

export interface Answer {
  body: string;
  mediaType: string;
  /** When what it is made of last changed; null where nobody knows. */
  changedAt: Date | null;
  cacheControl: string;
}

/** Answers with tag and date, or with 304 to those who named them. */
export function sendConditionally(request: FastifyRequest, reply: FastifyReply, answer: Answer): FastifyReply {
  const bytes = Buffer.from(answer.body);
  const tag = entityTag(bytes);
  const modified = answer.changedAt === null ? null : wholeSecond(answer.changedAt, new Date());
  reply.header('etag', tag).header('cache-control', answer.cacheControl).header('x-content-type-options', 'nosniff');
  if (modified !== null) reply.header('last-modified', modified.toUTCString());
  if (isKnown(request.headers, tag, modified)) return reply.code(304).send();
  return reply.type(`${answer.mediaType}; charset=utf-8`).send(bytes);
}

const SECOND = 1_000;

/**
 * A date of HTTP has no milliseconds: the second after the change, so that what comes later in the same second is not taken
 * for known; but never a second that has not begun.
 */
export function wholeSecond(changedAt: Date, now: Date): Date {
  const after = Math.ceil(changedAt.getTime() / SECOND) * SECOND;
  return new Date(Math.min(after, Math.floor(now.getTime() / SECOND) * SECOND));
}

/** The tag decides where one was sent; it is exact. */
function isKnown(headers: FastifyRequest['headers'], tag: string, modified: Date | null): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined) return namesTag(tags, tag);
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return modified !== null && modified.getTime() <= since;
}
