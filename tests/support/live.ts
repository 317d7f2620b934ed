/** Subscribers over real sockets: what they hear, and how it ends. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from 'graphql-ws';
import { begunSubscriptions } from '../../src/core/metrics.js';
import type { TestApp } from './app.js';

/** A WebSocket of the library `ws`, as far as tests use it. */
export interface RawSocket {
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  pause(): void;
  resume(): void;
  on(event: 'open', listener: () => void): void;
  on(event: 'message', listener: (data: Buffer) => void): void;
  on(event: 'close', listener: (code: number, reason: Buffer) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
}

type SocketClass = new (url: string, protocols?: string | string[], options?: object) => RawSocket;
const WebSocket = createRequire(import.meta.url)('ws') as SocketClass;

export interface Ended {
  code?: number;
  reason?: string;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** Somebody who subscribed. */
// biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests that ask
export interface Follower<T = any> {
  readonly heard: T[];
  /** How it ended; not resolved while it lasts. */
  readonly ended: Promise<Ended>;
  /** Waits until she has heard something that fits, and answers it. */
  hears(fits?: (answer: T) => boolean): Promise<T>;
  stop(): Promise<void>;
}

/** Waits until something is so; not for ever, so that what never comes shows in the test. */
export async function eventually<T>(look: () => T | Promise<T>, limit = 15_000): Promise<NonNullable<T>> {
  for (let waited = 0; ; waited += 20) {
    const seen = await look();
    if (seen) return seen;
    if (waited > limit) throw new Error('It has not come.');
    await sleep(20);
  }
}

/** Makes the app listen; answers its port. */
export async function listen({ app }: TestApp): Promise<number> {
  await app.listen({ port: 0, host: '127.0.0.1' });
  return (app.server.address() as { port: number }).port;
}

export interface Way {
  variables?: Record<string, unknown>;
  /** A key or a session's token. */
  token?: string;
  headers?: Record<string, string>;
}

/** How many subscriptions this process has begun. */
export async function begun(): Promise<number> {
  return (await begunSubscriptions.get()).values.reduce((sum, { value }) => sum + value, 0);
}

class Hearing<T> {
  readonly heard: T[] = [];
  readonly ended: Promise<Ended>;
  end!: (how: Ended) => void;
  over: Ended | null = null;

  constructor() {
    this.ended = new Promise((resolve) => {
      this.end = (how) => {
        this.over ??= how;
        resolve(how);
      };
    });
  }

  hears(fits: (answer: T) => boolean = () => true): Promise<T> {
    return eventually(() => {
      const found = this.heard.find(fits);
      if (found === undefined && this.over) throw new Error(`It ended: ${JSON.stringify(this.over)}`);
      return found as T;
    });
  }
}

/** Subscribes with graphql-ws' own client, once; resolves when the server has it. */
// biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests that ask
export async function bySocket<T = any>(port: number, query: string, way: Way = {}): Promise<Follower<T>> {
  const before = await begun();
  const hearing = new Hearing<T>();
  const client: Client = createClient({
    url: `ws://127.0.0.1:${port}/graphql`,
    webSocketImpl: withHeaders(way.headers ?? {}),
    connectionParams: way.token === undefined ? undefined : { authorization: `Bearer ${way.token}` },
    retryAttempts: 0,
    on: { closed: (event) => hearing.end(closed(event)) },
  });
  const stop = client.subscribe<T>(
    { query, variables: way.variables },
    {
      next: (answer) =>
        void (answer.errors && !answer.data
          ? hearing.end({ errors: answer.errors as never })
          : hearing.heard.push(answer as T)),
      error: (error) => hearing.end(Array.isArray(error) ? { errors: error } : closed(error)),
      complete: () => hearing.end({}),
    },
  );
  await eventually(async () => hearing.over !== null || (await begun()) > before);
  return Object.assign(hearing, {
    async stop() {
      stop();
      await client.dispose();
    },
  });
}

function closed(event: unknown): Ended {
  const { code, reason } = event as { code?: number; reason?: string };
  return code === undefined ? { reason: String(event) } : { code, reason: String(reason) };
}

function withHeaders(headers: Record<string, string>): SocketClass {
  return class extends (WebSocket as unknown as new (...args: unknown[]) => object) {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols, { headers });
    }
  } as unknown as SocketClass;
}

/** A socket that speaks the protocol by hand. */
export async function rawSocket(port: number, way: Way = {}, protocol = 'graphql-transport-ws') {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, protocol, { headers: way.headers ?? {} });
  const messages: { id?: string; type: string; payload?: unknown }[] = [];
  const ended = new Promise<Ended>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
    socket.on('error', (error) => resolve({ reason: error.message }));
  });
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  await Promise.race([new Promise<void>((resolve) => socket.on('open', resolve)), ended]);
  const say = (message: object) => socket.send(JSON.stringify(message));
  return { socket, messages, ended, say };
}

/** Subscribes by server-sent events; resolves when the server has it. */
// biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests that ask
export async function byEvents<T = any>(
  port: number,
  query: string,
  way: Way & { method?: 'GET' | 'POST' } = {},
): Promise<Follower<T> & { response: IncomingMessage }> {
  const hearing = new Hearing<T>();
  const response = await ask(port, query, way);
  read(response, hearing).catch((error) => hearing.end({ reason: String(error) }));
  return Object.assign(hearing, {
    response,
    async stop() {
      response.destroy();
      await hearing.ended;
    },
  });
}

/** On a connection of its own, as a stream has one. */
async function ask(port: number, query: string, way: Way & { method?: string }): Promise<IncomingMessage> {
  const url = new URL(`http://127.0.0.1:${port}/graphql/stream`);
  const isGet = way.method === 'GET';
  if (isGet) url.searchParams.set('query', query);
  if (isGet && way.variables) url.searchParams.set('variables', JSON.stringify(way.variables));
  const headers = {
    accept: 'text/event-stream',
    ...(way.token === undefined ? {} : { authorization: `Bearer ${way.token}` }),
    ...(isGet ? {} : { 'content-type': 'application/json' }),
    ...way.headers,
  };
  const asked = request(url, { method: isGet ? 'GET' : 'POST', headers, agent: false });
  asked.end(isGet ? undefined : JSON.stringify({ query, variables: way.variables }));
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return response.setEncoding('utf8');
}

async function read<T>(response: IncomingMessage, hearing: Hearing<T>): Promise<void> {
  let text = '';
  let last: Ended = { reason: 'broken off' };
  for await (const chunk of response) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() as string;
    for (const event of events) {
      const [, name, data = ''] = /^event: (\w+)\ndata: ?(.*)$/su.exec(event) ?? [];
      if (name === 'complete') return hearing.end('errors' in last ? last : {});
      if (name !== 'next') continue;
      const answer = JSON.parse(data);
      if (answer.errors && !answer.data) last = { errors: answer.errors };
      else hearing.heard.push(answer);
    }
  }
  if (response.statusCode === 200) return hearing.end(last);
  const { code, message } = JSON.parse(text).error;
  hearing.end({ code: response.statusCode, errors: [{ message, extensions: { code } }] });
}
