/** What search engines ask for: the sitemaps, and what they may read. */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { SitemapIndexStream, streamToPromise } from 'sitemap';
import type { Database } from '../core/database.js';
import { originOf } from '../core/origin.js';
import { countParts } from './sitemap.sql.js';
import { articleItems, newsItems, pageItems } from './sitemap-items.js';
import { sendSitemap } from './sitemap-stream.js';

const HOURLY = 'public, max-age=3600';
const OFTEN = 'public, max-age=300';

export function sitemapRoutes(app: FastifyInstance, db: Database, publicUrl: string | undefined): void {
  app.get('/sitemap.xml', async (request, reply) => {
    const origin = originOf(request, publicUrl);
    const parts = Array.from({ length: await countParts(db) }, (_, index) => `articles-${index + 1}`);
    const urls = ['pages', ...parts].map((name) => `${origin}/sitemaps/${name}.xml`);
    const xml = await streamToPromise(Readable.from(urls).pipe(new SitemapIndexStream()));
    return reply.type('application/xml; charset=utf-8').header('cache-control', OFTEN).send(xml);
  });

  app.get('/sitemaps/pages.xml', async (request, reply) =>
    sendSitemap(request, reply, pageItems(db, originOf(request, publicUrl)), HOURLY),
  );

  app.get<{ Params: { file: string } }>('/sitemaps/:file', async (request, reply) => {
    const [, number] = /^articles-([1-9]\d{0,8})\.xml$/.exec(request.params.file) ?? [];
    if (number === undefined || Number(number) > (await countParts(db))) return reply.callNotFound();
    return sendSitemap(request, reply, articleItems(db, originOf(request, publicUrl), Number(number)), HOURLY);
  });

  app.get('/sitemap-news.xml', async (request, reply) =>
    sendSitemap(request, reply, newsItems(db, originOf(request, publicUrl)), OFTEN),
  );

  app.get('/robots.txt', async (request, reply) =>
    reply
      .type('text/plain; charset=utf-8')
      .header('cache-control', HOURLY)
      .send(robots(originOf(request, publicUrl))),
  );
}

/** What is for people who are signed in, for programs, or for whoever holds a link. */
const CLOSED = ['/desk', '/graphql', '/partner', '/preview'];

const robots = (origin: string) =>
  [
    'User-agent: *',
    ...CLOSED.map((path) => `Disallow: ${path}`),
    '',
    `Sitemap: ${origin}/sitemap.xml`,
    `Sitemap: ${origin}/sitemap-news.xml`,
    '',
  ].join('\n');
