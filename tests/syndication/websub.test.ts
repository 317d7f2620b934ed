/** The hub hears of every feed that has changed, of no other, and hears it again where it did not listen. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, runOnce } from 'graphile-worker';
import { pino } from 'pino';
import { createHttpClient, type HttpClient } from '../../src/core/http/http-client.js';
import { taskListOf } from '../../src/jobs/runner.js';
import { FolderStorage } from '../../src/media/storage.js';
import { MediaStore } from '../../src/media/variants.js';
import { feedChanged } from '../../src/syndication/websub.jobs.js';
import { readWebSub, tellHub, type WebSub } from '../../src/syndication/websub.js';
import { startWorker } from '../../src/worker.js';
import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable } from '../support/articles.js';
import { sequenceAll } from '../support/changes.js';
import { makeArticle, makeSource, makeTag } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';

const ORIGIN = 'https://warraq.example';

let test: TestApp;
let chief: Person;
let hub: Server;
let webSub: WebSub;
let http: HttpClient;
let status = 204;
const heard: Record<string, string>[] = [];

beforeAll(async () => {
  test = await startApp({ PUBLIC_URL: ORIGIN });
  chief = await signIn(test, 'CHIEF');
  hub = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      heard.push({ type: String(request.headers['content-type']), ...Object.fromEntries(new URLSearchParams(body)) });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => {
    hub.listen(0, '127.0.0.1', resolve);
  });
  webSub = { hub: `http://127.0.0.1:${(hub.address() as AddressInfo).port}/`, origin: ORIGIN };
  http = createHttpClient({ allowPrivateAddresses: true });
  await tellHub(test.db, webSub);
});
afterAll(async () => {
  await http.close();
  await new Promise((resolve) => {
    hub.close(resolve);
  });
  await test.close();
});
beforeEach(() => {
  heard.length = 0;
  status = 204;
});

/** Works off what is queued for the hub, each job once. */
const work = () =>
  runOnce({
    connectionString: test.db.url,
    noHandleSignals: true,
    taskList: taskListOf(test.db, [feedChanged(http)]),
    logger: new Logger(() => () => undefined),
  });

const tell = async () => {
  await sequenceAll(test);
  await tellHub(test.db, webSub);
};
const topics = () => heard.map((one) => decodeURI(one['hub.url'] as string).slice(ORIGIN.length)).sort();
const inAllFormats = (...paths: string[]) =>
  paths.flatMap((path) => ['atom', 'json', 'rss'].map((format) => `/feeds/${path}.${format}`)).sort();

it('is told of the feeds that a new article stands in', async () => {
  const source = await makeSource(test.db, 'هسبريس');
  const economy = await makeTag(test.db, 'الاقتصاد');
  const banks = await makeTag(test.db, 'البنوك', { broaderId: economy });
  await makeSource(test.db, 'غيرها');
  await publish(chief, publishable(source, { tagIds: [banks] }));
  await tell();
  await work();
  expect(topics()).toEqual(inAllFormats('latest', 'sources/هسبريس', 'tags/الاقتصاد', 'tags/البنوك'));
  for (const one of heard)
    expect(one).toMatchObject({ type: 'application/x-www-form-urlencoded', 'hub.mode': 'publish' });
  heard.length = 0;
  await tell();
  await work();
  expect(heard).toEqual([]);
});

it('is told once of many changes', async () => {
  const source = await makeSource(test.db, 'كثيرة التغير');
  const id = await publish(chief, publishable(source));
  await tell();
  for (let version = 2; version < 8; version += 2) {
    await call(chief, 'editArticle', { articleId: id, version, content: { title: `عنوان ${version}` } });
    await call(chief, 'publishArticle', { articleId: id, version: version + 1 });
    await tell();
  }
  await work();
  expect(topics()).toEqual(inAllFormats('latest', 'sources/كثيرة-التغير'));
});

it('is told at once of what comes after days in which nothing did', async () => {
  const source = await makeSource(test.db, 'نادرة النشر');
  await tell();
  // As if the hub had been told a day ago: positions go on with the clock.
  await test.db.query('update websub_told set position = position - 8640000000');
  await publish(chief, publishable(source));
  await tell();
  await work();
  expect(topics()).toEqual(expect.arrayContaining(inAllFormats('latest', 'sources/نادرة-النشر')));
});

it('is told when an article is withdrawn, and when the rights of a source change', async () => {
  const source = await makeSource(test.db, 'عابرة');
  const id = await publish(chief, publishable(source));
  await tell();
  await work();
  heard.length = 0;
  await call(chief, 'withdrawArticle', { articleId: id, version: 2, publicReason: 'حكم قضائي' });
  await tell();
  await work();
  expect(topics()).toEqual(inAllFormats('latest', 'sources/عابرة'));
  heard.length = 0;
  await test.db.query(`update source set access = 'HEADLINE' where id = $1`, [source]);
  await tell();
  await work();
  expect(topics()).toEqual(inAllFormats('latest', 'sources/عابرة'));
});

it('is not told of what the public does not see yet', async () => {
  const source = await makeSource(test.db, 'متأخرة', { embargoMinutes: 60 });
  const id = await makeArticle(test.db, { sourceId: source, releasedAt: new Date(), embargoMinutes: 60 });
  await tell();
  await work();
  expect(heard).toEqual([]);
  await test.db.query('update article set public_at = now() where id = $1', [id]);
  await tell();
  await work();
  expect(topics()).toEqual(inAllFormats('latest', 'sources/متأخرة'));
});

/** The jobs that failed, once there are so many and the queue has written them down. */
async function failures(many: number) {
  for (let tries = 0; tries < 200; tries += 1) {
    const failed = await test.db.query<{ error: string }>(
      'select last_error as error from graphile_worker.jobs where last_error is not null and locked_at is null',
    );
    if (failed.length === many) return failed;
    await sleep(50);
  }
  throw new Error(`There were never ${many} jobs that failed.`);
}

it('is told again where it did not take it', async () => {
  const source = await makeSource(test.db, 'صامدة');
  await publish(chief, publishable(source));
  await tell();
  status = 503;
  await work();
  const errors = await failures(2);
  for (const { error } of errors) expect(error).toMatch(/^The hub 127\.0\.0\.1:\d+ answered 503\.$/);
  status = 202;
  heard.length = 0;
  await test.db.query(
    'select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs), run_at => now())',
  );
  await work();
  expect(topics()).toEqual(inAllFormats('latest', 'sources/صامدة'));
});

it('is told nothing where it is in the own network', async () => {
  const guarded = createHttpClient({ allowPrivateAddresses: false });
  const payload = { hub: webSub.hub, topics: [`${ORIGIN}/feeds/latest.rss`] };
  await expect(feedChanged(guarded).run(test.db, payload as never)).rejects.toThrow(/not on the public internet/);
  expect(heard).toEqual([]);
  await guarded.close();
});

it('hears nothing of what was before it was first told', async () => {
  await test.db.query('delete from websub_told');
  const source = await makeSource(test.db, 'من قبل');
  await publish(chief, publishable(source));
  await tell();
  await work();
  expect(heard).toEqual([]);
});

it('is none where nobody could say where the feeds are, which the log says', async () => {
  expect(readWebSub({ publicUrl: undefined, websubHub: 'https://hub.example/' })).toBeNull();
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  const store = new MediaStore(new FolderStorage(test.config.dataDir));
  const settings = { ...test.config, origin: ORIGIN, publicUrl: undefined, websubHub: 'https://hub.example/' };
  const worker = await startWorker(test.db, log, store, settings);
  await worker.stop();
  expect(lines.filter((line) => line.includes('websub.off'))).toHaveLength(1);
});
