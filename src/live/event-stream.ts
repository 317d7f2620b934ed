/**
 * Subscriptions by server-sent events, in the protocol graphql-sse with distinct connections: one request, one subscription.
 * The protocol is three kinds of lines, written here, so that an answer is written as JSON once for everybody.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import { asGraphQLError } from '../core/graphql-errors.js';
import { HttpError } from '../core/http-error.js';
import { originOf } from '../core/origin.js';
import type { Connection } from './connections.js';
import { broughtByRequest, NOT_IN_FORCE } from './credentials.js';
import type { Holder } from './holders.js';
import type { Caller, Live } from './live.js';
import type { OperationRequest } from './operation.js';
import { type Data, Outlet, TOO_SLOW, type Wire } from './outlet.js';
import type { Subscriber, Written } from './shared-stream.js';

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no', // a proxy that collects answers would keep them back
};

/** Bytes of a request's body. */
export const MAX_BODY = 65_536;
/** Milliseconds after the last word until a connection that is still open is cut off. */
const CLOSING = 10_000;

/** Answers the route: HttpError before anything was sent, and else a stream that lasts until the caller or the server ends it. */
export async function streamEvents(live: Live, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (!takesEvents(request)) throw new HttpError(406, 'BAD_REQUEST', 'Send `Accept: text/event-stream`.');
  const refusal = live.connections.refusal(request.ip);
  if (refusal) throw new HttpError(refusal.everywhere ? 503 : 429, codeOf(refusal.everywhere), refusal.message);
  const asked = readRequest(request);
  const brought = broughtByRequest(request, live.settings.publicUrl);
  if ('refusal' in brought) throw new HttpError(403, 'FORBIDDEN', `Forbidden: ${brought.refusal}`);
  const known = await live.holders.identify(brought.token);
  if (!known) throw new HttpError(401, 'UNAUTHENTICATED', `Forbidden: ${NOT_IN_FORCE}`);
  reply.hijack();
  const stream = new EventStream(live, reply);
  const holder = known.watch(() => stream.forbid());
  await stream.begin(holder, request, asked).catch((error) => stream.fail(error));
}

const codeOf = (everywhere: boolean) => (everywhere ? 'SERVICE_UNAVAILABLE' : 'RATE_LIMITED');

function takesEvents({ headers }: FastifyRequest): boolean {
  const accept = headers.accept ?? '*/*';
  return ['text/event-stream', 'text/*', '*/*'].some((type) => accept.includes(type));
}

function readRequest({ method, query, body }: FastifyRequest): OperationRequest {
  if (method === 'POST') return (body ?? {}) as OperationRequest;
  const { variables, ...asked } = query as Record<string, unknown>;
  try {
    return { ...asked, variables: variables ? JSON.parse(String(variables)) : undefined };
  } catch {
    throw new HttpError(400, 'BAD_REQUEST', 'variables: they are no JSON.');
  }
}

class EventStream implements Connection, Wire, Subscriber {
  readonly transport = 'sse';
  private readonly outlet = new Outlet(this);
  private readonly leaving: (() => void)[] = [];
  private readonly raw: FastifyReply['raw'];

  constructor(
    private readonly live: Live,
    reply: FastifyReply,
  ) {
    this.raw = reply.raw;
  }

  async begin(holder: Holder, request: FastifyRequest, asked: OperationRequest): Promise<void> {
    const { live, raw } = this;
    this.leaving.push(() => holder.release(), live.connections.enter(request.ip, this));
    raw.once('close', () => this.leave());
    const operation = live.read(asked, holder.known.actor);
    if (!('document' in operation)) return this.end(live.present(operation));
    const origin = originOf(request, live.settings.publicUrl);
    const caller: Caller = { known: holder.known, address: request.ip, origin, transport: this.transport };
    const answer = await live.subscribe(operation, caller, this);
    if (typeof answer !== 'function') this.end(answer);
    else if (!this.open) answer();
    else {
      this.leaving.push(answer);
      this.beat();
    }
  }

  send(answer: Written): void {
    this.outlet.send(answer.event);
  }

  taken(): Promise<void> {
    return this.outlet.taken();
  }

  end(errors: readonly GraphQLFormattedError[] | null): void {
    if (!this.open) return;
    if (errors) this.write(`event: next\ndata: ${JSON.stringify({ errors })}\n\n`);
    this.write('event: complete\ndata:\n\n');
    this.raw.end();
    setTimeout(() => this.cut(), CLOSING).unref();
  }

  /** Its key or session opens nothing any more. */
  forbid(): void {
    this.endFor('UNAUTHENTICATED', `Forbidden: ${NOT_IN_FORCE}`);
  }

  /** By a fault of this program; nobody else would answer any more. */
  fail(error: unknown): void {
    this.end(this.live.present([asGraphQLError(error)]));
  }

  drop(): void {
    this.endFor('RATE_LIMITED', TOO_SLOW);
  }

  /** Without `complete`, so that whoever follows comes back. */
  goAway(): void {
    this.raw.end();
  }

  cut(): void {
    this.raw.destroy();
  }

  beat(): void {
    if (this.open) this.write(':\n\n');
  }

  get open(): boolean {
    return !this.raw.writableEnded && !this.raw.destroyed;
  }

  get waiting(): number {
    return this.raw.writableLength;
  }

  /** The head goes out with the first bytes: who has it knows that she is subscribed. */
  write(data: Data): void {
    if (!this.raw.headersSent) this.raw.writeHead(200, HEADERS);
    this.raw.write(data);
  }

  private endFor(code: string, message: string): void {
    this.end([{ message, extensions: { code } }]);
  }

  private leave(): void {
    for (const leave of this.leaving.splice(0)) leave();
  }
}
