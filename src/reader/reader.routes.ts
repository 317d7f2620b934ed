/** The reading site over HTTP: pages for everybody, who may be kept by caches, and what browsers load with them. */
import files from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Channel } from '../core/channel.js';
import type { Database } from '../core/database.js';
import { askOf } from './ask.js';
import { drawCard } from './draw-card.js';
import { MadePage } from './made-page.js';
import { MAX_AGE, PageCache } from './page-cache.js';
import type { OpenSite, SiteRequest } from './site.js';
import { requestReader } from './site-request.js';

const CARD = '/card.png';

interface Settings {
  publicUrl: string | undefined;
  opened: OpenSite;
  channel: Channel;
}

/** Routes of all pages, in every language; of their pictures; and of what they load. */
export function readerRoutes(app: FastifyInstance, schema: GraphQLSchema, db: Database, settings: Settings): void {
  const { publicUrl, opened, channel } = settings;
  const { site, folder } = opened;
  const readRequest = requestReader(opened, publicUrl);
  const pages = new PageCache<MadePage>(channel);
  const askFor = ({ origin }: SiteRequest) => askOf(schema, db, origin, app.log);

  const makePage = async (asked: SiteRequest): Promise<MadePage> => {
    const answer = await site.answer(asked, askFor(asked));
    return answer.status === 301 ? MadePage.movedTo(answer.location) : MadePage.ofHtml(answer.status, answer.html);
  };

  const makeCard = async (asked: SiteRequest): Promise<MadePage> => {
    const answer = await site.card(asked, askFor(asked));
    if (answer.status === 301) return MadePage.movedTo(`${CARD}?page=${encodeURIComponent(answer.location)}`);
    if (answer.status === 200) return MadePage.ofPicture(await drawCard(answer.card));
    return MadePage.ofHtml(answer.status, site.answerProblem(answer.status, asked));
  };

  const make = { page: makePage, card: makeCard };

  /** What was made for the same request before is as new as what would be made now. */
  const show = async (request: FastifyRequest, reply: FastifyReply, kind: keyof typeof make, asked: SiteRequest) => {
    const key = [kind, asked.origin, asked.preferred, asked.path, asked.query].join(' ');
    const page = await pages.get(key, () => make[kind](asked));
    reply.header('vary', 'accept-language, accept-encoding').header('cache-control', `public, max-age=${MAX_AGE}`);
    return page.send(request, reply);
  };

  for (const path of site.PATHS)
    for (const address of [path, ...site.LANGUAGES.map((one) => (path === '/' ? `/${one}` : `/${one}${path}`))])
      app.get(address, (request, reply) => show(request, reply, 'page', readRequest(request)));

  app.get(CARD, (request: FastifyRequest<{ Querystring: { page?: string | string[] } }>, reply) => {
    const [page = '/'] = [request.query.page].flat();
    return show(request, reply, 'card', readRequest(request, page));
  });

  app.register(files, {
    root: folder,
    prefix: '/assets/',
    decorateReply: false,
    preCompressed: true,
    dotfiles: 'ignore', // the list of what was built
    immutable: true,
    maxAge: '365d',
    setHeaders: (reply) => reply.setHeader('x-content-type-options', 'nosniff'),
  });
}
