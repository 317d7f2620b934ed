/** Errors of plain HTTP: pages for people, one form for programs. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorBody, HttpError } from './core/http-error.js';
import { hasHost } from './core/origin.js';
import { isUnavailable } from './core/unavailable.js';
import type { SendProblem } from './reader/send-problem.js';

/** Seconds after which what was too much, or away, may be asked for again. */
const PAUSE = 5;

const isForPeople = (request: FastifyRequest) =>
  ['GET', 'HEAD'].includes(request.method) && request.headers.accept?.includes('text/html') && hasHost(request);

const NOT_FOUND = new HttpError(404, 'NOT_FOUND', 'There is nothing at this address.');
const UNREADABLE = new HttpError(400, 'BAD_REQUEST', 'This address cannot be read.');
const UNAVAILABLE = new HttpError(503, 'SERVICE_UNAVAILABLE', 'The archive cannot be read now: try again in a moment.');
const FAILED = new HttpError(500, 'INTERNAL_SERVER_ERROR', 'Something went wrong on the server.');

/** The error as the caller is told of it: what it did wrong, or that it failed here, and no more. */
function publicError(error: Error & { statusCode?: number }): HttpError {
  if (error instanceof HttpError) return error;
  const status = error.statusCode ?? 500;
  if (status < 500) return new HttpError(status, 'BAD_REQUEST', error.message);
  return isUnavailable(error) ? UNAVAILABLE : FAILED;
}

/** Answers what was not found, was refused or failed, in a form that fits who asked. */
export class ErrorAnswers {
  constructor(private readonly sendProblem: SendProblem) {}

  /** What Fastify's router itself could not read: it asks before there is an app. */
  ofRouter(request: FastifyRequest, reply: FastifyReply): void {
    this.send(isForPeople(request) ? NOT_FOUND : UNREADABLE, request, reply);
  }

  /** What was not found, was refused or failed in a route. */
  ofRoutes(app: FastifyInstance): void {
    app.setNotFoundHandler((request, reply) => this.send(NOT_FOUND, request, reply));
    app.setErrorHandler((error: Error, request, reply) => {
      const told = publicError(error);
      if (told !== error && told.statusCode >= 500)
        request.log.error({ err: error, requestId: request.id }, 'http.failed');
      return this.send(told, request, reply);
    });
  }

  private send({ statusCode: status, code, message }: HttpError, request: FastifyRequest, reply: FastifyReply) {
    if (status === 503) reply.header('retry-after', PAUSE);
    if (isForPeople(request) && (status === 404 || status === 500 || status === 503))
      return this.sendProblem(request, reply, status);
    return reply.code(status).send(errorBody(code, message, request.id));
  }
}
