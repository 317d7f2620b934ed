/** The errors that callers see, with the codes of the outside contract. Messages say what was wrong and what to do. */
import { GraphQLError } from 'graphql';

/** A wrong argument. The message names the argument; `argument` repeats it for programs. */
export function badUserInput(argument: string, message: string): GraphQLError {
  return new GraphQLError(`${argument}: ${message}`, { extensions: { code: 'BAD_USER_INPUT', argument } });
}

/** What once was public and was withdrawn: it exists, and nobody may read it. */
export function gone(what: string): GraphQLError {
  return new GraphQLError(`${what} was withdrawn.`, { extensions: { code: 'GONE', http: { status: 200 } } });
}

/** Variables that do not fit their types; the message names the variable. */
export function wrongVariable(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
}

/** A subscription where there are queries and mutations, or the other way about. */
export function notOffered(operation: 'query' | 'mutation' | 'subscription'): GraphQLError {
  const extensions = { code: 'BAD_USER_INPUT', http: { status: 400 } };
  const where = operation === 'subscription' ? 'by WebSocket, or to /graphql/stream' : 'to /graphql';
  return new GraphQLError(`There is no ${operation} here: send it ${where}.`, { extensions });
}

export function tooComplex(cost: number, limit: number): GraphQLError {
  return new GraphQLError(
    `This query costs ${Number.isFinite(cost) ? cost : 'more than can be counted'} and may cost ${limit}: ask for fewer fields, smaller pages, or in several queries.`,
    { extensions: { code: 'QUERY_TOO_COMPLEX', cost, limit, http: { status: 400 } } },
  );
}

export function rateLimited(seconds: number): GraphQLError {
  return new GraphQLError(`Too many requests: try again in ${seconds} s.`, {
    extensions: { code: 'RATE_LIMITED', retryAfter: seconds, http: { status: 429 } },
  });
}

/** Subscriptions of one caller that cost too much together. */
export function tooManyOpen(cost: number, limit: number): GraphQLError {
  return new GraphQLError(`Your open subscriptions would cost ${cost} and may cost ${limit}: end some first.`, {
    extensions: { code: 'RATE_LIMITED', cost, limit },
  });
}

/** What needs somebody signed in, from somebody who is not, or whose session has ended. */
export function unauthenticated(hadToken = false): GraphQLError {
  const message = hadToken
    ? 'This session has ended: sign in again.'
    : 'Sign in first: send the token that signIn answered as `Authorization: Bearer`.';
  return new GraphQLError(message, {
    extensions: { code: 'UNAUTHENTICATED', http: { status: 200 } },
  });
}

/** What the caller may not do or see; the message is a whole sentence. */
export function forbidden(message: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: 'FORBIDDEN', http: { status: 200 } },
  });
}

/** A refusal that a command shows as one line on stderr, exit code 1. */
export class Refused extends Error {}
