/** By what a connection may speak for somebody. */
import type { FastifyRequest } from 'fastify';
import { bearerOf, isFromThisSite, readBearer, sessionCookieOf } from '../accounts/authenticate.js';
import { HttpError } from '../core/http-error.js';

/** The token, which is null for the public; or what is wrong with the way in which one was brought. */
export type Brought = { token: string | null } | { refusal: string };

const ANOTHER_SITE = 'a cookie needs the Origin of this very site: open it under one name, or send a bearer token.';

/** `connectionParams.authorization` first, then the header, then the cookie, which other sites can make a browser send too. */
export function broughtBySocket(
  request: FastifyRequest,
  params: Readonly<Record<string, unknown>>,
  publicUrl: string | undefined,
): Brought {
  const given = params.authorization ?? params.Authorization;
  if (given != null) {
    const token = typeof given === 'string' ? readBearer(given) : null;
    return token === null ? { refusal: 'authorization is not of the form "Bearer ...".' } : { token };
  }
  try {
    return brought(request, isFromThisSite(request, publicUrl));
  } catch (error) {
    if (error instanceof HttpError) return { refusal: error.message }; // a socket that is open has no status
    throw error;
  }
}

/** A browser names no Origin where it asks its own site by GET, but says that it does. HttpError where the header cannot be read. */
export function broughtByRequest(request: FastifyRequest, publicUrl: string | undefined): Brought {
  const isOwnGet = request.method === 'GET' && request.headers['sec-fetch-site'] === 'same-origin';
  return brought(request, isOwnGet || isFromThisSite(request, publicUrl));
}

function brought(request: FastifyRequest, fromThisSite: boolean): Brought {
  const bearer = bearerOf(request);
  if (bearer !== null) return { token: bearer };
  const token = sessionCookieOf(request);
  return token === null || fromThisSite ? { token } : { refusal: ANOTHER_SITE };
}

export const NOT_IN_FORCE = 'this key or session is unknown, has ended or was revoked.';
