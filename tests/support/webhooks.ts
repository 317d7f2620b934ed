/** Receivers of webhooks, which verify what they get as the specification's own library does; and deliveries made and sent at once. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { pino } from 'pino';
import { Webhook } from 'standardwebhooks';
import { createHttpClient, type HttpClient } from '../../src/core/http/http-client.js';
import { DeliverySender } from '../../src/webhooks/delivery-sender.js';
import { fanOut } from '../../src/webhooks/fan-out.js';
import type { TestApp } from './app.js';
import { sequenceAll } from './changes.js';
import type { Person } from './desk.js';
import { closed, listen } from './forbidden.js';

export interface Received {
  id: string;
  type: string;
  timestamp: string;
  // biome-ignore lint/suspicious/noExplicitAny: what it holds is checked by the tests that read it
  data: any;
  body: string;
  headers: IncomingHttpHeaders;
}

/** A status, one with headers, or null for silence until the sender gives up. */
export type Reply = number | { status: number; headers: Record<string, string> } | null;

export interface Receiver {
  url: string;
  /** All that came and was signed rightly, in the order in which it came. */
  received: Received[];
  /** Requests that came unsigned or signed by nothing that it knows. */
  unsigned: number;
  /** Any of these signs. Until one is given, nothing is verified. */
  secrets: string[];
  answer: (message: Received) => Reply | Promise<Reply>;
  close(): Promise<void>;
}

/** A receiver on this machine: the app under test needs ALLOW_PRIVATE_ADDRESSES=on. It takes everything. */
export async function startReceiver(): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const message = read(String(Buffer.concat(parts)), request.headers);
    if (!isSigned(message, receiver.secrets)) {
      receiver.unsigned += 1;
      response.writeHead(400).end();
      return;
    }
    receiver.received.push(message);
    const reply = await receiver.answer(message);
    if (reply === null) return;
    const { status, headers } = typeof reply === 'number' ? { status: reply, headers: {} } : reply;
    response.writeHead(status, headers).end();
  });
  const port = await listen(server);
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hook`,
    received: [],
    unsigned: 0,
    secrets: [],
    answer: () => 204,
    close: () => closed(server),
  };
  return receiver;
}

function read(body: string, headers: IncomingHttpHeaders): Received {
  const { type, timestamp, data } = JSON.parse(body);
  return { id: headers['webhook-id'] as string, type, timestamp, data, body, headers };
}

export function isSigned({ body, headers }: Pick<Received, 'body' | 'headers'>, secrets: string[]): boolean {
  if (secrets.length === 0) return true;
  return secrets.some((secret) => {
    try {
      new Webhook(secret).verify(body, headers as Record<string, string>);
      return true;
    } catch {
      return false;
    }
  });
}

export interface TestWebhook {
  id: string;
  secret: string;
}

export const EVERYTHING = ['PUBLISHED', 'UPDATED', 'CORRECTED', 'UNPUBLISHED', 'WITHDRAWN', 'GRANTED', 'REVOKED'];

/** Made by an administrator, as partners' webhooks are. What was published before is numbered first, so that it is none of hers. */
export async function makeWebhook(
  test: TestApp,
  admin: Person,
  partnerId: string,
  url: string,
  events: string[] = EVERYTHING,
): Promise<TestWebhook> {
  await sequenceAll(test);
  const { data, errors } = await admin.ask(
    `mutation ($input: WebhookInput!) { createWebhook(input: $input) { webhook { id } secret errors { code message } } }`,
    { input: { partnerId, url, events } },
  );
  const made = data?.createWebhook;
  if (!made?.webhook) throw new Error(JSON.stringify(errors ?? made.errors));
  return { id: made.webhook.id, secret: made.secret };
}

const clients = new WeakMap<TestApp, HttpClient>();

/** One that sends for this app as a worker does, on a client that ends with the test's file. */
export function makeSender(test: TestApp, http = clientOf(test)): DeliverySender {
  return new DeliverySender({ db: test.db, http, log: pino({ level: 'silent' }), origin: 'http://warraq.example' });
}

function clientOf(test: TestApp): HttpClient {
  const known = clients.get(test) ?? createHttpClient(test.config);
  clients.set(test, known);
  return known;
}

/** Ends the connections that senders of this app hold. */
export const closeSenders = async (test: TestApp) => clients.get(test)?.close();

/** Makes deliveries of all that is numbered, however long it takes. */
export const fanOutAll = ({ db }: Pick<TestApp, 'db'>) => fanOut(db, Number.POSITIVE_INFINITY);

/** Numbers what happened, makes deliveries of it, and sends all that is due at a moment, until nothing is; answers how many attempts. */
export async function deliverAll(test: TestApp, now: Date | null = null, sender = makeSender(test)): Promise<number> {
  await sequenceAll(test);
  await fanOut(test.db);
  let attempts = 0;
  for (;;) {
    const begun = await sender.send(now);
    if (begun === 0) return attempts;
    attempts += begun;
    await sender.idle();
  }
}

/** The log of a webhook as administrators see it, the oldest first. */
// biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests that ask
export async function logOf(admin: Person, webhookId: string, first = 100): Promise<any[]> {
  const { data } = await admin.ask(
    `query ($id: ID!, $first: Int) { node(id: $id) { ... on Webhook { active disabledReason deliveries(first: $first) {
      nodes { id state attempts lastHttpStatus lastError nextAttemptAt createdAt deliveredAt change { id kind at articleId canonicalUrl contentVersion reason } } } } } }`,
    { id: webhookId, first },
  );
  return data.node.deliveries.nodes.reverse();
}
