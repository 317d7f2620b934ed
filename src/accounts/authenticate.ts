/** Who sends an HTTP request: by a bearer token, or by the cookie that signing in sets in a browser. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, ANONYMOUS } from '../core/access.js';
import type { Db } from '../core/database.js';
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

/** The token of the `Authorization` header; null where there is none. */
export const bearerOf = (request: FastifyRequest): string | null => readBearer(request.headers.authorization ?? '');

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
