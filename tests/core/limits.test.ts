/** What a query and a caller may cost: the promised sizes pass, bombs do not. */
import { getIntrospectionQuery } from 'graphql';
import { startApp, type TestApp } from '../support/app.js';

let test: TestApp;
beforeAll(async () => {
  test = await startApp();
});
afterAll(() => test.close());

const codeOf = async (query: string) => (await test.ask(query)).errors?.[0]?.extensions.code;

it('allows the introspection of GraphiQL', async () => {
  const query = getIntrospectionQuery({
    descriptions: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
  });
  const { data, errors } = await test.ask(query);
  expect(errors).toBeUndefined();
  expect(data.__schema.queryType.name).toBe('Query');
});

it('allows 100 articles with source, 20 tags and 6 related headlines each, every field of them', async () => {
  const { errors } =
    await test.ask(`{ articles(first: 100) { totalCount { value } pageInfo { endCursor } nodes { id slug path canonicalUrl
    title titleDirection summary excerpt byline access language direction wordCount publishedAt sortedAt publishedOn { value precision }
    section { name } leadImage { url alt width height } source { id slug name path homepage rights { credit } }
    tags { id slug name kind path } relatedHeadlines(first: 6) { reason score headline { title href direction source { name slug } } } } } }`);
  expect(errors).toBeUndefined();
});

it('refuses lists within lists within lists', async () => {
  expect(
    await codeOf(
      '{ articles(first: 100) { nodes { source { articles(first: 100) { nodes { source { articles(first: 100) { nodes { id } } } } } } } } }',
    ),
  ).toBe('QUERY_TOO_COMPLEX');
  expect(
    await codeOf(
      '{ articles(first: 100) { edges { node { tags { articles(first: 100) { edges { node { id title } } } } } } } }',
    ),
  ).toBe('QUERY_TOO_COMPLEX');
});

it('refuses a flood of aliases', async () => {
  const flood = Array.from({ length: 600 }, (_, n) => `t${n}: ticker { headlines(first: 100) { title } }`).join(' ');
  expect(['QUERY_TOO_COMPLEX', 'GRAPHQL_PARSE_FAILED']).toContain(await codeOf(`{ ${flood} }`));
});

it('refuses what is nested too deep, through fragments too', async () => {
  const deep = `${'broader { '.repeat(30)}name${' }'.repeat(30)}`;
  expect(await codeOf(`{ tags { nodes { ${deep} } } }`)).toBe('QUERY_TOO_COMPLEX');
  expect(await codeOf(`{ tags { nodes { ...T } } } fragment T on Tag { ${deep} }`)).toBe('QUERY_TOO_COMPLEX');
});

it('refuses a document of too many tokens, and a batch', async () => {
  expect(await codeOf(`{ ${'__typename '.repeat(10_000)} }`)).toBe('GRAPHQL_PARSE_FAILED');
  const batch = await test.app.inject({ method: 'POST', url: '/graphql', payload: [{ query: '{ __typename }' }] });
  expect(batch.statusCode).toBe(400);
});

it('holds one address to its share of a minute, and not another', async () => {
  const limited = await startApp({ RATE_LIMIT: 'on', TRUST_PROXY: 'loopback' });
  const query = '{ articles(first: 100) { nodes { source { articles(first: 50) { nodes { id title } } } } } }';
  const ask = (address: string) =>
    limited.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { 'x-forwarded-for': address },
      payload: { query },
    });
  let refused = null;
  for (let n = 0; n < 1000 && !refused; n++) {
    const answer = await ask('203.0.113.1');
    if (answer.statusCode === 429) refused = answer.json();
  }
  expect(refused?.errors[0].extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
  expect((await ask('203.0.113.2')).statusCode).toBe(200);
  await limited.close();
});

describe('variables that do not fit', () => {
  const post = (query: string, variables: object) =>
    test.app.inject({ method: 'POST', url: '/graphql', payload: { query, variables } });

  it.each([
    ['query ($n: Int) { articles(first: $n) { nodes { id } } }', { n: 2147483648 }],
    ['query ($n: Int) { articles(first: $n) { nodes { id } } }', { n: 'three' }],
    ['query ($n: Int!) { articles(first: $n) { nodes { id } } }', {}],
    ['query ($o: ArticleOrder) { articles(orderBy: $o) { nodes { id } } }', { o: 'BAD' }],
    ['query ($f: ArticleFilter) { articles(filter: $f) { nodes { id } } }', { f: { nope: 1 } }],
    ['query ($w: String) { ticker(slug: $w) { id } }', { w: null }],
    ['query ($d: Date!) { archiveDay(date: $d) { next } }', { d: '2020-02-30' }],
    ['query ($n: Int) { articles(first: $n) { nodes { id } } }', { n: 2147483647 }],
    ['mutation { x }', {}],
  ])("%s with %j are the caller's mistake, never the server's", async (query, variables) => {
    const answer = await post(query, variables);
    expect(answer.statusCode).toBeLessThan(500);
    expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']).toContain(answer.json().errors[0].extensions.code);
  });
});
