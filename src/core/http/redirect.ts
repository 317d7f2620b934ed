/** Where an answer sends a request on to, as browsers do it. */
import { RequestFailure } from './request-failure.js';

/** A request as it goes out; a redirect makes another of it. */
export interface Outgoing {
  url: string;
  method: 'GET' | 'POST';
  /** By names in lower case. */
  headers?: Record<string, string>;
  body?: string | Buffer;
}

const MOVED = new Set([301, 302, 303, 307, 308]);
const KEEPS_METHOD = new Set([307, 308]);
/** What was meant for one server is not handed on to another. */
const CREDENTIALS = /^(authorization|cookie|proxy-authorization)$/i;
const OF_BODY = /^content-/i;

/** The request to send instead; null where the answer is none that redirects. */
export function redirect(
  { url, method, headers = {}, body }: Outgoing,
  answer: { status: number; headers: Record<string, string> },
): Outgoing | null {
  const from = new URL(url);
  const { location } = answer.headers;
  if (!MOVED.has(answer.status) || location === undefined) return null;
  if (!URL.canParse(location, url))
    throw new RequestFailure('BAD_ANSWER', `${from.host} redirects to what is no address.`);
  const to = new URL(location, from);
  const keeps = KEEPS_METHOD.has(answer.status) || method === 'GET';
  const kept = Object.entries(headers).filter(
    ([name]) => (to.origin === from.origin || !CREDENTIALS.test(name)) && (keeps || !OF_BODY.test(name)),
  );
  return {
    url: to.href,
    method: keeps ? method : 'GET',
    headers: Object.fromEntries(kept),
    ...(keeps && body !== undefined ? { body } : {}),
  };
}
