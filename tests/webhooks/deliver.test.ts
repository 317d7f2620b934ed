/** What is sent to webhooks, and when again: signed as the specification says, as rights are at that moment, for a day. */
import { createHttpClient, type HttpClient } from '../../src/core/http/http-client.js';
import { type Attempt, claimDeliveries, handBack } from '../../src/webhooks/claim-deliveries.js';
import { forgetDeliveries } from '../../src/webhooks/forget-deliveries.js';
import { pauseAfter, readRetryAfter } from '../../src/webhooks/retry.js';
import { settleDelivered, settleFailed } from '../../src/webhooks/settle-attempt.js';
import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable } from '../support/articles.js';
import { makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { grant, makePartner, type TestPartner } from '../support/partners.js';
import {
  closeSenders,
  deliverAll,
  isSigned,
  logOf,
  makeSender,
  makeWebhook,
  type Receiver,
  startReceiver,
  type TestWebhook,
} from '../support/webhooks.js';

let test: TestApp;
let admin: Person;
let chief: Person;
let sourceId: string;
let partner: TestPartner;
let receiver: Receiver;
let webhook: TestWebhook;

beforeAll(async () => {
  test = await startApp({ ALLOW_PRIVATE_ADDRESSES: 'on' });
  admin = await signIn(test, 'ADMIN');
  chief = await signIn(test, 'CHIEF');
  sourceId = await makeSource(test.db, 'مصدر الرسائل');
});
beforeEach(async () => {
  receiver = await startReceiver();
  partner = await makePartner(test);
  webhook = await makeWebhook(test, admin, partner.id, receiver.url);
  receiver.secrets = [webhook.secret];
});
afterEach(async () => {
  await test.db.query('delete from partner');
  await receiver.close();
});
afterAll(async () => {
  await closeSenders(test);
  await test.close();
});

const MINUTE = 60_000;
const later = (milliseconds: number) => new Date(Date.now() + milliseconds);
const types = () => receiver.received.map(({ type }) => type);
const publishOne = (given = {}) => publish(chief, publishable(sourceId, given));
const act = async (mutation: string, type: string, input: object) => {
  const { data } = await admin.ask(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { errors { message } ${mutation === 'rotateWebhookSecret' ? 'secret' : ''} } }`,
    { input },
  );
  expect(data[mutation].errors).toEqual([]);
  return data[mutation];
};

describe('a message', () => {
  it('tells the change and the article as ninjs, and is signed', async () => {
    const articleId = await publishOne({ title: 'عنوان الرسالة', canonicalUrl: 'https://source.example/1' });
    await deliverAll(test);
    const [message] = receiver.received;
    const [delivery] = await logOf(admin, webhook.id);
    expect(delivery).toMatchObject({
      state: 'DELIVERED',
      attempts: 1,
      lastHttpStatus: 204,
      lastError: null,
      nextAttemptAt: null,
    });
    expect(Date.parse(delivery.deliveredAt)).toBeGreaterThanOrEqual(Date.parse(delivery.createdAt));
    expect(message).toMatchObject({ id: delivery.id, type: 'article.published', timestamp: delivery.change.at });
    expect(message?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^Warraq\//),
    });
    const { id, ...change } = delivery.change;
    expect(message?.data).toEqual({
      cursor: id,
      ...change,
      item: expect.objectContaining({ uri: `urn:warraq:${articleId}` }),
    });
    expect(change).toMatchObject({
      kind: 'PUBLISHED',
      articleId,
      canonicalUrl: 'https://source.example/1',
      reason: null,
    });
    expect(message?.data.item.headlines).toEqual([{ value: 'عنوان الرسالة' }]);
  });

  it('of each kind says so, and tombstones hold no article', async () => {
    const articleId = await publishOne({ canonicalUrl: 'https://source.example/kinds' });
    await deliverAll(test);
    await call(chief, 'correctArticle', {
      articleId,
      version: 2,
      content: { title: 'عنوان مصحح' },
      note: 'صُحح العنوان',
    });
    await deliverAll(test);
    await call(chief, 'unpublishArticle', { articleId, version: 3 });
    await deliverAll(test);
    await call(chief, 'withdrawArticle', { articleId, version: 4, publicReason: 'خطأ' });
    await deliverAll(test);
    expect(receiver.received.map(({ type, data }) => [type, data.item !== undefined, data.reason])).toEqual([
      ['article.published', true, null],
      ['article.corrected', true, 'صُحح العنوان'],
      ['article.unpublished', false, null],
      ['article.withdrawn', false, 'خطأ'],
    ]);
    expect(receiver.received.every(({ data }) => data.canonicalUrl === 'https://source.example/kinds')).toBe(true);
  });

  it('holds what the partner may have when it is sent', async () => {
    await grant(test, partner.id, [{ sourceId, access: 'HEADLINE' }]);
    await deliverAll(test);
    receiver.received.length = 0;
    const body = '<p>نص لا يراه من له العناوين وحدها مهما كان طوله في هذا الخبر.</p>';
    await publishOne({ title: 'عنوان فقط', summary: 'ملخص سري', body });
    receiver.answer = () => 500;
    await deliverAll(test);
    expect(receiver.received[0]?.body).toMatch(/عنوان فقط/);
    expect(receiver.received[0]?.body).not.toMatch(/ملخص سري|نص لا يراه/);
    await grant(test, partner.id, []);
    receiver.answer = () => 204;
    receiver.received.length = 0;
    await deliverAll(test, later(MINUTE));
    expect(receiver.received.map(({ type, data }) => [type, data.item])).toContainEqual([
      'article.published',
      undefined,
    ]);
    expect(receiver.received.every(({ body: text }) => !/ملخص سري|نص لا يراه|عنوان فقط/.test(text))).toBe(true);
  });

  it('says when a grant begins and ends', async () => {
    const articleId = await publishOne();
    await deliverAll(test);
    receiver.received.length = 0;
    await grant(test, partner.id, [{ sourceId: await makeSource(test.db, 'مصدر آخر') }]);
    await deliverAll(test);
    const of = () => receiver.received.filter(({ data }) => data.articleId === articleId);
    expect(of().map(({ type, data }) => [type, data.item])).toEqual([['article.revoked', undefined]]);
    await grant(test, partner.id, [{ sourceId, access: 'SUMMARY' }]);
    await deliverAll(test);
    expect(of().map(({ type, data }) => [type, data.item?.profile])).toEqual([
      ['article.revoked', undefined],
      ['article.granted', 'summary'],
    ]);
    const log = await logOf(admin, webhook.id, 50);
    expect(log.filter(({ change }) => change.articleId === articleId).map(({ change }) => change.id)).toEqual([
      expect.any(String),
      ...of().map(({ data }) => data.cursor),
    ]);
  });

  it('tests the receiver where it is asked for', async () => {
    await act('testWebhook', 'WebhookIdInput', { id: webhook.id });
    await deliverAll(test);
    const [delivery] = await logOf(admin, webhook.id);
    expect(receiver.received).toMatchObject([
      { id: delivery.id, type: 'webhook.test', data: { webhookId: webhook.id } },
    ]);
    expect(delivery).toMatchObject({ state: 'DELIVERED', change: null });
  });

  it('is signed by both secrets while one replaces the other', async () => {
    const signedBy = async (now: Date | null = null) => {
      receiver.secrets = [];
      receiver.received.length = 0;
      await act('testWebhook', 'WebhookIdInput', { id: webhook.id });
      await deliverAll(test, now);
      const message = receiver.received[0] as (typeof receiver.received)[number];
      return [webhook.secret, rotated.secret].map((secret) => isSigned(message, [secret]));
    };
    const rotated = await act('rotateWebhookSecret', 'RotateWebhookSecretInput', { id: webhook.id, overlapHours: 2 });
    expect(await signedBy()).toEqual([true, true]);
    expect(receiver.received[0]?.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    expect(await signedBy(later(121 * MINUTE))).toEqual([false, true]);
    const again = await act('rotateWebhookSecret', 'RotateWebhookSecretInput', { id: webhook.id, overlapHours: 0 });
    expect(await signedBy()).toEqual([false, false]);
    expect(isSigned(receiver.received[0] as (typeof receiver.received)[number], [again.secret])).toBe(true);
  });
});

describe('what is not taken', () => {
  it('is sent again under the same id at 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, and then no more', async () => {
    receiver.answer = () => 500;
    await publishOne();
    await deliverAll(test);
    const [first] = await logOf(admin, webhook.id);
    const begin = Date.parse(first.createdAt);
    const moments: number[] = [];
    let next = Date.parse(first.nextAttemptAt);
    for (;;) {
      expect(await deliverAll(test, new Date(next - 1))).toBe(0);
      expect(await deliverAll(test, new Date(next))).toBe(1);
      moments.push((next - begin) / MINUTE);
      const [delivery] = await logOf(admin, webhook.id);
      expect(delivery).toMatchObject({
        attempts: moments.length + 1,
        lastHttpStatus: 500,
        lastError: 'The receiver answered 500.',
      });
      if (delivery.state === 'FAILED') break;
      next = Date.parse(delivery.nextAttemptAt);
    }
    const wanted = [5 / 60, 5, 30, 120, 300, 600, 840, 1_200, 1_440];
    expect(moments).toHaveLength(wanted.length);
    for (const [at, minutes] of wanted.entries()) {
      expect(moments[at]).toBeGreaterThanOrEqual(minutes);
      expect(moments[at]).toBeLessThan(minutes * 1.11 + 1);
    }
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
    const [settled] = await logOf(admin, webhook.id);
    expect(settled).toMatchObject({ state: 'FAILED', nextAttemptAt: null, deliveredAt: null });
    const { data } = await admin.ask('query ($id: ID!) { node(id: $id) { ... on Webhook { active } } }', {
      id: webhook.id,
    });
    expect(data.node.active).toBe(true);
  });

  it('waits as long as the receiver asks for, but no longer than an hour, and never less than the schedule', () => {
    const hour = 60 * MINUTE;
    expect(pauseAfter(1, null, 0)).toBe(5_000);
    expect(pauseAfter(1, null, 1)).toBe(5_500);
    expect(pauseAfter(1, 20_000, 0)).toBe(20_000);
    expect(pauseAfter(1, 10 * hour, 0)).toBe(hour);
    expect(pauseAfter(2, 1_000, 0)).toBe(5 * MINUTE - 5_000);
    expect(pauseAfter(9, null, 0)).toBe(4 * hour);
    expect(pauseAfter(10, 1_000, 0)).toBeNull();
    expect(readRetryAfter('120')).toBe(120_000);
    expect(readRetryAfter(new Date(MINUTE).toUTCString(), 0)).toBe(MINUTE);
    expect(readRetryAfter(new Date(0).toUTCString(), MINUTE)).toBe(0);
    expect(readRetryAfter('soon')).toBeNull();
  });

  it('hears of Retry-After', async () => {
    receiver.answer = () => ({ status: 503, headers: { 'retry-after': '600' } });
    await publishOne();
    await deliverAll(test);
    expect(await deliverAll(test, later(9 * MINUTE))).toBe(0);
    expect(await deliverAll(test, later(11 * MINUTE))).toBe(1);
  });

  it('a receiver that answers 410 is switched off, and nothing is lost once it is on again', async () => {
    receiver.answer = () => 410;
    await publishOne();
    await deliverAll(test);
    await publishOne();
    expect(await deliverAll(test, later(MINUTE))).toBe(0);
    const state = async () =>
      (
        await admin.ask('query ($id: ID!) { node(id: $id) { ... on Webhook { active disabledReason } } }', {
          id: webhook.id,
        })
      ).data.node;
    expect(await state()).toEqual({
      active: false,
      disabledReason: expect.stringMatching(/^The receiver answered 410 Gone/),
    });
    const [entry] = await test.db.query(
      `select actor_id as actor from audit_entry where action = 'DISABLE_WEBHOOK' and subject_id = $1`,
      [webhook.id],
    );
    expect(entry).toEqual({ actor: null });
    receiver.answer = () => 200;
    await act('editWebhook', 'EditWebhookInput', { id: webhook.id, active: true });
    receiver.received.length = 0;
    await deliverAll(test);
    expect(types()).toEqual(['article.published', 'article.published']);
    expect(await state()).toEqual({ active: true, disabledReason: null });
  });

  it('redirects are failures, and nobody goes where they lead', async () => {
    const other = await startReceiver();
    receiver.answer = () => ({ status: 302, headers: { location: other.url } });
    await publishOne();
    await deliverAll(test);
    const [delivery] = await logOf(admin, webhook.id);
    expect(delivery).toMatchObject({
      state: 'PENDING',
      lastHttpStatus: 302,
      lastError: expect.stringMatching(/redirects are not followed/),
    });
    expect(other.received).toEqual([]);
    await other.close();
  });

  it('silence ends after 15 s', async () => {
    receiver.answer = () => null;
    const real = createHttpClient(test.config);
    const asked: number[] = [];
    const impatient: HttpClient = {
      ...real,
      send: (request) => {
        asked.push(request.timeout);
        return real.send({ ...request, timeout: 100 });
      },
    };
    await publishOne();
    await deliverAll(test, null, makeSender(test, impatient));
    const [delivery] = await logOf(admin, webhook.id);
    expect(delivery).toMatchObject({
      state: 'PENDING',
      attempts: 1,
      lastHttpStatus: null,
      lastError: expect.stringMatching(/did not answer within/),
    });
    expect(asked).toEqual([15_000]);
    await real.close();
  });

  it('a receiver that is away is said to be, in one short line', async () => {
    await receiver.close();
    await publishOne();
    await deliverAll(test);
    const [delivery] = await logOf(admin, webhook.id);
    expect(delivery).toMatchObject({
      state: 'PENDING',
      lastHttpStatus: null,
      lastError: `${new URL(receiver.url).host} refused the connection.`,
    });
    const failing: HttpClient = {
      close: async () => undefined,
      send: async () => ({ status: 500, headers: {}, body: Buffer.alloc(0), url: '' }),
    };
    await deliverAll(test, later(MINUTE), makeSender(test, failing));
    expect((await logOf(admin, webhook.id))[0]).toMatchObject({ attempts: 2, lastError: 'The receiver answered 500.' });
  });

  it('is tried again as after any failure where the fault is ours', async () => {
    await publishOne();
    const faulty: HttpClient = { send: () => Promise.reject(new TypeError('a fault')), close: async () => undefined };
    await deliverAll(test, null, makeSender(test, faulty));
    const [delivery] = await logOf(admin, webhook.id);
    expect(delivery).toMatchObject({
      state: 'PENDING',
      attempts: 1,
      lastError: expect.stringMatching(/no fault of the/),
    });
    expect(Date.parse(delivery.nextAttemptAt)).toBeLessThan(Date.now() + MINUTE / 2);
    expect(await deliverAll(test, later(MINUTE))).toBe(1);
    expect((await logOf(admin, webhook.id))[0]).toMatchObject({ state: 'DELIVERED', attempts: 2 });
  });
});

describe('a message of the log', () => {
  it('is sent again under its own id, whatever became of it', async () => {
    await publishOne();
    await deliverAll(test);
    const [{ id }] = await logOf(admin, webhook.id);
    await act('redeliverWebhook', 'DeliveryIdInput', { id });
    expect((await logOf(admin, webhook.id))[0]).toMatchObject({ state: 'PENDING', attempts: 1, deliveredAt: null });
    await deliverAll(test);
    expect((await logOf(admin, webhook.id))[0]).toMatchObject({ state: 'DELIVERED', attempts: 2 });
    await test.db.query(`update delivery set state = 'FAILED', attempts = 10, next_attempt_at = null where id = $1`, [
      id,
    ]);
    await act('redeliverWebhook', 'DeliveryIdInput', { id });
    await deliverAll(test);
    expect((await logOf(admin, webhook.id))[0]).toMatchObject({ state: 'DELIVERED', attempts: 11 });
    expect(receiver.received.map((message) => message.id)).toEqual([id, id, id]);
  });

  it('is forgotten a month after it was settled; what waits is not', async () => {
    await publishOne();
    await publishOne();
    await publishOne();
    await deliverAll(test);
    const [young, old, waiting] = await logOf(admin, webhook.id);
    await test.db.query(`update delivery set created_at = now() - interval '32 days' where id = any($1)`, [
      [old.id, waiting.id],
    ]);
    await test.db.query(`update delivery set state = 'PENDING' where id = $1`, [waiting.id]);
    await forgetDeliveries(test.db);
    expect((await logOf(admin, webhook.id)).map(({ id }) => id)).toEqual([young.id, old.id, waiting.id]); // delivered just now
    await test.db.query(`update delivery set delivered_at = created_at`);
    await forgetDeliveries(test.db);
    expect((await logOf(admin, webhook.id)).map(({ id }) => id)).toEqual([young.id, waiting.id]);
  });
});

describe('leases', () => {
  it('what a process claimed and never answered for is sent by another, with the same id, once the lease is over', async () => {
    await publishOne();
    await deliverAll(test, later(-MINUTE)); // numbered and made, and nothing is due in the past
    expect(receiver.received).toEqual([]);
    const [lost] = await claimDeliveries(test.db, { webhookIds: [webhook.id], each: 4, total: 100 }, null);
    expect(lost?.attempts).toBe(1);
    expect(await deliverAll(test)).toBe(0);
    expect(await deliverAll(test, later(59_000))).toBe(0);
    expect(await deliverAll(test, later(61_000))).toBe(1);
    expect(receiver.received.map(({ id }) => id)).toEqual([lost?.id]);
    expect((await logOf(admin, webhook.id))[0]).toMatchObject({ state: 'DELIVERED', attempts: 2 });
  });

  it('many processes that claim at once never share a message, and keep the bounds together', async () => {
    for (let written = 0; written < 12; written += 1) await publishOne();
    await deliverAll(test, later(-MINUTE));
    const claims = await Promise.all(
      Array.from({ length: 4 }, () =>
        claimDeliveries(test.db, { webhookIds: [webhook.id], each: 4, total: 100 }, null),
      ),
    );
    const ids = claims.flat().map(({ id }) => id);
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(4);
  });

  it('who answers after the lease is over changes nothing any more, unless it was taken', async () => {
    await publishOne();
    await deliverAll(test, later(-MINUTE));
    const claim = async (now: Date | null) =>
      (await claimDeliveries(test.db, { webhookIds: [webhook.id], each: 4, total: 100 }, now))[0] as Attempt;
    const slow = await claim(later(-2 * MINUTE));
    expect(slow).toBeUndefined(); // it was made later than that
    const first = await claim(null);
    const second = await claim(later(61_000));
    expect([first.attempts, second.attempts]).toEqual([1, 2]);
    await settleFailed(test.db, first, { status: 500, error: 'late', retryAfter: null }, null);
    await handBack(test.db, [first]);
    expect((await logOf(admin, webhook.id))[0]).toMatchObject({ state: 'PENDING', attempts: 2, lastError: null });
    await settleDelivered(test.db, first, 200);
    await settleFailed(test.db, second, { status: 500, error: 'too late', retryAfter: null }, null);
    expect((await logOf(admin, webhook.id))[0]).toMatchObject({ state: 'DELIVERED', attempts: 2, lastError: null });
  });

  it('of one article and webhook never two are under way, so that the last to come says what is so', async () => {
    const articleId = await publishOne();
    await call(chief, 'correctArticle', { articleId, version: 2, content: { title: 'عنوان ثان' }, note: 'تصحيح' });
    await publishOne();
    await deliverAll(test, later(-MINUTE));
    const share = { webhookIds: [webhook.id], each: 4, total: 100 };
    const claims = [await claimDeliveries(test.db, share, null), await claimDeliveries(test.db, share, null)];
    expect(claims.map((claimed) => claimed.map(({ kind }) => kind))).toEqual([['PUBLISHED', 'PUBLISHED'], []]);
    await handBack(test.db, claims.flat());
    let underWay = 0;
    let most = 0;
    receiver.answer = async ({ data }) => {
      if (data.articleId !== articleId) return 204;
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 30));
      underWay -= 1;
      return 204;
    };
    await deliverAll(test);
    expect(most).toBe(1);
    const told = receiver.received.filter(({ data }) => data.articleId === articleId);
    expect(told.map(({ type }) => type)).toEqual(['article.published', 'article.corrected']);
    expect(told.map(({ data }) => data.item.headlines[0].value)).toEqual(['عنوان ثان', 'عنوان ثان']);
  });

  it('a tombstone that comes late holds the article where it is back by then', async () => {
    const articleId = await publishOne();
    await deliverAll(test);
    receiver.received.length = 0;
    receiver.answer = ({ type }) => (type === 'article.unpublished' ? 500 : 204);
    await call(chief, 'unpublishArticle', { articleId, version: 2 });
    await deliverAll(test);
    await call(chief, 'publishArticle', { articleId, version: 3 });
    await deliverAll(test);
    receiver.answer = () => 204;
    await deliverAll(test, later(MINUTE));
    expect(receiver.received.map(({ type, data }) => [type, data.item !== undefined])).toEqual([
      ['article.unpublished', false],
      ['article.published', true],
      ['article.unpublished', true],
    ]);
  });

  it('nothing is sent for a partner who is switched off, and what waited is sent once she is on again', async () => {
    await publishOne();
    await deliverAll(test, later(-MINUTE));
    await test.db.query('update partner set active = false where id = $1', [partner.id]);
    await publishOne();
    expect(await deliverAll(test)).toBe(0);
    expect(receiver.received).toEqual([]);
    await test.db.query('update partner set active = true where id = $1', [partner.id]);
    expect(await deliverAll(test)).toBe(2);
    expect((await logOf(admin, webhook.id)).map(({ attempts }) => attempts)).toEqual([1, 1]);
  });

  it('a sender that is stopped begins nothing, and what it waits for in vain is left to its lease', async () => {
    const idle = makeSender(test);
    await publishOne();
    await deliverAll(test, later(-MINUTE));
    await idle.stop(0);
    expect(await idle.send()).toBe(0);
    receiver.answer = () => null;
    const http = createHttpClient(test.config);
    const hanging = makeSender(test, http);
    expect(await hanging.send()).toBe(1);
    await hanging.stop(50);
    await http.close();
    await hanging.idle();
    expect((await logOf(admin, webhook.id))[0]).toMatchObject({ state: 'PENDING', attempts: 1, lastError: null });
    receiver.answer = () => 204;
    expect(await deliverAll(test, later(61_000))).toBe(1);
  });
});
