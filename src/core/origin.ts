/** Where readers reach this server, as addresses in answers need it. */
import type { FastifyRequest } from 'fastify';

const HOST = /^[\w.-]+(:\d{1,5})?$|^\[[\da-fA-F:.]+\](:\d{1,5})?$/;

/** Whether a request names a host that can stand in an address. */
export const hasHost = ({ host }: FastifyRequest) => HOST.test(host) && URL.canParse(`http://${host}`);

/**
 * PUBLIC_URL where it is set, else what the request was sent to, without a port that goes without saying; requests that name
 * no host were refused.
 */
export function originOf(request: FastifyRequest, publicUrl: string | undefined): string {
  return publicUrl ?? new URL(`${request.protocol}://${request.host}`).origin;
}
