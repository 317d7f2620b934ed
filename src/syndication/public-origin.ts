/** Where this site is reached, for answers that are full of its addresses. */
import type { FastifyRequest } from 'fastify';
import { HttpError } from '../core/http-error.js';
import { hasHost, originOf } from '../core/origin.js';

/** Refuses a request that names no host: its name would stand in every address. */
export function publicOrigin(request: FastifyRequest, publicUrl: string | undefined): string {
  if (publicUrl === undefined && !hasHost(request))
    throw new HttpError(400, 'BAD_REQUEST', 'The Host header is no host.');
  return originOf(request, publicUrl);
}
