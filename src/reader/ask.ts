/** Puts the site's questions to GraphQL in this process, as an anonymous reader: it has what everybody has, and no more. */
import type { FastifyBaseLogger } from 'fastify';
import { execute, type GraphQLSchema } from 'graphql';
import { ANONYMOUS } from '../core/access.js';
import { requestOf } from '../core/context.js';
import type { Database } from '../core/database.js';
import { presentErrors } from '../core/graphql-errors.js';
import type { Ask } from './site.js';

const FAULTS = ['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE'];

/** `origin` is where readers reach this server. Throws for faults, lest a page say that there is nothing where nothing could be read. */
export function askOf(schema: GraphQLSchema, db: Database, origin: string, log: FastifyBaseLogger): Ask {
  const contextValue = requestOf(db, ANONYMOUS, origin);
  return async (document, variables) => {
    const variableValues = variables as Record<string, unknown>;
    const { data, errors = [] } = await execute({ schema, document, variableValues, contextValue });
    const codes = presentErrors(log, errors).map(({ extensions }) => extensions?.code as string);
    const fault = errors.find((_, at) => FAULTS.includes(codes[at] as string));
    if (fault) throw fault.originalError ?? fault;
    return { data: data ?? null, errors: codes.map((code) => ({ code })) };
  };
}
