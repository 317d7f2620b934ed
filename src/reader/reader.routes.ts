/** The reading site over HTTP: pages for everybody, who may be kept by caches, and what browsers load with them. */
import { join } from 'node:path';
import files from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Channel } from '../core/channel.js';
import type { Database } from '../core/database.js';
import { originOf } from '../core/origin.js';
import { preferredLanguage } from '../text/accept-language.js';
import { askOf } from './ask.js';
import { drawCard } from './draw-card.js';
import { MadePage } from './made-page.js';
import { MAX_AGE, PageCache } from './page-cache.js';
import { loadSite, readAssets, type SiteRequest } from './site.js';

interface Settings {
  publicUrl: string | undefined;
  /** Where the site was built to. */
  folder: string;
  channel: Channel;
}

/** Answers with the site's page for a problem. */
export type SendProblem = (request: FastifyRequest, reply: FastifyReply, status: 404 | 500) => Promise<FastifyReply>;

/** Routes of all pages; answers what sends the page of a problem. */
export async function readerRoutes(
  app: FastifyInstance,
  schema: GraphQLSchema,
  db: Database,
  { publicUrl, folder, channel }: Settings,
): Promise<SendProblem> {
  const [site, assets] = await Promise.all([loadSite(folder), readAssets(folder)]);
  const pages = new PageCache<MadePage>(channel);

  const requestOf = (request: FastifyRequest): SiteRequest => ({
    ...readAddress(request.url),
    origin: originOf(request, publicUrl),
    preferred: preferredLanguage(request.headers['accept-language'], site.LANGUAGES),
    assets,
  });
  const askFor = ({ origin }: SiteRequest) => askOf(schema, db, origin, app.log);

  const makePage = async (asked: SiteRequest): Promise<MadePage> => {
    const answer = await site.answer(asked, askFor(asked));
    return answer.status === 301
      ? new MadePage(301, HTML, Buffer.of(), answer.location)
      : pageOf(answer.status, answer.html);
  };

  const makeCard = async (asked: SiteRequest): Promise<MadePage> => {
    const card = await site.card({ ...asked, ...readAddress(asked.query.get('page') ?? '/') }, askFor(asked));
    if (card === null) return pageOf(404, site.answerProblem(404, asked));
    return new MadePage(200, 'image/png', await drawCard(card));
  };

  /** What was made for the same request before is as new as what would be made now. */
  const show =
    (make: (asked: SiteRequest) => Promise<MadePage>) => async (request: FastifyRequest, reply: FastifyReply) => {
      const asked = requestOf(request);
      const page = await pages.get(`${asked.origin} ${asked.preferred} ${request.url}`, () => make(asked));
      reply.header('vary', 'accept-language, accept-encoding').header('cache-control', `public, max-age=${MAX_AGE}`);
      return page.send(request, reply);
    };

  for (const path of site.PATHS) {
    app.get(path, show(makePage));
    for (const language of site.LANGUAGES)
      app.get(path === '/' ? `/${language}` : `/${language}${path}`, show(makePage));
  }
  app.get('/card.png', show(makeCard));
  // Not waited for: what is loaded before the app's error handlers are set does without them.
  app.register(files, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    decorateReply: false,
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    setHeaders: (reply) => reply.setHeader('x-content-type-options', 'nosniff'),
  });

  return (request, reply, status) => {
    reply.header('vary', 'accept-language, accept-encoding').header('cache-control', 'no-store');
    return pageOf(status, site.answerProblem(status, requestOf(request))).send(request, reply);
  };
}

const HTML = 'text/html; charset=utf-8';
const pageOf = (status: number, html: string) => new MadePage(status, HTML, Buffer.from(html));

/** Path and query of an address of this site. What cannot be read leads to nothing, and what cannot be decoded stays as it is. */
function readAddress(address: string): { path: string; query: URLSearchParams } {
  if (!URL.canParse(address, ANYWHERE)) return { path: '', query: new URLSearchParams() };
  const { pathname, searchParams } = new URL(address, ANYWHERE);
  try {
    return { path: decodeURIComponent(pathname), query: searchParams };
  } catch {
    return { path: pathname, query: searchParams };
  }
}

const ANYWHERE = 'http://localhost';
