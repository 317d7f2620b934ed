/**
 * What idle subscribers cost, and how soon all of them hear of a change: `node dist/bench/live.js --subscribers 5000`. They follow the
 * ticker by WebSocket, then by server-sent events, on one node; an editor publishes, the sequencer runs as in the worker, and the
 * time counts from before the mutation until the last of them has the new headline. Memory is the server's, after its garbage.
 */
import 'reflect-metadata';
import { Agent, type ClientRequest, request } from 'node:http';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { sequenceWaiting } from '../src/changes/sequence-changes.js';
import { Channel } from '../src/core/channel.js';
import { repeat } from '../src/jobs/repeat.js';
import { openArchive, readSettings } from './archive.js';
import { signInChief } from './chief.js';
import { MeasuredProcess } from './measured-process.js';
import { median } from './median.js';
import { printTable } from './table.js';

interface Socket {
  on(event: 'open' | 'message' | 'error', listener: (data: Buffer) => void): void;
  send(text: string): void;
  terminate(): void;
}
const WebSocket = createRequire(import.meta.url)('ws') as new (
  url: string,
  protocol: string,
  options: object,
) => Socket;

const TICKER = 'subscription { ticker { headlines(first: 55) { title href source { name } } } }';
const ROUNDS = 7;
/** Connections that are opened at once. */
const AT_ONCE = 100;

/** One subscriber; `hear` is called with each message. */
type Subscribe = (port: number, hear: (message: Buffer) => void) => Promise<() => void>;

const settings = readSettings('subscribers');
const count = Number(settings.given.subscribers ?? 5_000);
const { db, url, close } = await openArchive(settings);
const log = pino({ level: 'silent' });
const sequencer = repeat('changes.sequence', 1, log, () => sequenceWaiting(db));
const channel = new Channel(url, log);
channel.on('noted', sequencer.wake);
const token = await signInChief(db);
const [source] = await db.query<{ id: string }>('select id from source limit 1');

const bySocket: Subscribe = (port, hear) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', {
      perMessageDeflate: false,
    });
    socket.on('error', reject as never);
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('message', (data) => {
      if (!data.subarray(0, 40).includes('connection_ack')) return hear(data);
      socket.send(JSON.stringify({ id: 'one', type: 'subscribe', payload: { query: TICKER } }));
      resolve(() => socket.terminate());
    });
  });

const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
const byEvents: Subscribe = (port, hear) =>
  new Promise((resolve, reject) => {
    const headers = { accept: 'text/event-stream' };
    const path = `/graphql/stream?query=${encodeURIComponent(TICKER)}`;
    const asked: ClientRequest = request({ host: '127.0.0.1', port, path, headers, agent }, (response) => {
      response.on('data', (chunk) => hear(chunk));
      response.on('error', () => undefined);
      resolve(() => asked.destroy());
    });
    asked.on('error', reject);
    asked.end();
  });

/** Publishes an article with this title, now. */
async function publish(port: number, title: string): Promise<void> {
  const content = {
    title,
    body: '<p>نص</p>',
    language: 'ar',
    sourceId: source?.id,
    publishedAt: new Date().toISOString(),
  };
  const ask = async (mutation: string, type: string, input: object) => {
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { article { articleId } errors { message } } }`;
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables: { input } }),
    });
    const { data, errors } = (await response.json()) as {
      data: Record<string, { article: { articleId: string } }>;
      errors?: unknown;
    };
    if (errors || !data[mutation]?.article) throw new Error(JSON.stringify({ data, errors }));
    return data[mutation].article.articleId;
  };
  const articleId = await ask('createArticle', 'CreateArticleInput', { content });
  await ask('publishArticle', 'ArticleActionInput', { articleId, version: 1 });
}

const mb = (bytes: number) => Math.round(bytes / 1_048_576);

async function measure(name: string, subscribe: Subscribe): Promise<(string | number)[]> {
  const server = await MeasuredProcess.start('app-server.js', url, ['--expose-gc']);
  const ends: (() => void)[] = [];
  let wanted = Buffer.alloc(0);
  let missing = 0;
  let arrived: () => void = () => undefined;
  const hear = (message: Buffer) => {
    if (wanted.length === 0 || !message.includes(wanted)) return;
    missing -= 1;
    if (missing === 0) arrived();
  };
  ends.push(await subscribe(server.port, () => undefined)); // what is loaded at the first is not counted
  await sleep(1_000);
  const before = await server.memory();
  while (ends.length < count)
    ends.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(AT_ONCE, count - ends.length) }, () => subscribe(server.port, hear)),
      )),
    );
  await sleep(2_000);
  const idle = (await server.memory()) - before;
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const title = `خبر القياس ${Math.random()}`;
    wanted = Buffer.from(title);
    missing = count - 1;
    const all = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const start = performance.now();
    await publish(server.port, title);
    await Promise.race([all, sleep(30_000)]);
    times.push(performance.now() - start);
    if (missing > 0) console.log(`${missing} did not hear of it.`);
    await sleep(500);
  }
  const busy = (await server.memory()) - before;
  for (const end of ends) end();
  await server.stop();
  return [name, count, mb(before), mb(idle), mb(busy), Math.round(median(times)), Math.round(Math.max(...times))];
}

try {
  const rows = [await measure('WebSocket', bySocket), await measure('server-sent events', byEvents)];
  printTable(
    ['transport', 'subscribers', 'MB before', 'MB more', 'MB more after', 'all have it, ms', 'slowest ms'],
    rows,
  );
} finally {
  await channel.close();
  await sequencer.stop();
  await close();
}
process.exit();
