/** A slow partner delays nobody. */
import { createHttpClient, type HttpClient } from '../../src/core/http/http-client.js';
import type { DeliverySender } from '../../src/webhooks/delivery-sender.js';
import { startApp, type TestApp } from '../support/app.js';
import { sequenceAll } from '../support/changes.js';
import { makeArticles, makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { makePartner } from '../support/partners.js';
import { fanOutAll, makeSender, makeWebhook, type Receiver, startReceiver } from '../support/webhooks.js';

let test: TestApp;
let admin: Person;
let sourceId: string;
let silent: Receiver;
let quick: Receiver;
let http: HttpClient;

beforeAll(async () => {
  test = await startApp({ ALLOW_PRIVATE_ADDRESSES: 'on' });
  admin = await signIn(test, 'ADMIN');
  sourceId = await makeSource(test.db, 'مصدر البطء');
});
beforeEach(async () => {
  [silent, quick] = [await startReceiver(), await startReceiver()];
  silent.answer = () => null;
  http = createHttpClient({ allowPrivateAddresses: true });
});
afterEach(async () => {
  const last = senders.splice(0);
  await Promise.all(last.map((sender) => sender.stop(0)));
  await Promise.all([silent.close(), quick.close(), http.close()]);
  await Promise.all(last.map((sender) => sender.idle()));
  await test.db.query('delete from partner');
});
afterAll(() => test.close());

const senders: DeliverySender[] = [];

/** One that is stopped, with all that it has under way, when the test is over. */
function startSender(): DeliverySender {
  const sender = makeSender(test, http);
  senders.push(sender);
  return sender;
}

async function webhooks(of: Receiver, number: number): Promise<void> {
  for (let made = 0; made < number; made += 20) {
    const { id } = await makePartner(test);
    for (let at = made; at < Math.min(made + 20, number); at += 1) await makeWebhook(test, admin, id, of.url);
  }
}

async function changes(number: number): Promise<void> {
  await makeArticles(
    test.db,
    Array.from({ length: number }, () => ({ sourceId })),
  );
  await sequenceAll(test);
  await fanOutAll(test);
}

/** Until it is so; the test's own time is the limit. */
async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await so())) await new Promise((resolve) => setTimeout(resolve, 10));
}

it('one that never answers has one under way, while another gets everything', async () => {
  await webhooks(silent, 1);
  await webhooks(quick, 1);
  await changes(40);
  const sender = startSender();
  sender.onRoom = () => void sender.send();
  await sender.send();
  await until(() => quick.received.length === 40);
  expect(silent.received).toHaveLength(1);
});

it('many that never answer leave room for those that do, from the first attempt on', async () => {
  await webhooks(silent, 60);
  await webhooks(quick, 1);
  await changes(20);
  const sender = startSender();
  sender.onRoom = () => void sender.send();
  await sender.send();
  await until(() => quick.received.length === 20);
  expect(silent.received).toHaveLength(60);
});

it('and of those that failed before, fifty are tried at a time', async () => {
  silent.answer = () => 500;
  await webhooks(silent, 60);
  await changes(4);
  const sender = startSender();
  while ((await sender.send()) > 0) await sender.idle();
  expect(silent.received).toHaveLength(60 * 4);
  silent.answer = () => null;
  silent.received.length = 0;
  await test.db.query(`update delivery set next_attempt_at = now() - interval '1 hour'`);
  await sender.send();
  await until(() => silent.received.length === 50);
  await webhooks(quick, 1);
  await changes(30);
  sender.onRoom = () => void sender.send();
  await sender.send();
  await until(() => quick.received.length === 30);
  expect(silent.received).toHaveLength(50);
});

it('a receiver that is well again gets four at a time again', async () => {
  await webhooks(silent, 1);
  await changes(9);
  const sender = startSender();
  const batches: number[] = [];
  const round = async () => {
    await test.db.query(`update delivery set next_attempt_at = now() - interval '1 second' where leased_until is null`);
    batches.push(await sender.send());
    await sender.idle();
  };
  silent.answer = () => 500;
  await round();
  await round();
  silent.answer = () => 204;
  await round();
  await round();
  expect(batches).toEqual([1, 1, 1, 4]);
});

it('a message that cannot be written fails alone, and is tried again like any other', async () => {
  await webhooks(quick, 1);
  await changes(4);
  const [broken] = await test.db.query<{ id: string; articleId: string }>(
    'select id, article_id as "articleId" from delivery order by id limit 1',
  );
  const db = Object.assign(Object.create(test.db), {
    query: (text: string, values: unknown[], name?: string) => {
      if (Array.isArray(values[0]) && values[0].includes(broken?.articleId)) throw new Error('It cannot be written.');
      return test.db.query(text, values, name);
    },
  });
  const sender = makeSender({ ...test, db }, http);
  while ((await sender.send()) > 0) await sender.idle();
  expect(quick.received).toHaveLength(3);
  const left = await test.db.query(
    `select id, state, attempts, last_http_status as status from delivery where state <> 'DELIVERED'`,
  );
  expect(left).toEqual([{ id: broken?.id, state: 'PENDING', attempts: 1, status: null }]);
});
