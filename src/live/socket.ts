/**
 * Subscriptions by WebSocket, in the protocol graphql-transport-ws. graphql-ws keeps its rules; only answers are written past
 * it, since it would write each as JSON anew for each client: it is given an iterable that yields nothing and ends in time.
 */
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { CloseCode, makeServer, type Server } from 'graphql-ws';
import { originOf } from '../core/origin.js';
import type { Connection } from './connections.js';
import { broughtBySocket, NOT_IN_FORCE } from './credentials.js';
import type { Holder } from './holders.js';
import type { Caller, Live } from './live.js';
import type { OperationRequest } from './operation.js';
import { type Data, Outlet, TOO_SLOW, type Wire } from './outlet.js';
import { Ended, SocketSubscription } from './socket-subscription.js';

/** A WebSocket of the library `ws`, as far as it is used here. */
export interface Socket {
  readonly protocol: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(data: Data, options: { binary: boolean }): void;
  ping(): void;
  close(code: number, reason: string): void;
  terminate(): void;
  on(event: 'message', listener: (data: Buffer) => void): void;
  on(event: 'pong', listener: () => void): void;
  on(event: 'close', listener: (code: number, reason: Buffer) => void): void;
}

const AS_TEXT = { binary: false };

const OPEN = 1;
const SERVICE_RESTART = 1012;
const TRY_AGAIN_LATER = 1013;

/** Bytes of one message of a client. */
export const MAX_MESSAGE = 65_536;
const MAX_SUBSCRIPTIONS = 100;
/** Milliseconds for a client to say who it is, and after a goodbye until a connection that is still open is cut off. */
const INIT_TIMEOUT = 10_000;
const CLOSING = 10_000;

type SocketServer = Server<SocketConnection>;

/** Answers what takes sockets, once they are open. */
export function socketServer(live: Live): (socket: Socket, request: FastifyRequest) => void {
  const server = makeServer<Record<string, unknown>, SocketConnection>({
    schema: live.schema,
    connectionInitWaitTimeout: INIT_TIMEOUT,
    onConnect: ({ extra, connectionParams }) => extra.identify(connectionParams ?? {}),
    onSubscribe: ({ extra, subscriptions }, id, payload) =>
      extra.prepare(id, payload, Object.keys(subscriptions).length),
    subscribe: ({ contextValue }) => (contextValue as SocketSubscription).begin(),
    onNext: (_ctx, _id, _payload, _args, result) => result as never,
    onError: (_ctx, _id, _payload, errors) => {
      const { originalError } = errors[0] as GraphQLError;
      return originalError instanceof Ended ? originalError.errors : live.present(errors);
    },
  });
  return (socket, request) => {
    const refusal = live.connections.refusal(request.ip);
    if (refusal) socket.close(TRY_AGAIN_LATER, refusal.message);
    else new SocketConnection(live, socket, request).serve(server);
  };
}

class SocketConnection implements Connection, Wire {
  readonly transport = 'ws';
  readonly outlet = new Outlet(this);
  private holder: Holder | null = null;
  private alive = true;
  private readonly address: string;
  private readonly origin: string;
  /** Only until it is known who speaks: a connection may last for days. */
  private request: FastifyRequest | null;

  constructor(
    private readonly live: Live,
    private readonly socket: Socket,
    request: FastifyRequest,
  ) {
    this.request = request;
    this.address = request.ip;
    this.origin = originOf(request, live.settings.publicUrl);
  }

  serve(server: SocketServer): void {
    const { socket, live } = this;
    const leave = live.connections.enter(this.address, this);
    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: (text) => this.outlet.send(text),
        close: (code, reason) => this.end(code ?? CloseCode.InternalServerError, reason ?? ''),
        onMessage: (take) => {
          socket.on('message', (data) => {
            this.alive = true;
            take(String(data)).catch((error: unknown) => this.fail(error));
          });
        },
      },
      this,
    );
    socket.on('pong', () => {
      this.alive = true;
    });
    socket.on('close', (code, reason) => {
      leave();
      this.holder?.release();
      closed(code, String(reason)).catch((error: unknown) => this.fail(error));
    });
  }

  /** Whose connection it is; one that nobody may have is closed. */
  async identify(params: Readonly<Record<string, unknown>>): Promise<boolean> {
    const brought = broughtBySocket(this.request as FastifyRequest, params, this.live.settings.publicUrl);
    this.request = null;
    if ('refusal' in brought) return this.forbid(brought.refusal);
    const known = await this.live.holders.identify(brought.token);
    if (!known) return this.forbid(NOT_IN_FORCE);
    this.holder = known.watch(() => this.forbid(NOT_IN_FORCE));
    if (!this.open) this.holder.release();
    return true;
  }

  /** What the library is to run, or errors. */
  prepare(id: string, request: OperationRequest, open: number) {
    if (open > MAX_SUBSCRIPTIONS) return [tooManySubscriptions()];
    const { known } = this.holder as Holder;
    const operation = this.live.read(request, known.actor);
    if (!('document' in operation)) return operation;
    const caller: Caller = { known, address: this.address, origin: this.origin, transport: this.transport };
    return {
      schema: this.live.schema,
      document: operation.document,
      operationName: operation.name,
      contextValue: new SocketSubscription(id, this.outlet, (subscription) =>
        this.live.subscribe(operation, caller, subscription),
      ),
    };
  }

  get open(): boolean {
    return this.socket.readyState === OPEN;
  }

  get waiting(): number {
    return this.socket.bufferedAmount;
  }

  write(data: Data): void {
    this.socket.send(data, AS_TEXT);
  }

  drop(): void {
    this.end(TRY_AGAIN_LATER, TOO_SLOW);
  }

  beat(): void {
    if (!this.alive) this.cut();
    else if (this.open) this.socket.ping();
    this.alive = false;
  }

  goAway(): void {
    this.end(SERVICE_RESTART, 'The server restarts: come back.');
  }

  cut(): void {
    this.socket.terminate();
  }

  private forbid(why: string): false {
    this.end(CloseCode.Forbidden, `Forbidden: ${why}`);
    return false;
  }

  /** Whoever does not say goodbye is cut off. */
  private end(code: number, reason: string): void {
    if (!this.open) return;
    this.socket.close(code, reason);
    setTimeout(() => this.cut(), CLOSING).unref();
  }

  private fail(error: unknown): void {
    this.live.log.error({ err: error }, 'live.socket_failed');
    this.end(CloseCode.InternalServerError, 'Internal server error');
  }
}

const tooManySubscriptions = () =>
  new GraphQLError(`This connection has ${MAX_SUBSCRIPTIONS} subscriptions: end one first, or open another.`, {
    extensions: { code: 'RATE_LIMITED' },
  });
