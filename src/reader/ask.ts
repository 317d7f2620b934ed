/** Puts the site's questions to GraphQL in this process, as an anonymous reader: it has what everybody has, and no more. */
import { execute, type GraphQLError, type GraphQLSchema } from 'graphql';
import { ANONYMOUS } from '../core/access.js';
import { requestOf } from '../core/context.js';
import type { Database } from '../core/database.js';
import type { Ask, Failure } from './site.js';

/** `origin` is where readers reach this server; `failed` hears of what went wrong here. */
export function askOf(schema: GraphQLSchema, db: Database, origin: string, failed: (error: Error) => void): Ask {
  const contextValue = requestOf(db, ANONYMOUS, origin);
  return async (document, variables) => {
    const variableValues = variables as Record<string, unknown>;
    const { data, errors = [] } = await execute({ schema, document, variableValues, contextValue });
    return { data: data ?? null, errors: errors.map((error) => failureOf(error, failed)) };
  };
}

function failureOf(error: GraphQLError, failed: (error: Error) => void): Failure {
  const { code } = error.extensions;
  if (typeof code === 'string') return { code, message: error.message };
  failed(error.originalError ?? error);
  return { code: 'INTERNAL_SERVER_ERROR', message: 'Something went wrong on the server.' };
}
