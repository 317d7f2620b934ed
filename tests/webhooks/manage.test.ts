/** What administrators do to webhooks, and who sees them. */
import { startApp, type TestApp } from '../support/app.js';
import { publish, publishable } from '../support/articles.js';
import { makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { forbidden } from '../support/forbidden.js';
import { makePartner, type TestPartner } from '../support/partners.js';
import {
  closeSenders,
  deliverAll,
  EVERYTHING,
  logOf,
  makeWebhook,
  type Receiver,
  startReceiver,
} from '../support/webhooks.js';

let test: TestApp;
let admin: Person;
let chief: Person;
let partner: TestPartner;
let receiver: Receiver;

beforeAll(async () => {
  test = await startApp({ ALLOW_PRIVATE_ADDRESSES: 'on' });
  admin = await signIn(test, 'ADMIN');
  chief = await signIn(test, 'CHIEF');
  receiver = await startReceiver();
});
beforeEach(async () => {
  partner = await makePartner(test);
});
afterAll(async () => {
  await closeSenders(test);
  await receiver.close();
  await test.close();
});

const SHOWN = 'webhook { id url events active disabledReason } errors { code path message }';

// biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests that ask
async function change(mutation: string, input: object, fields = SHOWN, person = admin): Promise<any> {
  const { data, errors } = await person.ask(
    `mutation ($input: ${mutation === 'createWebhook' ? '' : 'Edit'}WebhookInput!) { ${mutation}(input: $input) { ${fields} } }`,
    { input },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data[mutation];
}

// biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests that ask
async function act(mutation: string, type: string, input: object, fields: string): Promise<any> {
  const { data, errors } = await admin.ask(
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${fields} errors { code path message } } }`,
    { input },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data[mutation];
}

const audit = (subjectId: string) =>
  test.db.query<{ action: string; summary: string }>(
    'select action, summary from audit_entry where subject_id = $1 order by id',
    [subjectId],
  );

it('a webhook is made with a secret of Standard Webhooks, shown this once', async () => {
  const input = {
    partnerId: partner.id,
    url: 'https://partner.example/hook?token=hidden',
    events: ['PUBLISHED', 'WITHDRAWN', 'PUBLISHED'],
  };
  const { webhook, secret, errors } = await change('createWebhook', input, `secret ${SHOWN}`);
  expect(errors).toEqual([]);
  expect(webhook).toMatchObject({
    url: input.url,
    events: ['PUBLISHED', 'WITHDRAWN'],
    active: true,
    disabledReason: null,
  });
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const [entry] = await audit(webhook.id);
  expect(entry).toEqual({
    action: 'CREATE_WEBHOOK',
    summary: `https://partner.example/… for ${partner.id}; PUBLISHED, WITHDRAWN`,
  });
});

it('what cannot be used is told at once', async () => {
  const input = { partnerId: partner.id, url: 'https://partner.example/', events: ['PUBLISHED'] };
  const refusal = async (given: object, mutation = 'createWebhook') => {
    const { webhook, errors } = await change(mutation, given);
    expect(webhook).toBeNull();
    return errors.map(({ code, path }: { code: string; path: string[] }) => `${code} ${path.join('.')}`);
  };
  expect(await refusal({ ...input, partnerId: `p${'0'.repeat(26)}` })).toEqual(['NOT_FOUND input.partnerId']);
  expect(await refusal({ ...input, url: 'https://user:password@partner.example/', events: [] })).toEqual([
    'INVALID input.url',
    'INVALID input.events',
  ]);
  const { id } = await makeWebhook(test, admin, partner.id, receiver.url);
  expect(await refusal({ id, url: null, events: null, active: null }, 'editWebhook')).toEqual([
    'INVALID input.url',
    'INVALID input.events',
    'INVALID input.active',
  ]);
  expect(await refusal({ id: `w${'0'.repeat(26)}`, active: false }, 'editWebhook')).toEqual(['NOT_FOUND input.id']);
});

it('no address of the own network is taken where private addresses are not allowed', async () => {
  const strict = await startApp();
  const boss = await signIn(strict, 'ADMIN');
  const { id } = await makePartner(strict);
  const made = await makeWebhook(strict, boss, id, 'https://partner.example/hook');
  for (const url of forbidden(8_000)) {
    for (const [mutation, type, input] of [
      ['createWebhook', 'WebhookInput', { partnerId: id, url, events: ['PUBLISHED'] }],
      ['editWebhook', 'EditWebhookInput', { id: made.id, url }],
    ] as const) {
      const { data, errors } = await boss.ask(
        `mutation ($input: ${type}!) { ${mutation}(input: $input) { webhook { url } errors { code path } } }`,
        { input },
      );
      // What is no http or https address at all does not pass the scalar.
      const told = errors ? errors[0]?.extensions.code : data[mutation].errors[0]?.path.join('.');
      expect(`${url} ${told}`).toMatch(/ (BAD_USER_INPUT|input\.url)$/);
    }
  }
  const [row] = await strict.db.query<{ n: number; url: string }>(
    'select count(*)::int as n, max(url) as url from webhook',
  );
  expect(row).toEqual({ n: 1, url: 'https://partner.example/hook' });
  await strict.close();
});

it('a partner has at most 20', async () => {
  for (let made = 0; made < 20; made += 1) await makeWebhook(test, admin, partner.id, receiver.url);
  const input = { partnerId: partner.id, url: receiver.url, events: ['PUBLISHED'] };
  const { errors } = await change('createWebhook', input);
  expect(errors).toEqual([
    { code: 'INVALID', path: ['input', 'partnerId'], message: 'She has 20 webhooks: delete one first.' },
  ]);
});

it('edits change what they name, and stand in the audit log without paths', async () => {
  const { id } = await makeWebhook(test, admin, partner.id, receiver.url, ['PUBLISHED']);
  expect((await change('editWebhook', { id, events: ['WITHDRAWN'] })).webhook).toMatchObject({
    url: receiver.url,
    events: ['WITHDRAWN'],
    active: true,
  });
  expect(
    (await change('editWebhook', { id, url: 'https://partner.example/secret', active: false })).webhook,
  ).toMatchObject({ events: ['WITHDRAWN'], active: false });
  await change('editWebhook', { id, url: 'https://partner.example/other' });
  await change('editWebhook', { id });
  const summaries = (await audit(id)).slice(1).map(({ summary }) => summary);
  expect(summaries).toEqual([
    'events: ["PUBLISHED"] → ["WITHDRAWN"]',
    `url: "${new URL(receiver.url).origin}/…" → "https://partner.example/…"; active: true → false`,
    'another path',
    'nothing changed',
  ]);
});

it('switching it on again forgets why it was off', async () => {
  const { id } = await makeWebhook(test, admin, partner.id, receiver.url);
  await test.db.query(`update webhook set active = false, disabled_reason = 'gone' where id = $1`, [id]);
  expect((await change('editWebhook', { id, events: ['PUBLISHED'] })).webhook).toMatchObject({
    active: false,
    disabledReason: 'gone',
  });
  expect((await change('editWebhook', { id, active: true })).webhook).toMatchObject({
    active: true,
    disabledReason: null,
  });
});

it('deleting takes its log along', async () => {
  const { id } = await makeWebhook(test, admin, partner.id, receiver.url);
  const { delivery } = await act(
    'testWebhook',
    'WebhookIdInput',
    { id },
    'delivery { id state attempts change { id } }',
  );
  expect(delivery).toMatchObject({ state: 'PENDING', attempts: 0, change: null });
  expect((await act('deleteWebhook', 'WebhookIdInput', { id }, 'deletedId')).deletedId).toBe(id);
  expect(await test.db.query('select 1 from delivery where id = $1', [delivery.id])).toEqual([]);
  expect((await act('deleteWebhook', 'WebhookIdInput', { id }, 'deletedId')).errors[0]).toMatchObject({
    code: 'NOT_FOUND',
  });
});

it('a new secret is another, and overlaps are from 0 to 168 hours', async () => {
  const { id, secret } = await makeWebhook(test, admin, partner.id, receiver.url);
  const rotate = (input: object) =>
    act('rotateWebhookSecret', 'RotateWebhookSecretInput', { id, ...input }, 'webhook { id } secret');
  const kept = async () => {
    const [row] = await test.db.query<{ secret: string; old: string | null; hours: number | null }>(
      'select secret, old_secret as old, extract(epoch from old_secret_until - now())::float8 / 3600 as hours from webhook where id = $1',
      [id],
    );
    return row as NonNullable<typeof row>;
  };
  const first = await rotate({});
  expect(first.secret).toMatch(/^whsec_/);
  expect(await kept()).toMatchObject({ secret: first.secret, old: secret });
  expect(Math.round((await kept()).hours as number)).toBe(24);
  const second = await rotate({ overlapHours: 168 });
  expect(await kept()).toMatchObject({ secret: second.secret, old: first.secret });
  const third = await rotate({ overlapHours: 0 });
  expect(await kept()).toEqual({ secret: third.secret, old: null, hours: null });
  for (const overlapHours of [-1, 169])
    expect(await rotate({ overlapHours })).toMatchObject({
      secret: null,
      errors: [{ code: 'INVALID', path: ['input', 'overlapHours'] }],
    });
  expect((await audit(id)).map(({ summary }) => summary).join()).not.toMatch(/whsec/);
});

it('what would only wait is refused: tests and replays of what is switched off', async () => {
  const { id } = await makeWebhook(test, admin, partner.id, receiver.url);
  const { delivery } = await act('testWebhook', 'WebhookIdInput', { id }, 'delivery { id }');
  const refusals = async () => [
    (await act('testWebhook', 'WebhookIdInput', { id }, 'delivery { id }')).errors[0]?.message,
    (await act('redeliverWebhook', 'DeliveryIdInput', { id: delivery.id }, 'delivery { id }')).errors[0]?.message,
  ];
  await change('editWebhook', { id, active: false });
  for (const message of await refusals()) expect(message).toMatch(/^This webhook is switched off/);
  await change('editWebhook', { id, active: true });
  await test.db.query('update partner set active = false where id = $1', [partner.id]);
  for (const message of await refusals()) expect(message).toMatch(/^Its partner is switched off/);
  const unknown = await act('redeliverWebhook', 'DeliveryIdInput', { id: `v${'0'.repeat(26)}` }, 'delivery { id }');
  expect(unknown.errors[0]).toMatchObject({ code: 'NOT_FOUND', path: ['input', 'id'] });
});

it('a partner sees her own webhooks and their log, administrators all, and nobody else any', async () => {
  const { id } = await makeWebhook(test, admin, partner.id, receiver.url);
  const { delivery } = await act('testWebhook', 'WebhookIdInput', { id }, 'delivery { id }');
  const stranger = await makePartner(test);
  await makeWebhook(test, admin, stranger.id, receiver.url);
  const own = await partner.ask(
    '{ viewer { partner { webhooks { id url events deliveries { nodes { id state } } } } } }',
  );
  expect(own.errors).toBeUndefined();
  expect(own.data.viewer.partner.webhooks).toEqual([
    { id, url: receiver.url, events: EVERYTHING, deliveries: { nodes: [{ id: delivery.id, state: 'PENDING' }] } },
  ]);
  const nodes = '{ nodes(ids: $ids) { id } }';
  const seen = async (ask: TestApp['ask']) =>
    (await ask(`query ($ids: [ID!]!) ${nodes}`, { ids: [id, delivery.id] })).data.nodes.map(
      (node: { id: string } | null) => node?.id ?? null,
    );
  expect(await seen(partner.ask as TestApp['ask'])).toEqual([id, delivery.id]);
  expect(await seen(admin.ask as TestApp['ask'])).toEqual([id, delivery.id]);
  expect(await seen(stranger.ask as TestApp['ask'])).toEqual([null, null]);
  expect(await seen(chief.ask as TestApp['ask'])).toEqual([null, null]);
  expect(await seen(test.ask)).toEqual([null, null]);
  const all = await admin.ask('query ($id: ID!) { node(id: $id) { ... on Partner { webhooks { id } } } }', {
    id: partner.id,
  });
  expect(all.data.node.webhooks).toEqual([{ id }]);
});

it('the log is read in pages, the newest first, in as many statements for many webhooks as for one', async () => {
  const sourceId = await makeSource(test.db, 'مصدر السجل');
  const webhook = await makeWebhook(test, admin, partner.id, receiver.url);
  for (let written = 0; written < 5; written += 1) await publish(chief, publishable(sourceId));
  receiver.answer = ({ data }) => (data.canonicalUrl === undefined ? 500 : 204);
  await deliverAll(test);
  const [failing] = await logOf(admin, webhook.id, 1);
  await test.db.query(`update delivery set state = 'FAILED' where id = $1`, [failing.id]);
  const page = (args: string, fields = 'nodes { id state } pageInfo { hasNextPage endCursor } totalCount { value }') =>
    admin.ask(
      `query ($id: ID!) { node(id: $id) { ... on Partner { webhooks { deliveries${args} { ${fields} } } } } }`,
      { id: partner.id },
    );
  const first = (await page('(first: 3)')).data.node.webhooks[0].deliveries;
  expect(first.totalCount.value).toBe(5);
  expect(first.pageInfo.hasNextPage).toBe(true);
  const rest = (await page(`(first: 3, after: "${first.pageInfo.endCursor}")`)).data.node.webhooks[0].deliveries;
  const ids = [...first.nodes, ...rest.nodes].map(({ id }: { id: string }) => id);
  expect(ids).toEqual([...ids].sort().reverse());
  expect(new Set(ids).size).toBe(5);
  expect((await page('(state: FAILED)')).data.node.webhooks[0].deliveries).toMatchObject({
    nodes: [{ id: failing.id, state: 'FAILED' }],
    totalCount: { value: 1 },
  });
  expect((await page(`(state: FAILED, after: "${first.pageInfo.endCursor}")`)).errors?.[0]?.extensions.code).toBe(
    'BAD_USER_INPUT',
  );
  const whole = () => page('', 'nodes { id change { id kind article { id title } } } totalCount { value }');
  const one = await test.statements(whole);
  for (let made = 0; made < 4; made += 1) await makeWebhook(test, admin, partner.id, receiver.url);
  await publish(chief, publishable(sourceId));
  await deliverAll(test);
  expect(await test.statements(whole)).toBe(one);
});
