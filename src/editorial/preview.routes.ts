/**
 * The page behind a preview link, for those who are asked before an article is published: its text and nothing else. It is
 * neither kept by caches nor found by search engines.
 */
import type { FastifyInstance } from 'fastify';
import type { Database } from '../core/database.js';
import { errorBody } from '../core/http-error.js';
import { findImages } from '../media/image.sql.js';
import { findPreview, isWithdrawnPreview } from './preview.sql.js';
import { POLICY, previewPage, sorryPage } from './preview-page.js';

const HTML = 'text/html; charset=utf-8';

export function previewRoutes(app: FastifyInstance, db: Database): void {
  app.get<{ Params: { token: string } }>('/preview/:token', async (request, reply) => {
    const { token } = request.params;
    const article = await findPreview(db, token);
    reply.header('cache-control', 'no-store');
    if (!article) {
      const [status, code, message] = (await isWithdrawnPreview(db, token))
        ? ([410, 'GONE', 'This article was withdrawn.'] as const)
        : ([404, 'NOT_FOUND', 'This preview has ended, or never was.'] as const);
      const isBrowser = request.headers.accept?.includes('text/html');
      if (!isBrowser) return reply.code(status).send(errorBody(code, message, request.id));
      return reply.code(status).header('content-security-policy', POLICY).type(HTML).send(sorryPage(status));
    }
    const { leadImageId, imageIds } = article;
    const images = await findImages(db, leadImageId === null ? imageIds : [leadImageId, ...imageIds]);
    return reply
      .header('x-robots-tag', 'noindex, nofollow')
      .header('referrer-policy', 'no-referrer')
      .header('content-security-policy', POLICY)
      .type(HTML)
      .send(previewPage(article, new Map(images.map((image) => [image.id, image])), token));
  });
}
