/** Outgoing requests: bounded in time, bytes and hops, and told apart by what went wrong. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { createHttpClient, type HttpRequest } from '../../src/core/http/http-client.js';
import { RequestFailure } from '../../src/core/http/request-failure.js';
import { VERSION } from '../../src/core/version.js';
import { closed, listen } from '../support/forbidden.js';

const client = createHttpClient({ allowPrivateAddresses: true });
const GET = { method: 'GET', timeout: 5_000, maxBytes: 100_000, redirects: 3 } satisfies Partial<HttpRequest>;

interface Heard {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

let handle: (heard: Heard, response: ServerResponse) => void;
const heard: Heard[] = [];
const listener = async (request: IncomingMessage, response: ServerResponse) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const one = {
    method: request.method ?? '',
    url: request.url ?? '',
    headers: request.headers,
    body: String(Buffer.concat(parts)),
  };
  heard.push(one);
  handle(one, response);
};
const server = createServer(listener);
const other = createServer(listener);
let at: string;
let elsewhere: string;

beforeAll(async () => {
  at = `http://127.0.0.1:${await listen(server)}`;
  elsewhere = `http://127.0.0.1:${await listen(other)}`;
});
beforeEach(() => {
  heard.length = 0;
});
afterAll(() => Promise.all([client.close(), closed(server), closed(other)]));

/** What went wrong, with its kind; fails where nothing did. */
async function failureOf(request: Partial<HttpRequest>): Promise<string> {
  const failed = await client.send({ ...GET, url: `${at}/`, ...request }).then(
    (answer) => Promise.reject(new Error(`answered ${answer.status}`)),
    (error: unknown) => error,
  );
  if (!(failed instanceof RequestFailure)) throw failed;
  return `${failed.kind}: ${failed.message}`;
}

it('an answer comes with its status, headers, body and where it came from, whatever its status', async () => {
  handle = (_, response) => response.writeHead(503, { 'retry-after': '7', 'x-some': ['a', 'b'] }).end('مرحبا');
  const answer = await client.send({ ...GET, url: `${at}/feed?a=b#c` });
  expect([answer.status, String(answer.body), answer.url]).toEqual([503, 'مرحبا', `${at}/feed?a=b#c`]);
  expect(answer.headers).toMatchObject({ 'retry-after': '7', 'x-some': 'a, b' });
  expect(heard[0]).toMatchObject({ method: 'GET', url: '/feed?a=b', headers: { 'user-agent': `Warraq/${VERSION}` } });
});

it('a body is sent with its headers', async () => {
  handle = (_, response) => response.end();
  await client.send({ ...GET, method: 'POST', url: at, headers: { 'content-type': 'text/plain' }, body: 'نص' });
  expect(heard[0]).toMatchObject({
    method: 'POST',
    body: 'نص',
    headers: { 'content-type': 'text/plain', 'content-length': '4' },
  });
});

it('what is packed is unpacked, and what is packed as nobody asked is refused', async () => {
  const text = 'نص'.repeat(10_000);
  const packed: Record<string, Buffer> = {
    gzip: gzipSync(text),
    br: brotliCompressSync(text),
    compress: Buffer.from(text),
  };
  for (const packing of ['gzip', 'br']) {
    handle = (_, response) => response.setHeader('content-encoding', packing).end(packed[packing]);
    expect(String((await client.send({ ...GET, url: at })).body)).toBe(text);
  }
  handle = (_, response) => response.setHeader('content-encoding', 'compress').end(packed.compress);
  expect(await failureOf({})).toMatch(/^BAD_ANSWER: .* only gzip, br are\.$/);
  handle = (_, response) => response.setHeader('content-encoding', 'gzip').end('no gzip');
  expect(await failureOf({})).toMatch(/^BAD_ANSWER: /);
});

it('no more than so many bytes are read: of what comes, of what it unpacks to, of headers', async () => {
  let sent = 0;
  handle = (_, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
      response.once('drain', more);
    };
    more();
  };
  expect(await failureOf({ maxBytes: 70_000 })).toBe('TOO_LARGE: The answer is larger than 70000 bytes.');
  expect(sent).toBeLessThan(20_000_000);
  handle = (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(50_000_000)));
  expect(await failureOf({ maxBytes: 70_000 })).toMatch(/^TOO_LARGE/);
  handle = (_, response) => response.setHeader('x', 'y'.repeat(50_000)).end();
  expect(await failureOf({})).toMatch(/^TOO_LARGE: The headers/);
});

it('a server that is silent, or speaks too slowly, is left after the time that it had', async () => {
  handle = () => undefined;
  expect(await failureOf({ timeout: 200 })).toMatch(/^TIMED_OUT: 127.0.0.1:\d+ did not answer within 0.2 s\.$/);
  handle = (_, response) => {
    const drip = setInterval(() => response.write('.'), 50);
    response.once('close', () => clearInterval(drip));
  };
  expect(await failureOf({ timeout: 300 })).toMatch(/^TIMED_OUT/);
  // Redirects share the time of the whole.
  handle = ({ url }, response) => setTimeout(() => response.writeHead(302, { location: `${url}x` }).end(), 100);
  expect(await failureOf({ timeout: 350, redirects: 20 })).toMatch(/^TIMED_OUT/);
});

it('a body that is not wanted is neither waited for nor held against who has answered', async () => {
  handle = (_, response) => response.write('endless');
  expect(await client.send({ ...GET, url: at, maxBytes: 0, timeout: 4_000 })).toMatchObject({
    status: 200,
    body: Buffer.alloc(0),
  });
  handle = (_, response) => response.end(Buffer.alloc(10_000_000));
  expect(await client.send({ ...GET, url: at, maxBytes: 0 })).toMatchObject({ status: 200 });
  handle = (_, response) => response.end('short');
  expect(await client.send({ ...GET, url: at, maxBytes: 0 })).toMatchObject({ status: 200 });
});

it('redirects are followed as often as was allowed, and not at all where none are', async () => {
  handle = ({ url }, response) =>
    url === '/xxx' ? response.end('there') : response.writeHead(301, { location: `${url}x` }).end();
  expect(await client.send({ ...GET, url: `${at}/` })).toMatchObject({ url: `${at}/xxx`, body: Buffer.from('there') });
  expect(await failureOf({ redirects: 2 })).toBe('TOO_MANY_REDIRECTS: The address redirects more than 2 times.');
  expect(await client.send({ ...GET, url: `${at}/`, redirects: 0 })).toMatchObject({ status: 301 });
  handle = (_, response) => response.writeHead(302, { location: 'http://[' }).end();
  expect(await failureOf({})).toMatch(/^BAD_ANSWER: .* redirects to what is no address\.$/);
  handle = (_, response) => response.writeHead(304).end();
  expect(await client.send({ ...GET, url: at })).toMatchObject({ status: 304 });
});

it('a redirect keeps what it may: the method and body of 307 and 308, and credentials on the same server alone', async () => {
  const post = {
    ...GET,
    method: 'POST',
    url: `${at}/`,
    body: 'text',
    headers: { authorization: 'secret', 'content-type': 'text/plain', accept: 'a/b' },
  } as const;
  for (const [status, method, body] of [
    [301, 'GET', ''],
    [302, 'GET', ''],
    [303, 'GET', ''],
    [307, 'POST', 'text'],
    [308, 'POST', 'text'],
  ]) {
    heard.length = 0;
    handle = ({ url }, response) =>
      url === '/' ? response.writeHead(Number(status), { location: '/to' }).end() : response.end();
    await client.send(post);
    expect(heard[1]).toMatchObject({ url: '/to', method, body, headers: { authorization: 'secret', accept: 'a/b' } });
    expect(heard[1]?.headers['content-type']).toBe(method === 'POST' ? 'text/plain' : undefined);
  }
  heard.length = 0;
  handle = ({ url }, response) =>
    url === '/' ? response.writeHead(307, { location: `${elsewhere}/to` }).end() : response.end();
  await client.send(post);
  expect(heard[1]).toMatchObject({ url: '/to', body: 'text', headers: { accept: 'a/b' } });
  expect(heard[1]?.headers.authorization).toBeUndefined();
});

it('keeps no cookies and asks no proxy of the environment', async () => {
  process.env.HTTP_PROXY = process.env.http_proxy = process.env.ALL_PROXY = elsewhere;
  const fresh = createHttpClient({ allowPrivateAddresses: true });
  handle = (_, response) => response.setHeader('set-cookie', 'a=b').end();
  await fresh.send({ ...GET, url: at });
  await fresh.send({ ...GET, url: at });
  delete process.env.HTTP_PROXY;
  delete process.env.http_proxy;
  delete process.env.ALL_PROXY;
  await fresh.close();
  expect(heard.map(({ headers }) => [`http://${headers.host}`, headers.cookie])).toEqual([
    [at, undefined],
    [at, undefined],
  ]);
});

it('says what went wrong where there is no answer', async () => {
  const gone = createServer();
  const port = await listen(gone);
  await closed(gone);
  expect(await failureOf({ url: `http://127.0.0.1:${port}/` })).toBe(
    `UNREACHABLE: 127.0.0.1:${port} refused the connection.`,
  );
  expect(await failureOf({ url: 'http://nobody.invalid/' })).toBe(
    'UNREACHABLE: DNS knows no address of nobody.invalid.',
  );
  expect(await failureOf({ url: `${at.replace('http', 'https')}/` })).toMatch(
    /^UNREACHABLE: .* has no secure connection to offer/,
  );
  handle = (_, response) => response.destroy();
  expect(await failureOf({})).toMatch(/^UNREACHABLE: .* closed the connection before it had answered\.$/);
  handle = (_, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('a part');
    setImmediate(() => response.destroy());
  };
  expect(await failureOf({})).toMatch(/^UNREACHABLE: .* closed the connection before it had answered\.$/);
});

it('what is no HTTP is no answer', async () => {
  const rude = createTcpServer((socket) =>
    socket
      .on('error', () => undefined)
      .resume()
      .end('220 mail.example ESMTP\r\n'),
  );
  const port: number = await new Promise((resolve) => {
    rude.listen(0, '127.0.0.1', () => resolve((rude.address() as { port: number }).port));
  });
  expect(await failureOf({ url: `http://127.0.0.1:${port}/` })).toMatch(/^BAD_ANSWER: What .* answered cannot be read/);
  await new Promise((resolve) => rude.close(resolve));
});

it('closing breaks off what is under way', async () => {
  const short = createHttpClient({ allowPrivateAddresses: true });
  handle = () => void short.close();
  await expect(short.send({ ...GET, url: at })).rejects.toThrow(RequestFailure);
});
