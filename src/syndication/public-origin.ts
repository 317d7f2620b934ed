/** Where this site is reached, for answers that are full of its addresses. */
import type { FastifyRequest } from 'fastify';
import { HttpError } from '../core/http-error.js';
import { hasHost, originOf } from '../core/origin.js';

/** Refuses a request that names no host: its name would stand in every address. A port that goes without saying is left out. */
export function publicOrigin(request: FastifyRequest, publicUrl: string | undefined): string {
  if (publicUrl !== undefined) return publicUrl;
  if (!hasHost(request)) throw new HttpError(400, 'BAD_REQUEST', 'The Host header is no host.');
  return new URL(originOf(request, publicUrl)).origin;
}
