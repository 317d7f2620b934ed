/**
 * Twenty writers publish, edit and withdraw while five partners follow by polling, webhook and subscription; the server, the worker
 * and the receivers are killed at any moment. In the end each partner has what her rights show, and knows of every withdrawal.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestApp } from '../support/app.js';
import { startApp } from '../support/app.js';
import { publishable } from '../support/articles.js';
import { makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import {
  type Face,
  type Follower,
  followByPolling,
  followByQuery,
  followBySubscription,
  followByWebhook,
} from '../support/followers.js';
import { grant, makePartner, type TestPartner } from '../support/partners.js';
import { freePort, Program } from '../support/program.js';

const OPERATIONS = process.env.SOAK ? 5_000 : 40;
const WRITERS = 20;
/** Fifths of a second that a mirror may need in the end. */
const SETTLING = process.env.SOAK ? 900 : 150;
/** Seconds between two kills. */
const CALM = process.env.SOAK ? 4 : 2;

let test: TestApp;
let web: Program;
let worker: Program;

beforeAll(async () => {
  test = await startApp();
  const settings = { ALLOW_PRIVATE_ADDRESSES: 'on' };
  web = await Program.start(test, 'web', settings);
  worker = await Program.start(test, 'worker', settings);
});
const followers: Follower[] = [];

afterAll(async () => {
  await Promise.all(followers.map((follower) => follower.stop()));
  await Promise.all([web.kill(), worker.kill()]);
  await test.close();
});

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
async function asks({ token }: Person, query: string, input: object): Promise<any> {
  const answer = await fetch(`${web.address}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input } }),
    signal: AbortSignal.timeout(20_000),
  });
  const { data } = (await answer.json()) as { data: Record<string, unknown> };
  return Object.values(data)[0];
}

const PAYLOAD = '{ article { articleId version status } errors { code } }';
const action = (name: string, type = 'ArticleActionInput') =>
  `mutation ($input: ${type}!) { ${name}(input: $input) ${PAYLOAD} }`;

/** One writer, who does what her articles allow until enough was done by all. A server that is killed costs her an answer, no more. */
async function writes(
  person: Person,
  sources: string[],
  random: () => number,
  counter: { done: number },
): Promise<void> {
  const own: { articleId: string; version: number; status: string }[] = [];
  const pick = <Thing>(list: Thing[]) => list[Math.floor(random() * list.length)] as Thing;
  while (counter.done < OPERATIONS) {
    const lively = own.filter(({ status }) => status !== 'WITHDRAWN');
    const article = lively.length > 0 && random() < 0.75 ? pick(lively) : null;
    try {
      let payload: { article: (typeof own)[0] | null };
      if (!article) {
        payload = await asks(person, action('createArticle', 'CreateArticleInput'), {
          content: publishable(pick(sources)),
        });
        if (payload.article) own.push(payload.article);
      } else {
        const { articleId, version, status } = article;
        const dice = random();
        const content = { title: `عنوان ${random()}`, body: `<p>نص ${random()} كما كتبه محرره في غرفة الأخبار.</p>` };
        if (status === 'DRAFT' || status === 'UNPUBLISHED')
          payload = await asks(person, action('publishArticle'), { articleId, version });
        else if (dice < 0.4)
          payload = await asks(person, action('correctArticle', 'CorrectArticleInput'), {
            articleId,
            version,
            content,
            note: 'تصحيح',
          });
        else if (dice < 0.6) payload = await asks(person, action('unpublishArticle'), { articleId, version });
        else if (dice < 0.7)
          payload = await asks(person, action('withdrawArticle', 'WithdrawArticleInput'), {
            articleId,
            version,
            publicReason: 'سبب',
          });
        else
          payload = await asks(person, action('editArticle', 'EditArticleInput'), {
            articleId,
            version,
            content: { ...content, sourceId: pick(sources) },
          });
        if (payload.article) Object.assign(article, payload.article);
        else article.version += 1; // it was done, and the answer was lost
      }
      if (payload.article) counter.done += 1;
    } catch {
      await sleep(50); // the server is being started again
    }
  }
}

/** All that a partner may read, asked as lists. */
async function everything({ ask }: TestPartner): Promise<Map<string, Face>> {
  const found = new Map<string, Face>();
  let after: string | null = null;
  do {
    const {
      data,
    }: {
      data: {
        articles: {
          nodes: { id: string; contentVersion: number; title: string; body: string | null }[];
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      };
    } = await ask(
      `query ($after: String) { articles(first: 100, after: $after) { nodes { id contentVersion title body } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    for (const { id, contentVersion, title, body } of data.articles.nodes)
      found.set(id, { version: contentVersion, title, body });
    after = data.articles.pageInfo.hasNextPage ? data.articles.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

/** Kills one thing after another until told to stop. */
async function disturb(followers: Follower[], random: () => number, over: () => boolean): Promise<number> {
  let kills = 0;
  while (!over()) {
    await sleep(CALM * 1_000 * random());
    const victims = [() => web.restart(), () => worker.restart(), ...followers.map((one) => async () => one.crash())];
    await victims[Math.floor(random() * victims.length)]?.();
    kills += 1;
  }
  return kills;
}

/** Waits until the mirror has what the archive shows; not for ever. Deliveries that wait for their next try are given it now. */
async function settled({ mirror }: Follower, partner: TestPartner): Promise<void> {
  for (let tries = 0; tries < SETTLING; tries++) {
    await test.db.query(
      `update delivery set next_attempt_at = now() where state = 'PENDING' and next_attempt_at > now()`,
    );
    const waits = await test.db.query(
      `select 1 from change_note union all select 1 from delivery where state = 'PENDING' limit 1`,
    );
    const archive = await everything(partner);
    const same =
      archive.size === mirror.articles.size &&
      [...archive].every(([id, face]) => JSON.stringify(face) === JSON.stringify(mirror.articles.get(id)));
    if (same && waits.length === 0) return;
    await sleep(200);
  }
}

it('each mirror equals the archive as its rights show it, tombstones included', async () => {
  const seed = Date.now() % 1_000_000;
  let state = seed;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const [first, second, third] = (await Promise.all(
    ['أ', 'ب', 'ج'].map((name) => makeSource(test.db, `جريدة ${name}`)),
  )) as [string, string, string];
  const partners = [
    await makePartner(test, [{}]),
    await makePartner(test, [{ access: 'HEADLINE' }]),
    await makePartner(test, [{ sourceId: first }, { sourceId: second, access: 'SUMMARY' }]),
    await makePartner(test, [{ sourceId: second }]),
    await makePartner(test, [{ sourceId: third }]),
  ] as [TestPartner, TestPartner, TestPartner, TestPartner, TestPartner];
  const address = () => web.address;
  const hook = await followByWebhook('webhook', await freePort());
  const admin = await signIn(test, 'ADMIN');
  const kinds = ['PUBLISHED', 'UPDATED', 'CORRECTED', 'UNPUBLISHED', 'WITHDRAWN', 'GRANTED', 'REVOKED'];
  const made = await asks(
    admin,
    'mutation ($input: WebhookInput!) { createWebhook(input: $input) { secret errors { message } } }',
    {
      partnerId: partners[2].id,
      url: hook.url,
      events: kinds,
    },
  );
  expect(made.errors).toEqual([]);
  hook.secret = made.secret;
  followers.push(
    followByPolling('polling', address, partners[0].key),
    followByQuery('query', address, partners[1].key),
    hook,
    followBySubscription('subscription', address, partners[3].key),
    followByPolling('polling while her grants change', address, partners[4].key),
  );
  const counter = { done: 0 };
  const people = await Promise.all(Array.from({ length: WRITERS }, () => signIn(test, 'CHIEF')));
  const writing = Promise.all(people.map((person) => writes(person, [first, second, third], random, counter)));
  let written = false;
  writing.finally(() => {
    written = true;
  });
  const regranting = (async () => {
    // By what is written, not by the clock: each change of her grants tells her of all that they are of.
    for (let next = 0; !written; next = counter.done + 20 * random()) {
      while (!written && counter.done < next) await sleep(50);
      const some = [first, second, third].filter(() => random() < 0.5);
      await grant(
        test,
        partners[4].id,
        some.map((sourceId) => ({ sourceId, access: random() < 0.5 ? 'HEADLINE' : 'FULL_TEXT' })),
      );
    }
  })();
  const kills = await disturb(followers, random, () => written);
  await Promise.all([writing, regranting]);
  const outcome: unknown[] = [];
  for (const [at, follower] of followers.entries()) {
    const partner = partners[at] as TestPartner;
    await settled(follower, partner);
    const archive = await everything(partner);
    const { mirror } = follower;
    expect([seed, follower.name, mirror.articles]).toEqual([seed, follower.name, archive]);
    const gone = await test.db.query<{ id: string }>(
      'select id from article where withdrawn_at is not null and id = any($1)',
      [[...mirror.everHad]],
    );
    expect([follower.name, gone.filter(({ id }) => !mirror.withdrawn.has(id))]).toEqual([follower.name, []]);
    outcome.push({
      follower: follower.name,
      articles: mirror.articles.size,
      withdrawn: mirror.withdrawn.size,
      messages: mirror.seen.size,
      again: [...mirror.seen.values()].filter((times) => times > 1).length,
    });
  }
  // No note is left without a position, and no change was sent as two messages.
  const [feed] = await test.db.query<{ changes: number; notes: number }>(
    'select (select count(*)::int from change) as changes, (select count(*)::int from change_note) as notes',
  );
  expect(feed?.notes).toBe(0);
  expect(
    await test.db.query(`select webhook_id, position, article_id from delivery group by 1, 2, 3 having count(*) > 1`),
  ).toEqual([]);
  if (process.env.SOAK) console.log({ operations: counter.done, kills, changes: feed?.changes, outcome });
});
