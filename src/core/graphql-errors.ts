/** What leaves the server of an error: the caller's mistakes as they are, everything else masked, with a request id. */
import { unwrapResolverError } from '@apollo/server/errors';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { HttpError } from './http-error.js';
import { isUnavailable } from './unavailable.js';

/** PostgreSQL's codes for values that no column can hold (a NUL in a text, a number out of range). */
const UNUSABLE_VALUE = new Set(['22021', '22P02', '22P05', '22003', '22008']);

/** What graphql-js says of a literal that its own scalars refuse: 3000000000 is no Int. */
const WRONG_LITERAL = /^(Int|Float|String|Boolean|ID) cannot represent /;

/** Which request an error came up in: what formats it is not told. */
const requests = new WeakMap<object, string>();

export function rememberRequest(errors: readonly object[], requestId: string): void {
  for (const error of errors) requests.set(error, requestId);
}

export function formatError(log: FastifyBaseLogger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const original = unwrapResolverError(error);
    if (formatted.extensions?.keepCode || WRONG_LITERAL.test(formatted.message)) return withItsCode(formatted, error);
    if (formatted.extensions?.code !== 'INTERNAL_SERVER_ERROR') return clean(formatted);
    const { path, locations } = formatted;
    const code = (original as { code?: string } | null)?.code ?? '';
    if (UNUSABLE_VALUE.has(code)) {
      const message = 'An argument holds a value that cannot be stored or compared here, such as a NUL character.';
      return { message, path, locations, extensions: { code: 'BAD_USER_INPUT' } };
    }
    const id = requests.get(error as object) ?? crypto.randomUUID();
    log.error({ err: original, requestId: id, path }, 'graphql.failed');
    if (isUnavailable(original)) {
      const message = 'The database does not answer in time: try again in a moment.';
      return { message, path, locations, extensions: { code: 'SERVICE_UNAVAILABLE', requestId: id } };
    }
    const message = `Something went wrong on the server; it was logged as ${id}.`;
    return { message, path, locations, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: id } };
  };
}

/** `formatError` for errors that no Apollo server has looked at: it would have given each a code. */
export function presentErrors(log: FastifyBaseLogger, errors: readonly GraphQLError[]): GraphQLFormattedError[] {
  const format = formatError(log);
  return errors.map((error) => {
    const { http: _, ...extensions } = error.extensions;
    return format({ ...error.toJSON(), extensions: { code: 'INTERNAL_SERVER_ERROR', ...extensions } }, error);
  });
}

/** A refusal over plain HTTP as GraphQL's answers have it, with the same status; any other error as it is. */
export function inGraphQL(error: unknown): unknown {
  if (!(error instanceof HttpError)) return error;
  const { code, statusCode, message } = error;
  return new GraphQLError(message, { extensions: { code, http: { status: statusCode } } });
}

/** Whatever was thrown, as an error of GraphQL: faults of this program are presented as INTERNAL_SERVER_ERROR. */
export function asGraphQLError(thrown: unknown): GraphQLError {
  const error = inGraphQL(thrown);
  return error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error });
}

function clean(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
  return { ...formatted, extensions };
}

/**
 * Apollo calls whatever validation finds GRAPHQL_VALIDATION_FAILED; an error that knows better says so in `keepCode`. A
 * literal that its scalar refused is a wrong argument: the text before it has the argument's name.
 */
function withItsCode(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const location = error instanceof GraphQLError ? error.nodes?.[0]?.loc : undefined;
  const argument = location && /(\w+)\s*:\s*\[?\s*$/.exec(location.source.body.slice(0, location.start))?.[1];
  const { message, path, locations, extensions } = formatted;
  const code = extensions?.keepCode ?? 'BAD_USER_INPUT';
  return argument
    ? { message: `${argument}: ${message}`, path, locations, extensions: { code, argument } }
    : { message, path, locations, extensions: { code } };
}
