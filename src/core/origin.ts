/** Where readers reach this server, as addresses in answers need it. */
import type { FastifyRequest } from 'fastify';

const HOST = /^[\w.-]+(:\d{1,5})?$|^\[[\da-fA-F:.]+\](:\d{1,5})?$/;

/** PUBLIC_URL where it is set, else what the request was sent to; a host that is none counts as localhost. */
export function originOf(request: FastifyRequest, publicUrl: string | undefined): string {
  if (publicUrl !== undefined) return publicUrl;
  return `${request.protocol}://${HOST.test(request.host) ? request.host : 'localhost'}`;
}
