/** The site's pages for what is not here, or failed: for no cache to keep. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MadePage } from './made-page.js';
import type { OpenSite } from './site.js';
import { requestReader } from './site-request.js';

export type SendProblem = (
  request: FastifyRequest,
  reply: FastifyReply,
  status: 404 | 500 | 503,
) => Promise<FastifyReply>;

export function problemSender(opened: OpenSite, publicUrl: string | undefined): SendProblem {
  const readRequest = requestReader(opened, publicUrl);
  return (request, reply, status) => {
    const html = opened.site.answerProblem(status === 404 ? 404 : 500, readRequest(request));
    reply.header('vary', 'accept-language, accept-encoding').header('cache-control', 'no-store');
    return MadePage.ofHtml(status, html).send(request, reply);
  };
}
