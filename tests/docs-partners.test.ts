/** The guide for partners is run: its programs mirror, receive and obey, and its blocks answer. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { startApp, type TestApp } from './support/app.js';
import { call, publish, publishable } from './support/articles.js';
import { sequenceAll } from './support/changes.js';
import { makeSource } from './support/content.js';
import { type Person, signIn } from './support/desk.js';
import { blocksOf, QUERIES, Story, saysNothing } from './support/documentation.js';
import { makePartner, type TestPartner } from './support/partners.js';
import { freePort } from './support/program.js';
import { closeSenders, deliverAll } from './support/webhooks.js';

const GUIDE = 'docs/partners.md';
const run = promisify(execFile);

let test: TestApp;
let admin: Person;
let source: string;
let partner: TestPartner;
let address: string;
let folder: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  test = await startApp({ ALLOW_PRIVATE_ADDRESSES: 'on' });
  address = await test.app.listen({ port: 0, host: '127.0.0.1' });
  admin = await signIn(test, 'ADMIN');
  source = await makeSource(test.db, 'جريدة الساحل');
  await sequenceAll(test);
});
beforeEach(async () => {
  partner = await makePartner(test);
  folder = mkdtempSync(join(tmpdir(), 'warraq-partner-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(async () => {
  for (const child of children) child.kill();
  await closeSenders(test);
  await test.close();
});

const environment = (more: Record<string, string> = {}) => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  WARRAQ_URL: address,
  WARRAQ_KEY: partner.key,
  ...more,
});

const SHELL = blocksOf(GUIDE, 'sh');
const TYPESCRIPT = blocksOf(GUIDE, 'ts');
const PYTHON = blocksOf(GUIDE, 'python');

/** The TypeScript of the guide as a program in the folder: compiled strictly, as its reader would. */
async function compiled(text: string): Promise<string[]> {
  writeFileSync(join(folder, 'program.mts'), text);
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const options = [
    '--target',
    'es2023',
    '--module',
    'nodenext',
    '--strict',
    '--types',
    'node',
    '--typeRoots',
    resolve('node_modules/@types'),
  ];
  await run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), ...options, 'program.mts'], { cwd: folder });
  return [process.execPath, 'program.mjs'];
}

async function python(text: string): Promise<string[]> {
  writeFileSync(join(folder, 'program.py'), text);
  return ['python3', 'program.py'];
}

const mirrored = () =>
  Object.fromEntries(
    readdirSync(join(folder, 'mirror')).map((file) => [
      file.replace('.json', ''),
      JSON.parse(readFileSync(join(folder, 'mirror', file), 'utf8')).headlines[0].value,
    ]),
  );

/** All that the partner may have, by id. */
async function archive(): Promise<Record<string, string>> {
  const { data } = await partner.ask('{ articles(first: 100) { nodes { id title } } }');
  return Object.fromEntries(data.articles.nodes.map(({ id, title }: { id: string; title: string }) => [id, title]));
}

it('the lines of the shell append what is new, and keep the place', async () => {
  await publish(admin, publishable(source));
  await sequenceAll(test);
  const once = () => run('bash', ['-euc', SHELL[0] as string], { cwd: folder, env: environment() });
  const lines = () => readFileSync(join(folder, 'changes.jsonl'), 'utf8').trim().split('\n');
  await once();
  const first = lines();
  await once();
  expect(lines()).toEqual(first);
  const articleId = await publish(admin, publishable(source));
  await sequenceAll(test);
  await once();
  expect(
    lines()
      .slice(first.length)
      .map((line) => JSON.parse(line)),
  ).toMatchObject([{ kind: 'PUBLISHED', articleId }]);
});

it('the lines of the shell take nothing of a stream that breaks or is refused, fail, and go on where they were', async () => {
  const line = (n: number) => `{"cursor":"c00000000000000${n}","kind":"PUBLISHED"}\n`;
  let answer: 'whole' | 'cut' | 'refused' = 'whole';
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url as string);
    if (answer === 'refused') return response.writeHead(429).end('{"error":{"code":"RATE_LIMITED"}}');
    if (answer === 'whole') return response.end(line(asked.length));
    response.write(`${line(asked.length)}{"cursor":"c0000`, () => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const script = () =>
    run('bash', ['-c', SHELL[0] as string], {
      cwd: folder,
      env: environment({ WARRAQ_URL: `http://127.0.0.1:${port}` }),
    });
  const kept = () => ['changes.jsonl', 'cursor'].map((file) => readFileSync(join(folder, file), 'utf8'));
  await script();
  const before = kept();
  expect(before).toEqual([line(1), 'c000000000000001\n']);
  answer = 'cut';
  await expect(script()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('curl: (18)') });
  answer = 'refused';
  await expect(script()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('RATE_LIMITED') });
  expect(kept()).toEqual(before);
  answer = 'whole';
  await script();
  expect(kept()).toEqual([line(1) + line(4), 'c000000000000004\n']);
  expect(asked.slice(1)).toEqual(Array(3).fill('/partner/changes?after=c000000000000001'));
  server.close();
});

it.each([
  ['TypeScript', () => compiled(TYPESCRIPT[0] as string)],
  ['Python', () => python(PYTHON[0] as string)],
])('the mirror in %s has the archive, goes on where it was, and obeys', async (_language, prepare) => {
  const [command, ...args] = (await prepare()) as [string, ...string[]];
  const once = async () => {
    await sequenceAll(test);
    await run(command, args, { cwd: folder, env: environment() });
  };
  const gone = await publish(admin, publishable(source));
  await once();
  expect(mirrored()).toEqual(await archive());
  expect(Object.keys(mirrored())).toContain(gone);
  await call(admin, 'withdrawArticle', { articleId: gone, version: 2 });
  await publish(admin, publishable(source));
  await once();
  expect(mirrored()).toEqual(await archive());
  expect(Object.keys(mirrored())).not.toContain(gone);
});

it.each([
  ['TypeScript', () => compiled(TYPESCRIPT[1] as string)],
  ['Python', () => python(PYTHON[1] as string)],
])('the receiver in %s takes what is signed, refuses what is not, and obeys', async (_language, prepare) => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const { data } = await admin.ask(
    'mutation ($input: WebhookInput!) { createWebhook(input: $input) { webhook { id } secret errors { message } } }',
    { input: { partnerId: partner.id, url, events: ['PUBLISHED', 'WITHDRAWN'] } },
  );
  const { webhook, secret } = data.createWebhook;
  const [command, ...args] = (await prepare()) as [string, ...string[]];
  const child = spawn(command, args, {
    cwd: folder,
    env: environment({ PORT: String(port), WEBHOOK_SECRET: secret }),
    stdio: 'ignore',
  });
  children.push(child);
  const refused = async (headers: Record<string, string> = {}) =>
    (await fetch(url, { method: 'POST', body: '{}', headers }).catch(() => null))?.status;
  for (let tries = 0; tries < 100 && (await refused()) === undefined; tries++)
    await new Promise((done) => setTimeout(done, 100));
  const signed = { 'webhook-id': 'x', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' };
  for (const headers of [
    {},
    signed,
    { ...signed, 'webhook-signature': 'v1,é' },
    { ...signed, 'webhook-timestamp': 'soon' },
    { 'webhook-signature': 'v1,x' },
  ])
    expect([headers, await refused(headers as Record<string, string>)]).toEqual([headers, 400]);
  expect(await withoutLength(port)).toMatch(/^HTTP\/1\.[01] 400 /);
  const state = async () =>
    (await test.db.query<{ state: string }>('select state from delivery where webhook_id = $1', [webhook.id])).map(
      (row) => row.state,
    );
  const articleId = await publish(admin, publishable(source));
  await deliverAll(test);
  expect(Object.keys(mirrored())).toEqual([articleId]);
  await call(admin, 'withdrawArticle', { articleId, version: 2 });
  await admin.ask('mutation ($input: WebhookIdInput!) { testWebhook(input: $input) { errors { message } } }', {
    input: { id: webhook.id },
  });
  await deliverAll(test);
  expect(mirrored()).toEqual({});
  expect(await state()).toEqual(['DELIVERED', 'DELIVERED', 'DELIVERED']);
  child.kill();
  await once(child, 'exit');
});

/** What is answered to a request that does not say how long it is. */
async function withoutLength(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end('POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  let said = '';
  for await (const data of socket) said += data;
  return said;
}

it('the subscription of the shell prints what comes', async () => {
  const child = spawn('bash', ['-uc', `exec ${SHELL[1]}`], { env: environment() });
  children.push(child);
  let said = '';
  child.stdout?.on('data', (data) => {
    said += data;
  });
  for (let tries = 0; tries < 100 && !said.includes('PUBLISHED'); tries++) {
    await publish(admin, publishable(source));
    await sequenceAll(test);
    await new Promise((done) => setTimeout(done, 100));
  }
  expect(said).toMatch(/event: next\ndata: .*"kind":"PUBLISHED"/);
  child.kill();
});

describe('the blocks', () => {
  const blocks = QUERIES.filter(({ name }) => name.startsWith(GUIDE));
  const story = new Story();

  it.each(blocks.slice(0, 2))('$name answers a partner', async ({ query, variables }) => {
    const articleId = await publish(
      admin,
      publishable(source, { canonicalUrl: 'https://sahel.example/1', summary: 'ملخص' }),
    );
    await call(admin, 'correctArticle', { articleId, version: 2, content: { title: 'الصحيح' }, note: 'تصحيح' });
    await sequenceAll(test);
    const { data, errors } = await partner.ask(query, variables);
    expect(errors).toBeUndefined();
    expect(saysNothing(data).filter((path) => !/until|expiresAt|grants.source/.test(path))).toEqual([]);
  });

  it.each(blocks.slice(2))('$name answers an administrator', async (block) => {
    await story.tell(block, async (query, variables) => {
      const answer = await admin.ask(query, variables);
      return JSON.parse(
        JSON.stringify(answer).replace(
          /"(until|expiresAt|nextAttemptAt|lastError|lastHttpStatus)":null/g,
          '"$1":"never"',
        ),
      );
    });
    if (story.known.PARTNER)
      story.known.DELIVERY ??=
        (await test.db.query<{ id: string }>('select id from delivery order by id desc limit 1'))[0]?.id ?? '';
  });
});
