/** Subscriptions over HTTP: /graphql/stream, and what takes the WebSockets of /graphql, which is a route of queries too. */
import websocket from '@fastify/websocket';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { handleProtocols } from 'graphql-ws';
import type { Channel } from '../core/channel.js';
import type { Database } from '../core/database.js';
import { MAX_BODY, streamEvents } from './event-stream.js';
import { Live, type LiveSettings } from './live.js';
import { MAX_MESSAGE, type Socket, socketServer } from './socket.js';

export type TakeSocket = (socket: Socket, request: FastifyRequest) => void;

/** Before any other route: the plugin looks at each as it is added. Answers the handler of `ws /graphql`. */
export async function liveRoutes(
  app: FastifyInstance,
  schema: GraphQLSchema,
  db: Database,
  settings: LiveSettings,
  channel: Channel,
): Promise<TakeSocket> {
  const live = new Live(schema, db, settings, app.log, channel);
  await app.register(websocket, {
    // Compressing takes some hundred kilobytes for each connection, and the answer anew for each.
    options: { maxPayload: MAX_MESSAGE, perMessageDeflate: false, handleProtocols },
    errorHandler: (_error, socket) => socket.terminate(), // it was broken off, or sent what is no message
    preClose: (done) => live.close().then(() => done(), done),
  });
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql/stream',
    bodyLimit: MAX_BODY,
    handler: (request, reply) => streamEvents(live, request, reply),
  });
  return socketServer(live);
}
