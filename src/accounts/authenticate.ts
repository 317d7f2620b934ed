/** Who sends an HTTP request: by a bearer token, or by the cookie that signing in sets in a browser. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, ANONYMOUS } from '../core/access.js';
import type { Db } from '../core/database.js';
import { HttpError } from '../core/http-error.js';
import { findSession } from './session.js';

const SESSION_COOKIE = 'warraq_session';

export interface Credentials {
  actor: Actor;
  /** The token that was used; null where none was. */
  token: string | null;
  /** Whether a cookie carried it: then a browser may have been made to send it. */
  byCookie: boolean;
}

/** The token of what stands in an `Authorization` header: `Bearer ...`; null where that is something else. */
export const readBearer = (text: string): string | null => /^Bearer\s+(\S+)$/i.exec(text)?.[1] ?? null;

/** `Basic ...` and the like: what a proxy in between asks for, and does not always take away. No partner's key stands there. */
const OTHER_SCHEME = /^(?!bearer\b)[\w-]+\s+(?!wq_)\S/i;

/**
 * The token of the `Authorization` header; null where there is none, or one of another scheme. HttpError 401 for what is
 * meant as a token and cannot be read: it would be answered as nobody's, and who sent it would take that for hers.
 */
export function bearerOf(request: FastifyRequest): string | null {
  const { authorization = '' } = request.headers;
  const token = readBearer(authorization);
  if (token !== null || authorization === '' || OTHER_SCHEME.test(authorization)) return token;
  throw new HttpError(401, 'UNAUTHENTICATED', UNREADABLE);
}

/** A socket that is closed for it has 123 bytes for its reason. */
const UNREADABLE = 'This Authorization header cannot be read: send `Authorization: Bearer`, a blank, and your key.';

/** The token of the session cookie; null where there is none. */
export const sessionCookieOf = (request: FastifyRequest): string | null => request.cookies[SESSION_COOKIE] || null;

/** A token that is nobody's is as good as none. At most one statement; none without a token. */
export async function authenticate(db: Db, request: FastifyRequest): Promise<Credentials> {
  const bearer = bearerOf(request);
  const token = bearer ?? sessionCookieOf(request);
  if (!token) return { actor: ANONYMOUS, token: null, byCookie: false };
  const session = await findSession(db, token);
  const byCookie = bearer === null;
  if (!session) return { actor: ANONYMOUS, token, byCookie };
  return { actor: { kind: 'editor', ...session, requestId: request.id }, token, byCookie };
}

/** Whether the page that sends a request is one of this site, on any port: what a change by cookie needs. */
export function isFromThisSite(request: FastifyRequest, publicUrl: string | undefined): boolean {
  const { origin } = request.headers;
  if (!origin || !/^https?:/i.test(origin) || !URL.canParse(origin)) return false;
  const own = [request.hostname.toLowerCase(), ...(publicUrl ? [new URL(publicUrl).hostname] : [])];
  return own.includes(new URL(origin).hostname);
}

/** Keeps the session in the browser, out of reach of its scripts and of other sites. */
export function setSessionCookie(reply: FastifyReply, origin: string, token: string, expires: Date): void {
  reply.setCookie(SESSION_COOKIE, token, { ...cookieOptions(origin), expires });
}

export function clearSessionCookie(reply: FastifyReply, origin: string): void {
  reply.clearCookie(SESSION_COOKIE, cookieOptions(origin));
}

/** Where readers reach this server by https, the browser shall send the cookie by nothing else. */
const cookieOptions = (origin: string) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: origin.startsWith('https:') }) as const;
