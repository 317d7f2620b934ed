/** The reading site over HTTP: pages for everybody, who may be kept by caches, and what browsers load with them. */
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Database } from '../core/database.js';
import { entityTag } from '../core/etag.js';
import { originOf } from '../core/origin.js';
import { preferredLanguage } from '../text/accept-language.js';
import { askOf } from './ask.js';
import { loadSite, readAssets, SITE_LANGUAGES } from './site.js';

/** Paths of pages in Arabic; each is found under /ar, /fr and /en too. */
const PATHS = ['/', '/a/:id', '/a/:id/:slug', '/sources', '/sources/:slug', '/tags', '/tags/:slug', '/days/:day'];

const CACHE = 'public, max-age=30';
const FOR_EVER = 'public, max-age=31536000, immutable';

/** Scripts and styles are from here alone and none stands in a page, so that pages are the same for everybody. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const MEDIA_TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

interface Settings {
  publicUrl: string | undefined;
  /** Where the site was built to. */
  folder: string;
}

/** Answers with the site's page for a problem. */
export type SendProblem = (request: FastifyRequest, reply: FastifyReply, status: 404 | 500) => FastifyReply;

export async function readerRoutes(
  app: FastifyInstance,
  schema: GraphQLSchema,
  db: Database,
  { publicUrl, folder }: Settings,
): Promise<SendProblem> {
  const [site, assets] = await Promise.all([loadSite(folder), readAssets(folder)]);

  const visitOf = (request: FastifyRequest) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    return {
      path: decoded(pathname),
      query: searchParams,
      origin: originOf(request, publicUrl),
      preferred: preferredLanguage(request.headers['accept-language'], SITE_LANGUAGES),
      assets,
    };
  };

  const show = async (request: FastifyRequest, reply: FastifyReply) => {
    const visit = visitOf(request);
    const answer = await site.answer({ ...visit, ask: askOf(schema, db, visit.origin, app.log as never) });
    reply.header('vary', 'accept-language').header('cache-control', CACHE);
    if (answer.status === 301) return reply.redirect(answer.location, 301);
    return sendPage(request, reply, answer.status, answer.html);
  };
  for (const path of PATHS) {
    app.get(path, show);
    for (const language of SITE_LANGUAGES) app.get(path === '/' ? `/${language}` : `/${language}${path}`, show);
  }

  app.get<{ Params: { file: string } }>('/assets/:file', async (request, reply) => {
    const { file } = request.params;
    const type = MEDIA_TYPES[extname(file)];
    const bytes =
      type && /^[\w.-]+$/.test(file) ? await readFile(join(folder, 'assets', file)).catch(() => null) : null;
    if (!type || !bytes) return reply.callNotFound();
    return reply.type(type).header('cache-control', FOR_EVER).header('x-content-type-options', 'nosniff').send(bytes);
  });

  return (request, reply, status) => {
    reply.header('vary', 'accept-language').header('cache-control', 'no-store');
    return sendPage(request, reply, status, site.answerProblem(status, visitOf(request)));
  };
}

function sendPage(request: FastifyRequest, reply: FastifyReply, status: number, html: string): FastifyReply {
  const bytes = Buffer.from(html);
  const tag = entityTag(bytes);
  reply
    .header('etag', tag)
    .header('content-security-policy', POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'strict-origin-when-cross-origin')
    .type('text/html; charset=utf-8');
  if (status === 200 && request.headers['if-none-match'] === tag) return reply.code(304).send();
  return reply.code(status).send(bytes);
}

/** An address that cannot be decoded leads to nothing. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
