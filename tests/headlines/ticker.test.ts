/** Tickers as editors pin to them: what readers see of it, now and as it stood then. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, type TestApp } from '../support/app.js';
import { type ArticleGiven, makeArticle, makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';

let test: TestApp;
let source: string;
let editor: Person;
beforeEach(async () => {
  test = await startApp();
  source = await makeSource(test.db, 'المصدر');
  editor = await signIn(test, 'EDITOR');
});
afterEach(() => test.close());

const TICKER =
  'ticker { updatedAt pins { position until headline { id title href url language } } headlines { id title href } }';
const PIN = `mutation ($input: PinHeadlineInput!) { pinHeadline(input: $input) { ${TICKER} errors { code message path } } }`;
const UNPIN = `mutation ($input: UnpinHeadlineInput!) { unpinHeadline(input: $input) { ${TICKER} errors { code message path } } }`;
const pin = async (input: object) => (await editor.ask(PIN, { input })).data.pinHeadline;
const unpin = async (input: object) => (await editor.ask(UNPIN, { input })).data.unpinHeadline;
const article = (title: string, more: Partial<ArticleGiven> = {}) =>
  makeArticle(test.db, { sourceId: source, title, ...more });
const titles = async (at?: string) => {
  const { data } = await test.ask('query ($at: DateTime) { ticker { headlines(at: $at) { title } } }', { at });
  return data.ticker.headlines.map((headline: { title: string }) => headline.title);
};
const failures = (payload: { errors: { code: string; path: string[] }[] }) =>
  payload.errors.map(({ code, path }) => [code, ...path.slice(1)]);
/** A moment that lies between what was before and what comes. */
const moment = async () => {
  await sleep(5);
  const now = new Date().toISOString();
  await sleep(5);
  return now;
};

it('puts an article under its current title, and a line that leads elsewhere, before the newest', async () => {
  const [old] = [await article('قديم', { publishedAt: new Date(Date.UTC(2020, 0, 1)) }), await article('جديد')];
  const { ticker, errors } = await pin({ articleId: old, position: 2 });
  expect(errors).toEqual([]);
  expect(ticker.pins).toEqual([
    {
      position: 2,
      until: null,
      headline: { id: `h${old}`, title: 'قديم', href: expect.stringContaining(old), url: null, language: 'ar' },
    },
  ]);
  const before = ticker.updatedAt;
  const again = await pin({
    title: ' Une   ligne\u200f venue de très loin ',
    url: 'https://elsewhere.example/x',
    position: 1,
  });
  expect(again.ticker.pins[0]).toMatchObject({
    position: 1,
    headline: { title: 'Une ligne venue de très loin', href: 'https://elsewhere.example/x', language: 'fr' },
  });
  expect(again.ticker.updatedAt > before).toBe(true);
  expect(await titles()).toEqual(['Une ligne venue de très loin', 'قديم', 'جديد']);
  expect((await test.ask(`{ node(id: "${again.ticker.pins[0].headline.id}") { id } }`)).data.node.id).toBe(
    again.ticker.pins[0].headline.id,
  );
});

it('moves what is pinned again, and history stays true', async () => {
  const [a, b] = [await article('أول'), await article('ثان')];
  const bare = await moment();
  await pin({ articleId: a, position: 1 });
  await pin({ title: 'خبر من موقع آخر', url: 'https://www.elsewhere.example/x/?utm_source=y', position: 2 });
  const first = await moment();
  await pin({ articleId: a, position: 4 });
  await pin({ articleId: b, position: 3 });
  await pin({ title: 'خبر صار له عنوان جديد', url: 'https://elsewhere.example/x', position: 2 });
  const second = await moment();
  await unpin({ headlineId: `h${a}` });
  expect(await titles()).toEqual(['خبر صار له عنوان جديد', 'ثان', 'أول']);
  expect(await titles(bare)).toEqual(['ثان', 'أول']);
  expect(await titles(first)).toEqual(['أول', 'خبر من موقع آخر', 'ثان']);
  expect(await titles(second)).toEqual(['خبر صار له عنوان جديد', 'ثان', 'أول']);
  expect((await editor.ask('{ ticker { pins { position } } }')).data.ticker.pins).toEqual([
    { position: 2 },
    { position: 3 },
  ]);
});

it('shows a pin until its time', async () => {
  const a = await article('عاجل', { publishedAt: new Date(Date.UTC(2020, 0, 1)) });
  await article('جديد');
  const until = new Date(Date.now() + 3_600_000);
  const { ticker } = await pin({ articleId: a, position: 1, until });
  expect(ticker.pins[0].until).toBe(until.toISOString());
  const during = await moment();
  expect(await titles()).toEqual(['عاجل', 'جديد']);
  await test.db.query('update ticker_pin set until = now()');
  expect(await titles()).toEqual(['جديد', 'عاجل']);
  expect(failures(await unpin({ headlineId: `h${a}` }))).toEqual([['NOT_FOUND', 'headlineId']]);
  await pin({ articleId: a, position: 1 });
  expect(await titles(during)).toEqual(['عاجل', 'جديد']);
});

it('keeps a draft that is pinned from readers until it is public, and what was withdrawn from everybody', async () => {
  const secret = 'عنوان سري لا يراه أحد';
  const draft = await article(secret, { releasedAt: null });
  const waiting = await article('ينتظر ساعته', { releasedAt: new Date(Date.now() + 3_600_000) });
  await pin({ articleId: waiting, position: 2 });
  const { ticker } = await pin({ articleId: draft, position: 1 });
  expect(
    ticker.pins.map(({ headline }: { headline: { title: string; href: string } }) => [headline.title, headline.href]),
  ).toEqual([
    [secret, null],
    ['ينتظر ساعته', null],
  ]);
  expect(await titles()).toEqual([]);
  expect((await test.ask(`{ node(id: "h${draft}") { id } }`)).data.node).toBeNull();
  await test.db.query(`update article set public_at = now() where id = $1`, [waiting]);
  expect(await titles()).toEqual(['ينتظر ساعته']);
  await test.db.query(
    `update article set published_revision = null, status = 'WITHDRAWN', withdrawn_at = now() where id = $1`,
    [waiting],
  );
  expect(await titles()).toEqual([]);
  expect((await editor.ask('{ ticker { pins { headline { title } } } }')).data.ticker.pins).toEqual([
    { headline: { title: secret } },
  ]);
  expect(failures(await pin({ articleId: waiting, position: 1 }))).toEqual([['NOT_FOUND', 'articleId']]);
});

it('shows no article twice, though a pinned line leads to it too', async () => {
  const a = await article('عنوان المقال', { canonicalUrl: 'https://outlet.example/a' });
  await pin({ articleId: a, position: 3 });
  await pin({ title: 'سطر يقود إليه', url: 'https://outlet.example/a', position: 1 });
  await test.db.query('update headline set article_id = $1', [a]);
  expect(await titles()).toEqual(['سطر يقود إليه']);
});

it('is refused for an article that is being deleted', async () => {
  const draft = await article('مسودة تزول', { releasedAt: null });
  let pinned: ReturnType<typeof pin> | undefined;
  await test.db.transaction(async (tx) => {
    await tx.query('delete from article where id = $1', [draft]);
    pinned = pin({ articleId: draft, position: 1 });
    await sleep(200);
  });
  expect(failures(await pinned)).toEqual([['NOT_FOUND', 'articleId']]);
});

it('refuses what is no pin', async () => {
  const a = await article('مقال');
  const url = 'https://elsewhere.example/';
  const cases: [object, string[][]][] = [
    [{ position: 1 }, [['INVALID', 'articleId']]],
    [{ position: 1, articleId: a, title: 'سطر' }, [['INVALID', 'title']]],
    [{ position: 1, articleId: a, url }, [['INVALID', 'title']]],
    [{ position: 1, title: 'سطر' }, [['INVALID', 'url']]],
    [{ position: 1, url }, [['INVALID', 'title']]],
    [{ position: 1, title: ' \u200f', url }, [['INVALID', 'title']]],
    [{ position: 0, articleId: a }, [['INVALID', 'position']]],
    [{ position: 56, articleId: a }, [['INVALID', 'position']]],
    [{ position: 1, articleId: a, until: new Date(Date.now() - 1000) }, [['INVALID', 'until']]],
    [{ position: 1, articleId: 'a00000000000000000000000000' }, [['NOT_FOUND', 'articleId']]],
    [{ position: 1, articleId: a, ticker: 'none' }, [['NOT_FOUND', 'ticker']]],
  ];
  for (const [input, expected] of cases)
    expect({ input, failures: failures(await pin(input)) }).toEqual({ input, failures: expected });
  expect(failures(await unpin({ headlineId: `h${a}` }))).toEqual([['NOT_FOUND', 'headlineId']]);
  expect(failures(await unpin({ headlineId: `h${a}`, ticker: 'none' }))).toEqual([['NOT_FOUND', 'ticker']]);
});

it('holds 55 pins; what is pinned may still be moved', async () => {
  const line = (n: number) => ({ title: `سطر ${n}`, url: `https://elsewhere.example/${n}`, position: 1 });
  for (let n = 1; n <= 55; n += 1) await pin(line(n));
  const a = await article('مقال');
  expect(failures(await pin({ articleId: a, position: 1 }))).toEqual([['INVALID', 'position']]);
  expect(failures(await pin({ ...line(7), position: 55 }))).toEqual([]);
  expect((await titles())[54]).toBe('سطر 7');
});

it('takes few statements, and leaves its mark in the audit log', async () => {
  const a = await article('مقال');
  expect(await test.statements(() => pin({ articleId: a, position: 1 }))).toBeLessThanOrEqual(4 + 4); // session and payload beside
  await unpin({ headlineId: `h${a}` });
  const audit = await test.db.query<{ action: string }>(
    'select action from audit_entry where subject_id = $1 order by id',
    [a],
  );
  expect(audit.map((entry) => entry.action)).toEqual(['PIN_HEADLINE', 'UNPIN_HEADLINE']);
});

it('is for editors; others see neither pins nor change them', async () => {
  const a = await article('مقال');
  await pin({ articleId: a, position: 1 });
  const contributor = await signIn(test, 'CONTRIBUTOR');
  const code = (answer: { errors?: { extensions: { code: string } }[] }) => answer.errors?.[0]?.extensions.code;
  for (const ask of [contributor.ask, test.ask]) {
    const answer = await ask('{ ticker { slug pins { position } } }');
    expect({ code: code(answer), data: answer.data }).toEqual({
      code: 'FORBIDDEN',
      data: { ticker: { slug: 'main', pins: null } },
    });
  }
  expect(code(await contributor.ask(PIN, { input: { articleId: a, position: 1 } }))).toBe('FORBIDDEN');
  expect(code(await test.ask(UNPIN, { input: { headlineId: `h${a}` } }))).toBe('UNAUTHENTICATED');
});
