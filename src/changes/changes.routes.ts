/**
 * `GET /partner/changes`: the change feed as JSON lines, from any cursor to its end, in constant memory. Each line says where to
 * read on, so that a stream that broke anywhere is resumed without a gap.
 */
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { bearerOf } from '../accounts/authenticate.js';
import type { Database } from '../core/database.js';
import { HttpError } from '../core/http-error.js';
import { originOf } from '../core/origin.js';
import { requirePartner } from '../partners/identify.js';
import { BEGINNING, type ChangeCursor, IN_FUTURE, NO_CURSOR, parseChangeCursor } from './change-cursor.js';
import { isInFuture } from './read-changes.js';
import { streamChanges } from './stream-changes.js';

interface Asked {
  Querystring: Record<string, unknown>;
}

/** What the operator decided that the route needs to know. */
interface Settings {
  readonly rateLimit: boolean;
  readonly publicUrl: string | undefined;
}

export function changesRoutes(app: FastifyInstance, db: Database, settings: Settings): void {
  app.get<Asked>('/partner/changes', async (request, reply) => {
    const actor = await requirePartner(db, request, reply, settings);
    const { after, limit } = readQuery(request.query);
    if (await isInFuture(db, after)) throw wrong(`after: ${IN_FUTURE}.`);
    const key = bearerOf(request) as string;
    const lines = streamChanges(db, { actor, key, origin: originOf(request, settings.publicUrl), after, limit });
    const stream = Readable.from(lines, { objectMode: false });
    stream.on('error', (error) => request.log.error({ err: error, requestId: request.id }, 'changes.stream_failed'));
    return reply.type('application/jsonl; charset=utf-8').header('cache-control', 'no-store').send(stream);
  });
}

function readQuery({ after, limit, ...unknown }: Asked['Querystring']): { after: ChangeCursor; limit: number } {
  // An `after` that is misspelled would be answered with all there is, each time anew.
  for (const name of Object.keys(unknown)) throw wrong(`${name}: there is no such parameter, only after and limit.`);
  const cursor =
    after === undefined || after === '' ? BEGINNING : typeof after === 'string' ? parseChangeCursor(after) : null;
  if (cursor === null) throw wrong(`after: ${NO_CURSOR}.`);
  const most = limit === undefined || limit === '' ? Number.POSITIVE_INFINITY : Number(limit);
  if (!(most >= 1) || (Number.isFinite(most) && !Number.isInteger(most)))
    throw wrong('limit: a whole number of changes is wanted, 1 or more.');
  return { after: cursor, limit: most };
}

const wrong = (message: string) => new HttpError(400, 'BAD_USER_INPUT', message);
