/** Apollo over the schema, on one Fastify route. Plain GET queries are allowed: nothing but a POST can change anything. */
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Config } from './config.js';
import { ANONYMOUS } from './core/access.js';
import { RequestContext } from './core/context.js';
import type { Db } from './core/database.js';
import { formatError } from './core/graphql-errors.js';
import { depthRule, limits, MAX_TOKENS } from './core/limits.js';
import { operationDuration } from './core/metrics.js';
import { originOf } from './core/origin.js';

/** A request's context as Apollo's plugins see it. */
export class GraphQLContext extends RequestContext {
  constructor(
    db: Db,
    origin: string,
    readonly address: string,
  ) {
    super(db, ANONYMOUS, origin);
  }
}

/** Starts Apollo and answers `POST /graphql` and queries by `GET /graphql`. */
export async function graphqlRoutes(
  app: FastifyInstance,
  schema: GraphQLSchema,
  db: Db,
  config: Config,
): Promise<void> {
  const apollo = new ApolloServer<GraphQLContext>({
    schema,
    logger: app.log,
    introspection: config.introspection,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    allowBatchedHttpRequests: false,
    // A cross-site form can send neither application/json nor, by GET, a mutation; and no cookie identifies a reader.
    csrfPrevention: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [depthRule],
    formatError: formatError(app.log as never, () => crypto.randomUUID()),
    plugins: [
      ApolloServerPluginCacheControlDisabled(), // it wraps every field: a third of a request's CPU
      ApolloServerPluginLandingPageDisabled(),
      limits({ rateLimit: config.rateLimit }),
      durations,
    ],
  });
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());
  const context = async (request: FastifyRequest) =>
    new GraphQLContext(db, originOf(request, config.publicUrl), request.ip);
  app.route({ method: ['GET', 'POST'], url: '/graphql', handler: fastifyApolloHandler(apollo, { context }) });
}

const durations: ApolloServerPlugin<GraphQLContext> = {
  async requestDidStart() {
    const stop = operationDuration.startTimer();
    return {
      async willSendResponse({ operation, errors }) {
        stop({ type: operation?.operation ?? 'none', outcome: errors ? 'errors' : 'ok' });
      },
    };
  },
};
