/** Apollo over the schema, on one Fastify route. Plain GET queries are allowed: nothing but a POST can change anything. */
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import {
  authenticate,
  type Credentials,
  clearSessionCookie,
  isFromThisSite,
  setSessionCookie,
} from './accounts/authenticate.js';
import type { Config } from './config.js';
import { RequestContext } from './core/context.js';
import type { Database } from './core/database.js';
import { forbidden } from './core/errors.js';
import { formatError } from './core/graphql-errors.js';
import { depthRule, limits, MAX_TOKENS } from './core/limits.js';
import { operationDuration } from './core/metrics.js';
import { originOf } from './core/origin.js';

/** A request's context as Apollo's plugins see it. */
export class GraphQLContext extends RequestContext {
  /** Whether a browser may have been made to send this by another site. */
  readonly forgeable: boolean;

  constructor(db: Database, config: Config, request: FastifyRequest, reply: FastifyReply, credentials: Credentials) {
    super(
      db,
      credentials.actor,
      {
        origin: originOf(request, config.publicUrl),
        address: request.ip,
        acceptLanguage: request.headers['accept-language'],
        token: credentials.token,
      },
      config,
      {
        set: (token, expiresAt) => setSessionCookie(reply, request, token, expiresAt),
        clear: () => clearSessionCookie(reply, request),
      },
    );
    this.forgeable = credentials.byCookie && !isFromThisSite(request, config.publicUrl);
  }
}

/** Starts Apollo and answers `POST /graphql` and queries by `GET /graphql`. */
export async function graphqlRoutes(
  app: FastifyInstance,
  schema: GraphQLSchema,
  db: Database,
  config: Config,
): Promise<void> {
  const apollo = new ApolloServer<GraphQLContext>({
    schema,
    logger: app.log,
    introspection: config.introspection,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    allowBatchedHttpRequests: false,
    // A cross-site form can send neither application/json nor, by GET, a mutation; `refuseForgeries` looks at the origin.
    csrfPrevention: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    validationRules: [depthRule],
    formatError: formatError(app.log as never, () => crypto.randomUUID()),
    plugins: [
      ApolloServerPluginCacheControlDisabled(), // it wraps every field: a third of a request's CPU
      ApolloServerPluginLandingPageDisabled(),
      limits({ rateLimit: config.rateLimit }),
      refuseForgeries,
      privacy,
      durations,
    ],
  });
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());
  const context = async (request: FastifyRequest, reply: FastifyReply) =>
    new GraphQLContext(db, config, request, reply, await authenticate(db, request));
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

/** Another site can make a browser send its cookie along, but not with this site's origin. */
const refuseForgeries: ApolloServerPlugin<GraphQLContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation, contextValue }) {
        if (operation?.operation === 'mutation' && contextValue.forgeable)
          throw forbidden('A mutation by cookie needs an Origin of this site');
      },
    };
  },
};

/** What was made for one caller is kept by nobody else. */
const privacy: ApolloServerPlugin<GraphQLContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ contextValue, response }) {
        if (contextValue.actor.kind === 'anonymous' && contextValue.cacheable) return;
        response.http.headers.set('cache-control', 'no-store');
      },
    };
  },
};
