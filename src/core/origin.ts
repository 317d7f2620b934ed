/** Where readers reach this server, as addresses in answers need it. */
import type { FastifyRequest } from 'fastify';

const HOST = /^[\w.-]+(:\d{1,5})?$|^\[[\da-fA-F:.]+\](:\d{1,5})?$/;

/** Whether a request names a host that can stand in an address. */
export const hasHost = (request: FastifyRequest) => HOST.test(request.host);

/** PUBLIC_URL where it is set, else what the request was sent to; requests without one were refused. */
export function originOf(request: FastifyRequest, publicUrl: string | undefined): string {
  if (publicUrl !== undefined) return publicUrl;
  return `${request.protocol}://${request.host}`;
}
