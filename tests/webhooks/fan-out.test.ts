/** Deliveries are made of the feed, each change once, whatever happens to whoever makes them. */
import { sequenceChanges } from '../../src/changes/sequence-changes.js';
import { Database, type Tx } from '../../src/core/database.js';
import { ENTITIES } from '../../src/entities.js';
import { fanOutPage } from '../../src/webhooks/fan-out.js';
import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable } from '../support/articles.js';
import { sequenceAll } from '../support/changes.js';
import { makeArticles, makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { grant, makePartner, type TestPartner } from '../support/partners.js';
import { runs } from '../support/soak.js';
import { fanOutAll, makeWebhook, type TestWebhook } from '../support/webhooks.js';

let test: TestApp;
let admin: Person;
let chief: Person;
let sourceId: string;
let partner: TestPartner;

beforeAll(async () => {
  test = await startApp();
  admin = await signIn(test, 'ADMIN');
  chief = await signIn(test, 'CHIEF');
  sourceId = await makeSource(test.db, 'مصدر التوزيع');
});
beforeEach(async () => {
  partner = await makePartner(test);
});
afterEach(() => test.db.query('delete from partner'));
afterAll(() => test.close());

const URL = 'https://partner.example/hook';

interface Made {
  place: string;
  articleId: string;
  kind: string;
}

/** What a webhook was made to tell, in the order in which it was made. */
const madeFor = ({ id }: TestWebhook) =>
  test.db.query<Made>(
    `select position || ' ' || article_id as place, article_id as "articleId", kind from delivery where webhook_id = $1 order by id`,
    [id],
  );

const placeOf = async ({ id }: TestWebhook) =>
  (
    await test.db.query<{ position: number; bulk: string }>(
      'select after_position::float8 as position, after_article as bulk from webhook where id = $1',
      [id],
    )
  )[0];

const articles = (number: number) =>
  makeArticles(
    test.db,
    Array.from({ length: number }, () => ({ sourceId })),
  );

/** The partner's feed after a cursor, as she reads it. */
async function feedAfter(after: string | null): Promise<{ id: string; kind: string; articleId: string }[]> {
  const found = [];
  for (let at = after, more = true; more; ) {
    const { data } = await partner.ask(
      'query ($after: String) { changes(first: 1000, after: $after) { nodes { id kind articleId } pageInfo { hasNextPage endCursor } } }',
      { after: at },
    );
    found.push(...data.changes.nodes);
    at = data.changes.pageInfo.endCursor;
    more = data.changes.pageInfo.hasNextPage;
  }
  return found;
}

it('a webhook tells what comes after it was made, and nothing before', async () => {
  await articles(3);
  const webhook = await makeWebhook(test, admin, partner.id, URL);
  await fanOutAll(test);
  expect(await madeFor(webhook)).toEqual([]);
  const [articleId] = await articles(1);
  await sequenceAll(test);
  await fanOutAll(test);
  expect(await madeFor(webhook)).toEqual([{ place: expect.any(String), articleId, kind: 'PUBLISHED' }]);
});

it('of kinds that were not asked for nothing is made, and the webhook goes on all the same', async () => {
  const webhook = await makeWebhook(test, admin, partner.id, URL, ['WITHDRAWN']);
  await articles(450);
  await sequenceAll(test);
  await fanOutAll(test);
  expect(await madeFor(webhook)).toEqual([]);
  const [head] = await test.db.query<{ position: number }>('select position::float8 as position from change_head');
  expect((await placeOf(webhook))?.position).toBe(head?.position);
  const articleId = await publish(chief, publishable(sourceId));
  await call(chief, 'withdrawArticle', { articleId, version: 2, publicReason: 'خطأ' });
  await sequenceAll(test);
  await fanOutAll(test);
  expect(await madeFor(webhook)).toEqual([{ place: expect.any(String), articleId, kind: 'WITHDRAWN' }]);
});

it('many workers at once, while changes are numbered, make each change into one delivery, in order', async () => {
  const others = await Promise.all(
    [1, 2, 3].map(() => Database.open(test.db.url, { pool: 2, statementTimeout: 15_000, entities: ENTITIES })),
  );
  const webhooks = [await makeWebhook(test, admin, partner.id, URL), await makeWebhook(test, admin, partner.id, URL)];
  const before = await feedAfter(null);
  let writing = true;
  const write = async () => {
    for (let round = 0; round < runs(6); round += 1) await articles(150);
    writing = false;
  };
  const number = async () => {
    while (writing) await sequenceChanges(test.db);
  };
  const work = async (db: Database) => {
    while (writing) await fanOutAll({ db });
  };
  await Promise.all([write(), number(), ...[test.db, ...others].map(work)]);
  await sequenceAll(test);
  await Promise.all(others.map((db) => fanOutAll({ db })));
  await fanOutAll(test);
  const feed = (await feedAfter(before.at(-1)?.id ?? null)).map(({ kind, articleId }) => `${kind} ${articleId}`);
  expect(feed).toHaveLength(runs(6) * 150);
  for (const webhook of webhooks)
    expect((await madeFor(webhook)).map(({ kind, articleId }) => `${kind} ${articleId}`)).toEqual(feed);
  await Promise.all(others.map((db) => db.close()));
});

it('a worker that dies before its commit has made nothing, and loses nothing', async () => {
  const webhook = await makeWebhook(test, admin, partner.id, URL);
  await articles(5);
  await sequenceAll(test);
  const dying = {
    query: test.db.query.bind(test.db),
    transaction: (work: (tx: Tx) => Promise<unknown>) =>
      test.db.transaction(async (tx) => {
        await work(tx);
        throw new Error('killed');
      }),
  } as unknown as Database;
  await expect(fanOutPage(dying, webhook.id)).rejects.toThrow('killed');
  expect(await madeFor(webhook)).toEqual([]);
  await fanOutAll(test);
  expect(await madeFor(webhook)).toHaveLength(5);
});

it('rights that begin and end are told article by article, across pages', async () => {
  const other = await makeSource(test.db, 'مصدر الحقوق');
  await grant(test, partner.id, [{ sourceId: other }]);
  await articles(430);
  const webhook = await makeWebhook(test, admin, partner.id, URL);
  const before = (await feedAfter(null)).at(-1)?.id ?? null;
  await grant(test, partner.id, [{ sourceId }]);
  await sequenceAll(test);
  await fanOutAll(test);
  const made = await madeFor(webhook);
  expect(made.length).toBeGreaterThanOrEqual(430);
  expect(new Set(made.map(({ kind }) => kind))).toEqual(new Set(['GRANTED']));
  await grant(test, partner.id, [{ sourceId: other }]);
  await articles(1); // not hers any more
  await sequenceAll(test);
  await fanOutAll(test);
  const feed = (await feedAfter(before)).map(({ kind, articleId }) => `${kind} ${articleId}`);
  const all = (await madeFor(webhook)).map(({ kind, articleId }) => `${kind} ${articleId}`);
  // What is read once both had happened says nothing of what was given and taken again in between, but for its end.
  expect(all.slice(made.length)).toEqual(feed.filter((entry) => entry.startsWith('REVOKED')));
  expect(all.slice(made.length)).toHaveLength(made.length);
});

it('past 10,000 that wait, the webhook waits in the feed, and goes on from there', async () => {
  const webhook = await makeWebhook(test, admin, partner.id, URL);
  await test.db.query(
    `insert into delivery (id, webhook_id) select 'v' || lpad(n::text, 26, '0'), $1 from generate_series(1, 9990) n`,
    [webhook.id],
  );
  await articles(30);
  await sequenceAll(test);
  await fanOutAll(test);
  const waiting = async () => (await madeFor(webhook)).filter(({ kind }) => kind !== null).length;
  expect(await waiting()).toBe(10);
  await fanOutAll(test);
  expect(await waiting()).toBe(10);
  await test.db.query(`update delivery set state = 'DELIVERED' where position is null`);
  await fanOutAll(test);
  expect(await waiting()).toBe(30);
});

it('what is switched off waits in the feed: a webhook, and a partner with all of hers', async () => {
  const webhook = await makeWebhook(test, admin, partner.id, URL);
  await test.db.query('update webhook set active = false where id = $1', [webhook.id]);
  const first = await articles(2);
  await sequenceAll(test);
  await fanOutAll(test);
  await test.db.query('update webhook set active = true where id = $1', [webhook.id]);
  await test.db.query('update partner set active = false where id = $1', [partner.id]);
  await fanOutAll(test);
  expect(await madeFor(webhook)).toEqual([]);
  await test.db.query('update partner set active = true where id = $1', [partner.id]);
  await fanOutAll(test);
  expect((await madeFor(webhook)).map(({ articleId }) => articleId)).toEqual(first);
});
