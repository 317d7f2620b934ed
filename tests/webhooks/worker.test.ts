/** The worker itself: what editors do is at the receiver's a moment later, and stopping waits for nobody for long. */
import { pino } from 'pino';
import { FolderStorage } from '../../src/media/storage.js';
import { MediaStore } from '../../src/media/variants.js';
import { startWorker } from '../../src/worker.js';
import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable } from '../support/articles.js';
import { makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { makePartner } from '../support/partners.js';
import { logOf, makeWebhook, type Receiver, startReceiver, type TestWebhook } from '../support/webhooks.js';

let test: TestApp;
let admin: Person;
let chief: Person;
let receiver: Receiver;
let webhook: TestWebhook;
let sourceId: string;

beforeAll(async () => {
  test = await startApp({ ALLOW_PRIVATE_ADDRESSES: 'on' });
  admin = await signIn(test, 'ADMIN');
  chief = await signIn(test, 'CHIEF');
  sourceId = await makeSource(test.db, 'مصدر العامل');
});
beforeEach(async () => {
  receiver = await startReceiver();
  webhook = await makeWebhook(test, admin, (await makePartner(test)).id, receiver.url);
  receiver.secrets = [webhook.secret];
});
afterEach(async () => {
  await receiver.close();
  await test.db.query('delete from partner');
});
afterAll(() => test.close());

const start = () =>
  startWorker(test.db, pino({ level: 'silent' }), new MediaStore(new FolderStorage(test.config.dataDir)), {
    ...test.config,
    origin: 'http://warraq.example',
  });

async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await so())) await new Promise((resolve) => setTimeout(resolve, 20));
}

it('what is published, withdrawn and asked for arrives by itself, once, from two workers', async () => {
  const workers = await Promise.all([start(), start()]);
  const articleId = await publish(chief, publishable(sourceId, { leadImageId: null }));
  await until(() => receiver.received.length === 1);
  await call(chief, 'withdrawArticle', { articleId, version: 2, publicReason: 'خطأ' });
  await until(() => receiver.received.length === 2);
  await admin.ask('mutation ($id: ID!) { testWebhook(input: { id: $id }) { errors { message } } }', { id: webhook.id });
  await until(() => receiver.received.length === 3);
  await until(async () => (await logOf(admin, webhook.id)).every(({ state }) => state === 'DELIVERED'));
  await Promise.all(workers.map((worker) => worker.stop()));
  expect(receiver.received.map(({ type }) => type)).toEqual(['article.published', 'article.withdrawn', 'webhook.test']);
  expect((await logOf(admin, webhook.id)).map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
  expect(receiver.unsigned).toBe(0);
});

it('ends within seconds while a receiver keeps silent, and leaves its message to the lease', async () => {
  receiver.answer = () => null;
  const worker = await start();
  await publish(chief, publishable(sourceId));
  await until(() => receiver.received.length === 1);
  const stopping = Date.now();
  await worker.stop();
  expect(Date.now() - stopping).toBeLessThan(7_500);
  expect(await logOf(admin, webhook.id)).toMatchObject([{ state: 'PENDING', attempts: 1, lastError: null }]);
});

it('/metrics shows how many wait', async () => {
  receiver.answer = () => 500;
  const worker = await start();
  await publish(chief, publishable(sourceId));
  await until(async () => (await logOf(admin, webhook.id))[0]?.lastHttpStatus === 500);
  await worker.stop();
  expect((await test.app.inject('/metrics')).body).toMatch(/^webhook_deliveries_pending [1-9]/m);
});
