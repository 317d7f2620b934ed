/** How many SQL statements a request takes: bounded, and the same for ten rows and a hundred. */
import { startApp, type TestApp } from '../support/app.js';
import { makeArticles, makeSource, makeTag } from '../support/content.js';

let test: TestApp;
let articles: string[];

beforeAll(async () => {
  test = await startApp();
  const sources = await Promise.all(['أ', 'ب', 'ج'].map((name) => makeSource(test.db, name)));
  const tags = await Promise.all(['واحد', 'اثنان', 'ثلاثة', 'أربعة'].map((name) => makeTag(test.db, name)));
  articles = await makeArticles(
    test.db,
    Array.from({ length: 120 }, (_, n) => ({
      sourceId: sources[n % 3] as string,
      tagIds: tags.filter((_tag, at) => (n + at) % 2 === 0),
    })),
  );
});
afterAll(() => test.close());

const cost = (query: string, variables?: Record<string, unknown>) =>
  test.statements(async () => expect((await test.ask(query, variables)).errors).toBeUndefined());

it('20 articles with source and tags take at most 3', async () => {
  expect(
    await cost('{ articles(first: 20) { nodes { id title source { name } tags { name } } } }'),
  ).toBeLessThanOrEqual(3);
});

it('an article page with source, tags, and 6 related with their sources takes at most 6', async () => {
  const page = `query ($id: ID!) { article(id: $id) { title body source { name } tags { name }
    relatedHeadlines(first: 6) { reason headline { title href source { name } } sharedTags { name } } } }`;
  expect(await cost(page, { id: articles[5] })).toBeLessThanOrEqual(6);
});

it('the ticker with its sources takes at most 3', async () => {
  expect(await cost('{ ticker { updatedAt headlines { title href source { name } } } }')).toBeLessThanOrEqual(3);
});

const PARENTS: Record<string, (n: number) => string> = {
  'fields of articles': (
    n,
  ) => `{ articles(first: ${n}) { totalCount { value } nodes { body section { name } leadImage { url } images { id }
    corrections { note } source { name } tags { name broader { name } } observedHeadlines { title } } } }`,
  'their sources': (
    n,
  ) => `{ articles(first: ${n}) { nodes { source { articleCount { value } latestArticleAt logo { url }
    articles(first: 3) { nodes { id source { name } } totalCount { value } } } } } }`,
  'lists under their tags': (n) => `{ articles(first: ${n}) { nodes { tags { articleCount { value }
    articles(first: 2, filter: { languages: ["ar"] }) { nodes { title } totalCount { value } } } } } }`,
  'narrower tags': (n) =>
    `{ articles(first: ${n}) { nodes { tags { narrower(first: 5) { nodes { name } totalCount { value } } } } } }`,
  'related headlines': (n) =>
    `{ articles(first: ${n}) { nodes { relatedHeadlines { headline { title article { title } source { name } } sharedTags { name } } } } }`,
  nodes: (n) =>
    `{ nodes(ids: ${JSON.stringify(articles.slice(0, n))}) { ... on Article { title source { name } tags { name } } } }`,
  headlines: (n) =>
    `{ nodes(ids: ${JSON.stringify(articles.slice(0, n).map((id) => `h${id}`))}) { ... on Headline { title article { title } source { name } } } }`,
};

it.each(Object.keys(PARENTS))('%s: 10 and 100 parents cost the same', async (name) => {
  const query = PARENTS[name] as (n: number) => string;
  const ten = await cost(query(10));
  expect(await cost(query(100))).toBe(ten);
  expect(ten).toBeLessThanOrEqual(10);
});
