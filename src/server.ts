/**
 * The HTTP app: GraphQL and its subscriptions, GraphiQL, the reading site, feeds and sitemaps, the partners' change feed, images, uploads
 * and readers' reports, previews, and what operators ask. It does not listen; serve.ts and the tests do.
 */
import { join } from 'node:path';
import cookies from '@fastify/cookie';
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from 'fastify';
import { changesRoutes } from './changes/changes.routes.js';
import type { Config } from './config.js';
import { Channel } from './core/channel.js';
import type { Database } from './core/database.js';
import { errorBody } from './core/http-error.js';
import { httpDuration } from './core/metrics.js';
import { OPERATOR_PATHS, operatorRoutes } from './core/operator.routes.js';
import { hasHost } from './core/origin.js';
import { previewRoutes } from './editorial/preview.routes.js';
import { ErrorAnswers } from './error-answers.js';
import { readGauges } from './gauges.js';
import { graphiqlRoutes } from './graphiql/graphiql.routes.js';
import { graphqlRoutes } from './graphql-server.js';
import { liveRoutes } from './live/live.routes.js';
import { mediaRoutes } from './media/media.routes.js';
import { reportRoutes } from './media/report.routes.js';
import { uploadRoutes } from './media/upload.routes.js';
import { type MediaStore, openMediaStore } from './media/variants.js';
import { PACKAGE_ROOT } from './package-root.js';
import { admit } from './partners/identify.js';
import { readerRoutes } from './reader/reader.routes.js';
import { problemSender } from './reader/send-problem.js';
import { openSite } from './reader/site.js';
import { buildSchema } from './schema.js';
import { feedRoutes } from './syndication/feed.routes.js';
import { sitemapRoutes } from './syndication/sitemap.routes.js';
import { readWebSub } from './syndication/websub.js';

const MAX_BODY = 1_048_576;

export async function buildApp(
  config: Config,
  db: Database,
  logger: FastifyServerOptions['loggerInstance'],
  store: MediaStore = openMediaStore(config.dataDir),
): Promise<FastifyInstance> {
  const opened = await openSite(join(PACKAGE_ROOT, 'dist/web/reader'));
  const errors = new ErrorAnswers(problemSender(opened, config.publicUrl));
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }), // /metrics has the durations
    bodyLimit: MAX_BODY,
    requestTimeout: 30_000,
    connectionTimeout: 60_000, // a client that takes nothing of a stream for so long is gone
    trustProxy: config.trustProxy,
    routerOptions: { maxParamLength: 1_000, ignoreTrailingSlash: true },
    genReqId: () => crypto.randomUUID(),
    forceCloseConnections: 'idle',
    frameworkErrors: (_error, request, reply) => errors.ofRouter(request as FastifyRequest, reply as FastifyReply),
  });
  app.removeContentTypeParser('text/plain'); // a form of another site could send it without asking first
  const schema = buildSchema();
  const channel = new Channel(db.url, app.log);
  app.addHook('onClose', () => channel.close());
  const takeSocket = await liveRoutes(app, schema, db, config, channel); // its hook has to mark sockets before another refuses them
  addHooks(app);
  errors.ofRoutes(app);
  readerRoutes(app, schema, db, { publicUrl: config.publicUrl, opened, channel });
  await app.register(cookies);
  graphiqlRoutes(app);
  await graphqlRoutes(app, schema, db, config, takeSocket);
  mediaRoutes(app, db, store, (request, reply) => admit(db, request, reply, config));
  uploadRoutes(app, db, store, config);
  reportRoutes(app, db, config);
  previewRoutes(app, db);
  changesRoutes(app, db, config);
  feedRoutes(app, db, { publicUrl: config.publicUrl, hub: readWebSub(config)?.hub ?? null });
  sitemapRoutes(app, db, config.publicUrl);
  operatorRoutes(app, db, config.metricsToken, readGauges(db, logger));
  return app;
}

function addHooks(app: FastifyInstance): void {
  // Addresses in answers are made of it.
  app.addHook('onRequest', async (request, reply) => {
    if (!hasHost(request) && !OPERATOR_PATHS.includes(request.routeOptions.url ?? ''))
      return reply.code(400).send(errorBody('BAD_REQUEST', 'The Host header is no host.', request.id));
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    if (request.ws || route === '/graphql/stream') return; // it lasted for as long as somebody wanted it
    httpDuration.observe({ route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
}
