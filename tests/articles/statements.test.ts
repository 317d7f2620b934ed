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

it.each([
  [
    'articles',
    (
      n: number,
    ) => `{ articles(first: ${n}) { totalCount { value } nodes { body section { name } leadImage { url } images { id } corrections { note }
    source { articleCount { value } latestArticleAt logo { url } articles(first: 3) { nodes { id } totalCount { value } } }
    tags { broader { name } narrower { nodes { name } totalCount { value } } articles(first: 2, filter: { languages: ["ar"] }) { nodes { title source { name } } totalCount { value } } }
    relatedHeadlines { headline { article { title } } sharedTags { name } } observedHeadlines { title } } } }`,
  ],
  [
    'nodes',
    (n: number) =>
      `{ nodes(ids: ${JSON.stringify(articles.slice(0, n))}) { ... on Article { title source { name } tags { name } } } }`,
  ],
])('%s: 10 and 100 parents cost the same', async (_, query) => {
  const ten = await cost(query(10));
  expect(await cost(query(100))).toBe(ten);
  expect(ten).toBeLessThanOrEqual(30);
});
