/** Apollo over the schema, on one Fastify route. Plain GET queries are allowed: nothing but a POST can change anything. */
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { errorCodes, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Config } from './config.js';
import type { Database } from './core/database.js';
import { formatError, inGraphQL } from './core/graphql-errors.js';
import { depthRule, limits, MAX_TOKENS } from './core/limits.js';
import { GraphQLContext } from './graphql-context.js';
import { durations, failures, privacy, refuseForgeries, refuseIntrospection } from './graphql-plugins.js';
import type { TakeSocket } from './live/live.routes.js';
import { admit } from './partners/identify.js';

/** Starts Apollo and answers `POST /graphql` and queries by `GET /graphql`; `takeSocket` has the WebSockets that come there. */
export async function graphqlRoutes(
  app: FastifyInstance,
  schema: GraphQLSchema,
  db: Database,
  config: Config,
  takeSocket: TakeSocket,
): Promise<void> {
  const apollo = apolloServer(app, schema, config);
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());
  const context = async (request: FastifyRequest, reply: FastifyReply) => {
    const identity = await admit(db, request, reply, config).catch((error: unknown) => {
      reply.header('cache-control', 'no-store');
      throw inGraphQL(error);
    });
    return new GraphQLContext(db, config, request, reply, identity);
  };
  const handler = fastifyApolloHandler(apollo, { context });
  app.route({ method: 'GET', url: '/graphql', handler, wsHandler: takeSocket });
  app.route({
    method: 'POST',
    url: '/graphql',
    // Whatever else the app takes: a form of another site must not get as far as a mutation.
    onRequest: async (request) => {
      if (!JSON_BODY.test(request.headers['content-type'] ?? ''))
        throw new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(request.headers['content-type'] ?? '');
    },
    handler,
  });
}

const JSON_BODY = /^application\/json\s*(;|$)/i;

function apolloServer(app: FastifyInstance, schema: GraphQLSchema, config: Config): ApolloServer<GraphQLContext> {
  return new ApolloServer<GraphQLContext>({
    schema,
    logger: app.log,
    introspection: true, // `refuseIntrospection` knows who asks
    hideSchemaDetailsFromClientErrors: !config.introspection,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    allowBatchedHttpRequests: false,
    // A cross-site form can send neither application/json nor, by GET, a mutation; `refuseForgeries` looks at the origin.
    csrfPrevention: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [depthRule],
    formatError: formatError(app.log),
    plugins: [
      ApolloServerPluginCacheControlDisabled(), // it wraps every field: a third of a request's CPU
      ApolloServerPluginLandingPageDisabled(),
      limits({ rateLimit: config.rateLimit }),
      refuseForgeries,
      privacy,
      ...(config.introspection ? [] : [refuseIntrospection]),
      failures,
      durations,
    ],
  });
}
