/** The reading site over HTTP: pages for everybody, who may be kept by caches, and what browsers load with them. */
import { join } from 'node:path';
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import files from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Channel } from '../core/channel.js';
import type { Database } from '../core/database.js';
import { entityTag, namesTag } from '../core/etag.js';
import { originOf } from '../core/origin.js';
import { preferredLanguage } from '../text/accept-language.js';
import { askOf } from './ask.js';
import { drawCard } from './draw-card.js';
import { KEPT, PageCache } from './page-cache.js';
import { loadSite, readAssets, SITE_LANGUAGES } from './site.js';

/** Paths of pages in Arabic; each is found under /ar, /fr and /en too. */
const PATHS = ['/', '/a/:id', '/a/:id/:slug', '/sources', '/sources/:slug', '/tags', '/tags/:slug', '/days/:day'];

/** Scripts and styles are from here alone and none stands in a page, so that pages are the same for everybody. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Brotli's best takes a second; this is as quick as gzip, and smaller. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

interface Settings {
  publicUrl: string | undefined;
  /** Where the site was built to. */
  folder: string;
  channel: Channel;
}

/** An answer as it is kept. */
interface Made {
  status: number;
  bytes: Buffer;
  type: string;
  tag: string;
  location: string | null;
}

/** Answers with the site's page for a problem. */
export type SendProblem = (request: FastifyRequest, reply: FastifyReply, status: 404 | 500) => FastifyReply;

export async function readerRoutes(
  app: FastifyInstance,
  schema: GraphQLSchema,
  db: Database,
  { publicUrl, folder, channel }: Settings,
): Promise<SendProblem> {
  const [site, assets] = await Promise.all([loadSite(folder), readAssets(folder)]);
  const made = new PageCache<Made>(channel);

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
  const asking = (origin: string) => askOf(schema, db, origin, app.log as never);

  const showPage = async (request: FastifyRequest, reply: FastifyReply) => {
    const visit = visitOf(request);
    reply.header('vary', 'accept-language');
    return send(request, reply, visit, async () => {
      const answer = await site.answer({ ...visit, ask: asking(visit.origin) });
      if (answer.status === 301) return { ...pageOf(301, ''), location: answer.location };
      return pageOf(answer.status, answer.html);
    });
  };

  const showCard = async (request: FastifyRequest, reply: FastifyReply) => {
    const visit = visitOf(request);
    const path = visit.query.get('page') ?? '/';
    return send(request, reply, visit, async () => {
      const card = await site.card({ ...visit, path, query: new URLSearchParams(), ask: asking(visit.origin) });
      if (card === null) return pageOf(404, site.answerProblem(404, visit));
      return answerOf(200, 'image/png', await drawCard(card));
    });
  };

  /** Makes the answer, or sends what was made for the same request. Who says `no-cache`, as browsers do when told to reload, has it made anew. */
  const send = async (
    request: FastifyRequest,
    reply: FastifyReply,
    visit: ReturnType<typeof visitOf>,
    make: () => Promise<Made>,
  ) => {
    const isFresh = request.headers['cache-control'] === 'no-cache';
    const answer = await made.get(`${visit.origin} ${visit.preferred} ${request.url}`, isFresh, make);
    return sendMade(request, reply.header('cache-control', `public, max-age=${KEPT}`), answer);
  };

  // Not waited for: what is loaded before the app's error handlers are set does without them.
  app.register(async (scope) => {
    await scope.register(compress, { globalDecompression: false, brotliOptions: BROTLI });
    await scope.register(files, { root: join(folder, 'assets'), prefix: '/assets/', immutable: true, maxAge: '365d' });
    for (const path of PATHS) {
      scope.get(path, showPage);
      for (const language of SITE_LANGUAGES) scope.get(path === '/' ? `/${language}` : `/${language}${path}`, showPage);
    }
    scope.get('/card.png', showCard);
  });

  return (request, reply, status) => {
    reply.header('vary', 'accept-language').header('cache-control', 'no-store');
    return sendMade(request, reply, pageOf(status, site.answerProblem(status, visitOf(request))));
  };
}

const pageOf = (status: number, html: string) => answerOf(status, 'text/html; charset=utf-8', Buffer.from(html));

const answerOf = (status: number, type: string, bytes: Buffer): Made => ({
  status,
  type,
  bytes,
  tag: entityTag(bytes),
  location: null,
});

function sendMade(
  request: FastifyRequest,
  reply: FastifyReply,
  { status, type, bytes, tag, location }: Made,
): FastifyReply {
  if (location !== null) return reply.redirect(location, status);
  reply
    .header('etag', tag)
    .header('content-security-policy', POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'strict-origin-when-cross-origin')
    .type(type);
  if (status === 200 && namesTag(request.headers['if-none-match'], tag)) return reply.code(304).send();
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
