/** The context of a request that came over HTTP: who sent it and how, as Apollo's plugins see it too. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Credentials, clearSessionCookie, isFromThisSite, setSessionCookie } from './accounts/authenticate.js';
import type { Config } from './config.js';
import { RequestContext } from './core/context.js';
import type { Database } from './core/database.js';
import { originOf } from './core/origin.js';

export class GraphQLContext extends RequestContext {
  /** Whether a browser may have been made to send this by another site. */
  readonly forgeable: boolean;

  constructor(db: Database, config: Config, request: FastifyRequest, reply: FastifyReply, credentials: Credentials) {
    const origin = originOf(request, config.publicUrl);
    super(
      db,
      credentials.actor,
      {
        id: request.id,
        origin,
        address: request.ip,
        acceptLanguage: request.headers['accept-language'],
        token: credentials.token,
      },
      config,
      {
        set: (token, expiresAt) => setSessionCookie(reply, origin, token, expiresAt),
        clear: () => clearSessionCookie(reply, origin),
      },
      request.log,
    );
    this.forgeable = credentials.byCookie && !isFromThisSite(request, config.publicUrl);
  }
}
