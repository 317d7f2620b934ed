/** Lists: every filter and order against what a plain loop over all articles would say; pages, cursors, counts. */
import fc from 'fast-check';
import { listArticles } from '../../src/articles/article.sql.js';
import { readArticleFilter } from '../../src/articles/article-filter.js';
import { ANONYMOUS } from '../../src/core/access.js';
import { requestOf } from '../../src/core/context.js';
import { type Answer, startApp, type TestApp } from '../support/app.js';
import { makeArticles, makeSource, makeTag } from '../support/content.js';
import { runs } from '../support/soak.js';

interface Known {
  id: string;
  source: string;
  tags: string[];
  allTags: string[];
  language: string;
  sortedAt: number;
  modifiedAt: number;
  publicAt: number;
  image: boolean;
}

let test: TestApp;
const known: Known[] = [];
const SOURCES = ['ألف', 'باء', 'جيم'];
const TAGS = ['سياسة', 'حكومة', 'رياضة', 'كرة', 'نادر'];
const BROADER: Record<string, string> = { حكومة: 'سياسة', كرة: 'رياضة' };
const LANGUAGES = ['ar', 'fr', 'ary'];

beforeAll(async () => {
  test = await startApp();
  const sources = new Map<string, string>();
  for (const name of SOURCES) sources.set(name, await makeSource(test.db, name));
  const tags = new Map<string, string>();
  for (const name of TAGS)
    tags.set(name, await makeTag(test.db, name, { broaderId: tags.get(BROADER[name] ?? '') ?? null }));
  const wanted = Array.from({ length: 300 }, (_, n) => {
    const own = TAGS.filter((tag, at) => (tag === 'نادر' ? n === 150 : (n * (at + 3) + at) % 7 === 0));
    return {
      source: SOURCES[n % 10 === 0 ? 2 : n % 2] as string,
      tags: own,
      allTags: [...new Set(own.flatMap((tag) => [tag, BROADER[tag] ?? tag]))],
      language: LANGUAGES[n % 3] as string,
      // Thirty days with ten articles each at the same moment.
      sortedAt: Date.UTC(2024, 0, 1 + Math.floor(n / 10), 12),
    };
  });
  const ids = await makeArticles(
    test.db,
    wanted.map((one) => ({
      sourceId: sources.get(one.source) as string,
      tagIds: one.tags.map((tag) => tags.get(tag) as string),
      language: one.language,
      publishedAt: new Date(one.sortedAt),
    })),
  );
  wanted.forEach((one, n) => {
    known.push({
      ...one,
      id: ids[n] as string,
      image: n % 4 === 0,
      modifiedAt: Date.UTC(2025, 0, 1, 0, (n * 37) % 101),
      publicAt: Date.UTC(2025, 0, 1, 0, (n * 53) % 97),
    });
  });
  await test.db.query(
    `update article a set has_image = w.image, modified_at = to_timestamp(w.modified / 1000.0), public_at = to_timestamp(w.public / 1000.0)
     from unnest($1::text[], $2::bool[], $3::float8[], $4::float8[]) as w(id, image, modified, public) where a.id = w.id`,
    [known.map((k) => k.id), known.map((k) => k.image), known.map((k) => k.modifiedAt), known.map((k) => k.publicAt)],
  );
});
afterAll(() => test.close());

interface Filter {
  sources?: string[];
  anyTags?: string[];
  allTags?: string[];
  noTags?: string[];
  withNarrowerTags?: boolean;
  languages?: string[];
  publishedFrom?: string;
  publishedBefore?: string;
  hasImage?: boolean;
  exclude?: string[];
}

function matches(filter: Filter) {
  return (one: Known): boolean => {
    const tags = filter.withNarrowerTags === false ? one.tags : one.allTags;
    return (
      (!filter.sources || filter.sources.includes(one.source)) &&
      (!filter.anyTags || filter.anyTags.some((tag) => tags.includes(tag))) &&
      (!filter.allTags || filter.allTags.every((tag) => tags.includes(tag))) &&
      !filter.noTags?.some((tag) => tags.includes(tag)) &&
      (!filter.languages || filter.languages.includes(one.language)) &&
      (!filter.publishedFrom || one.sortedAt >= Date.parse(filter.publishedFrom)) &&
      (!filter.publishedBefore || one.sortedAt < Date.parse(filter.publishedBefore)) &&
      (filter.hasImage === undefined || one.image === filter.hasImage) &&
      !filter.exclude?.includes(one.id)
    );
  };
}

const ORDERS = {
  NEWEST: { value: (one: Known) => one.sortedAt, sign: -1 },
  OLDEST: { value: (one: Known) => one.sortedAt, sign: 1 },
  RECENTLY_MODIFIED: { value: (one: Known) => one.modifiedAt, sign: -1 },
  RECENTLY_ADDED: { value: (one: Known) => one.publicAt, sign: -1 },
};

function expected(filter: Filter, order: keyof typeof ORDERS): string[] {
  const { value, sign } = ORDERS[order];
  return known
    .filter(matches(filter))
    .sort((a, b) => sign * (value(a) - value(b) || (a.id < b.id ? -1 : 1)))
    .map((one) => one.id);
}

const LIST = `query ($filter: ArticleFilter, $order: ArticleOrder!, $first: Int, $after: String, $last: Int, $before: String) {
  articles(filter: $filter, orderBy: $order, first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { id } } nodes { id } totalCount { value exact }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

async function walk(filter: Filter, order: string, size: number, backward = false): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  for (;;) {
    const page: object = backward ? { last: size, before: cursor } : { first: size, after: cursor };
    // biome-ignore lint/suspicious/noExplicitAny: checked field by field below
    const { data, errors }: Answer<any> = await test.ask(LIST, { filter, order, ...page });
    expect(errors).toBeUndefined();
    const { nodes, pageInfo, edges, totalCount } = data.articles;
    expect(edges.map((edge: { node: object }) => edge.node)).toEqual(nodes);
    expect(totalCount).toEqual({ value: expected(filter, order as keyof typeof ORDERS).length, exact: true });
    const ids = nodes.map((node: { id: string }) => node.id);
    if (backward) found.unshift(...ids);
    else found.push(...ids);
    if (!(backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) return found;
    cursor = backward ? pageInfo.startCursor : pageInfo.endCursor;
    expect(cursor).not.toBeNull();
  }
}

const someOf = (values: string[]) => fc.subarray(values, { minLength: 1, maxLength: 2 });
const day = fc.integer({ min: 1, max: 31 }).map((n) => new Date(Date.UTC(2024, 0, n, 12)).toISOString());
const filters: fc.Arbitrary<Filter> = fc.record(
  {
    sources: someOf(SOURCES),
    anyTags: someOf(TAGS),
    allTags: someOf(TAGS),
    noTags: someOf(TAGS),
    withNarrowerTags: fc.boolean(),
    languages: someOf(LANGUAGES),
    publishedFrom: day,
    publishedBefore: day,
    hasImage: fc.boolean(),
    exclude: fc.array(fc.integer({ min: 0, max: 299 }), { maxLength: 5 }).map((at) => at.map((n) => `#${n}`)),
  },
  { requiredKeys: [] },
);
const withDates = ({ publishedFrom, publishedBefore, ...rest }: Filter) => ({
  ...rest,
  publishedFrom: publishedFrom ? new Date(publishedFrom) : null,
  publishedBefore: publishedBefore ? new Date(publishedBefore) : null,
});
const realIds = (filter: Filter): Filter =>
  filter.exclude
    ? { ...filter, exclude: filter.exclude.map((at) => known[Number(at.slice(1))]?.id as string) }
    : filter;

describe('a list of articles', () => {
  it('is what its filter says, in its order, page by page in both directions', async () => {
    await fc.assert(
      fc.asyncProperty(
        filters,
        fc.constantFrom(...(Object.keys(ORDERS) as (keyof typeof ORDERS)[])),
        fc.constantFrom(7, 40, 100),
        fc.boolean(),
        async (drawn, order, size, backward) => {
          const filter = realIds(drawn);
          expect(await walk(filter, order, size, backward)).toEqual(expected(filter, order));
        },
      ),
      { numRuns: runs(60) },
    );
  });

  it('is the same whichever way it is found: on the walk, through the inverted index, or farther on', async () => {
    const efforts = [
      { scan: 1, matching: 10_000 },
      { scan: 1, matching: 5 },
      { scan: 1, matching: 0 },
      { scan: 1, matching: 40 },
    ];
    await fc.assert(
      fc.asyncProperty(
        filters,
        fc.constantFrom(...(Object.keys(ORDERS) as (keyof typeof ORDERS)[])),
        fc.constantFrom(...efforts),
        fc.boolean(),
        async (drawn, order, effort, backward) => {
          const filter = realIds(drawn);
          const ctx = requestOf(test.db, ANONYMOUS);
          const condition = await readArticleFilter(ctx, { withNarrowerTags: true, ...withDates(filter) });
          const page = { order: '', limit: 8, backward, after: null, before: null };
          const rows = await listArticles(test.db, ANONYMOUS, condition, order, page, effort);
          const all = expected(filter, order);
          expect(rows.map((row) => row.id)).toEqual((backward ? all.reverse() : all).slice(0, 9));
        },
      ),
      { numRuns: runs(150) },
    );
  });

  it('says so where a slug leads nowhere: nothing matches, and excluding it excludes nothing', async () => {
    expect(await walk({ sources: ['ألف'] }, 'NEWEST', 100)).not.toEqual([]);
    const cursor = (await test.ask(LIST, { order: 'NEWEST', first: 1 })).data.articles.pageInfo.endCursor;
    const dates = { publishedFrom: '2024-01-01T00:00:00Z', publishedBefore: '2025-01-01T00:00:00Z', hasImage: true };
    for (const filter of [
      { anyTags: ['لاشيء'], ...dates },
      { anyTags: ['كرة'], noTags: ['كرة'], ...dates },
      { sources: [] },
    ]) {
      const { data, errors } = await test.ask(LIST, { filter, order: 'NEWEST', after: cursor });
      expect({ errors, nodes: data.articles?.nodes }).toEqual({ errors: undefined, nodes: [] });
    }
    for (const filter of [{ sources: ['لاشيء'] }, { anyTags: ['لاشيء'] }, { allTags: ['سياسة', 'لاشيء'] }]) {
      const { data } = await test.ask(LIST, { filter, order: 'NEWEST' });
      expect(data.articles).toMatchObject({
        nodes: [],
        totalCount: { value: 0 },
        pageInfo: { hasNextPage: false, startCursor: null, endCursor: null },
      });
    }
    expect(await walk({ noTags: ['لاشيء'] }, 'NEWEST', 100)).toEqual(expected({}, 'NEWEST'));
  });

  it('is the same under a source and under a tag, for many parents in one statement', async () => {
    const query = `query ($filter: ArticleFilter) { sources { nodes { name articleCount { value }
      articles(first: 100, filter: $filter) { nodes { id } totalCount { value } } } } tags { nodes { name
      articles(first: 100, filter: $filter, orderBy: OLDEST) { nodes { id } totalCount { value } } articleCount { value } } } }`;
    for (const filter of [
      {},
      { languages: ['fr'] },
      { allTags: ['سياسة'], hasImage: true },
      { withNarrowerTags: false },
    ]) {
      const { data, errors } = await test.ask(query, { filter });
      expect(errors).toBeUndefined();
      for (const { name, articles } of data.sources.nodes) {
        const all = expected({ ...filter, sources: [name] }, 'NEWEST');
        expect(articles.nodes.map((node: { id: string }) => node.id)).toEqual(all.slice(0, 100));
        expect(articles.totalCount.value).toBe(all.length);
      }
      for (const { name, articles } of data.tags.nodes) {
        const both = known
          .filter(matches(filter))
          .filter(matches({ anyTags: [name], withNarrowerTags: (filter as Filter).withNarrowerTags }));
        expect(new Set(articles.nodes.map((node: { id: string }) => node.id))).toEqual(
          new Set(
            expected({}, 'OLDEST')
              .filter((id) => both.some((one) => one.id === id))
              .slice(0, 100),
          ),
        );
        expect(articles.totalCount.value).toBe(both.length);
      }
    }
  });

  it.each([
    ['first', { first: 0 }],
    ['first', { first: -1 }],
    ['first', { first: 101 }],
    ['last', { last: 1000 }],
    ['last', { first: 1, last: 1 }],
    ['after', { after: 'x' }],
    ['before', { before: '' }],
    ['after', { after: Buffer.from('articles:OLDEST a00000000000000000000000000 1').toString('base64url') }],
    ['after', { after: Buffer.from('articles:NEWEST a00000000000000000000000000 x').toString('base64url') }],
    ['after', { after: Buffer.from('sources:NAME s00000000000000000000000000 x').toString('base64url') }],
    ['filter.exclude', { filter: { exclude: ['s00000000000000000000000000'] } }],
    ['filter.exclude', { filter: { exclude: Array.from({ length: 101 }, () => 'a00000000000000000000000000') } }],
  ])('names the argument that is wrong: %s of %j', async (argument, variables) => {
    const { data, errors } = await test.ask(LIST, { order: 'NEWEST', ...variables });
    expect(data.articles).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
    expect(errors?.[0]?.message).toContain(argument);
  });

  it.each([
    'first: 3000000000',
    'first: "x"',
    'filter: { publishedFrom: "2020-13-01T00:00:00Z" }',
    'filter: { languages: ["!"] }',
    'orderBy: BEST',
  ])('never fails on %s', async (args) => {
    const { errors } = await test.ask(`{ articles(${args}) { nodes { id } } }`);
    expect(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED']).toContain(errors?.[0]?.extensions.code);
  });
});

it.each(['3000000000', '1.5', '"x"'])('names first where it is %s', async (value) => {
  const { errors } = await test.ask(`{ articles(first: ${value}) { nodes { id } } }`);
  expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'first' });
});

describe('the calendar', () => {
  it('shows a day with its neighbours that have articles, in the zone asked for', async () => {
    const query = `query ($date: Date!, $zone: String! = "Africa/Casablanca", $filter: ArticleFilter) {
      archiveDay(date: $date, timeZone: $zone, filter: $filter) { date timeZone previous next
        articles(first: 100, orderBy: OLDEST) { nodes { id } totalCount { value } } } }`;
    const { data } = await test.ask(query, { date: '2024-01-15' });
    expect(data.archiveDay).toMatchObject({
      previous: '2024-01-14',
      next: '2024-01-16',
      articles: { totalCount: { value: 10 } },
    });
    const edge = await test.ask(query, { date: '2024-01-30', zone: 'Pacific/Kiritimati' });
    expect(edge.data.archiveDay).toMatchObject({ previous: '2024-01-29', next: '2024-01-31' });
    const rare = await test.ask(query, { date: '2024-01-02', filter: { anyTags: ['نادر'] } });
    expect(rare.data.archiveDay).toMatchObject({ previous: null, next: '2024-01-16', articles: { nodes: [] } });
    const wrong = await test.ask(query, { date: '2024-01-02', zone: 'Mars/Olympus' });
    expect(wrong.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'timeZone' });
  });

  it('pages a day forth and back', async () => {
    const query = `query ($first: Int, $after: String, $last: Int, $before: String) { archiveDay(date: "2024-01-15") {
      articles(first: $first, after: $after, last: $last, before: $before) {
        nodes { id } pageInfo { startCursor endCursor hasPreviousPage hasNextPage } } } }`;
    const read = async (variables: Record<string, unknown>) =>
      (await test.ask(query, variables)).data.archiveDay.articles;
    const first = await read({ first: 4 });
    const second = await read({ first: 4, after: first.pageInfo.endCursor });
    expect(await read({ last: 4, before: second.pageInfo.startCursor })).toMatchObject({
      nodes: first.nodes,
      pageInfo: { hasPreviousPage: false, hasNextPage: true },
    });
  });

  it('counts by day, month and year, within 400 rows', async () => {
    const query = `query ($from: Date!, $to: Date!, $by: DatePart!, $filter: ArticleFilter) {
      archiveCounts(from: $from, to: $to, by: $by, filter: $filter) { date count } }`;
    const days = await test.ask(query, { from: '2024-01-01', to: '2024-12-31', by: 'DAY' });
    expect(days.data.archiveCounts).toHaveLength(30);
    expect(days.data.archiveCounts[0]).toEqual({ date: '2024-01-01', count: 10 });
    const years = await test.ask(query, {
      from: '1900-01-01',
      to: '2100-12-31',
      by: 'YEAR',
      filter: { languages: ['fr'] },
    });
    expect(years.data.archiveCounts).toEqual([{ date: '2024-01-01', count: 100 }]);
    for (const range of [
      { from: '2020-01-01', to: '2024-12-31' },
      { from: '2024-01-02', to: '2024-01-01' },
    ]) {
      const { errors } = await test.ask(query, { ...range, by: 'DAY' });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'to' });
    }
    const last = await test.ask(query, { from: '9998-01-01', to: '9998-12-31', by: 'MONTH' });
    expect(last).toEqual({ data: { archiveCounts: [] } });
    const beyond = await test.ask(query, { from: '9999-01-01', to: '9999-12-31', by: 'MONTH' });
    expect(beyond.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
