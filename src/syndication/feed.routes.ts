/** Outgoing feeds over HTTP, as the public sees them, whoever asks: caches may keep them for everybody. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ANONYMOUS } from '../core/access.js';
import { requestOf } from '../core/context.js';
import type { Database } from '../core/database.js';
import { HttpError } from '../core/http-error.js';
import { originOf } from '../core/origin.js';
import { sendConditionally } from './conditional.js';
import { FEED_FORMATS, type FeedFormat, MEDIA_TYPES, readFileName } from './feed-format.js';
import { type FeedPage, type PagePlace, readFeedPage } from './feed-page.js';
import { type FeedSubject, findSubject, LATEST } from './feed-subject.js';
import { findNewestChange } from './newest-change.js';

const CACHE = 'public, max-age=60';
/** Seconds for which a slug may be taken for an old one. */
const MOVED = 'public, max-age=300';

/** Writers of each format, loaded when first asked for: the generator is much code. */
const WRITERS: Record<FeedFormat, () => Promise<(page: FeedPage) => string>> = {
  rss: async () => (await import('./rss-document.js')).rssDocument,
  atom: async () => (await import('./atom-document.js')).atomDocument,
  json: async () => (await import('./json-feed-document.js')).jsonFeedDocument,
};

interface Settings {
  readonly publicUrl: string | undefined;
  /** Where to hear of changes; null where nobody is told. */
  readonly hub: string | null;
}

interface Asked {
  Params: { file: string };
  Querystring: Record<string, unknown>;
}
type Asking = FastifyRequest<Asked>;

export function feedRoutes(app: FastifyInstance, db: Database, { publicUrl, hub }: Settings): void {
  app.get<Asked>('/feeds/:file', async (request, reply) => {
    const file = readFileName(request.params.file);
    if (!file) throw noFeed();
    if (file.name !== 'latest') return reply.callNotFound();
    return send(request, reply, LATEST, file.format);
  });

  for (const kind of ['sources', 'tags'] as const)
    app.get<Asked>(`/feeds/${kind}/:file`, async (request, reply) => {
      const file = readFileName(request.params.file);
      if (!file) throw noFeed();
      const subject = await findSubject(requestOf(db, ANONYMOUS), kind, file.name);
      if (!subject) throw nothing(`There is no ${kind === 'tags' ? 'tag' : 'source'} of this slug.`);
      const path = `${subject.path}.${file.format}`;
      // Addresses are the same where they are spelled with the same letters, in whatever encoding.
      if (path !== `/feeds/${kind}/${request.params.file}`.normalize('NFC')) return moveTo(request, reply, path);
      return send(request, reply, subject, file.format);
    });

  async function send(request: Asking, reply: FastifyReply, subject: FeedSubject, format: FeedFormat) {
    const origin = originOf(request, publicUrl);
    const [page, newest] = await Promise.all([
      readFeedPage(requestOf(db, ANONYMOUS), subject, { origin, format, place: readPlace(request.query), hub }),
      findNewestChange(db),
    ]);
    const { self, hub: told } = page.links;
    if (told !== null) reply.header('link', `<${told}>; rel="hub", <${self}>; rel="self"`);
    return sendConditionally(request, reply, {
      body: (await WRITERS[format]())(page),
      mediaType: MEDIA_TYPES[format],
      changedAt: latest(page.updated, newest),
      cacheControl: CACHE,
    });
  }
}

const nothing = (message: string) => new HttpError(404, 'NOT_FOUND', message);

const noFeed = () => nothing(`Feeds end in ${FEED_FORMATS.map((format) => `.${format}`).join(', ')}.`);

/** What was shown may also be gone, which no entry says; and an embargo may have ended before anybody wrote that down. */
function latest(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}

function moveTo(request: FastifyRequest, reply: FastifyReply, path: string): FastifyReply {
  const [, query] = request.url.split(/\?(.*)/su, 2);
  return reply.header('cache-control', MOVED).redirect(`${encodeURI(path)}${query ? `?${query}` : ''}`, 301);
}

function readPlace(query: Record<string, unknown>): PagePlace {
  const read = (name: 'after' | 'before') => {
    const value = query[name];
    if (value === undefined) return null;
    if (typeof value === 'string') return value;
    throw new HttpError(400, 'BAD_USER_INPUT', `${name}: once, not several times`);
  };
  return { after: read('after'), before: read('before') };
}
