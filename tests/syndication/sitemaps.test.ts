/** Sitemaps: every public article once, in files that follow their schema, and nothing that is not public. */
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DateBasis, DatePrecision } from '../../src/articles/partial-date.js';
import { PART } from '../../src/syndication/sitemap.sql.js';
import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable } from '../support/articles.js';
import { sequenceAll } from '../support/changes.js';
import { makeArticle, makeArticles, makeSource, makeTag } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { childrenOf, faultsOf, parseXml, textOf } from '../support/xml.js';

const ORIGIN = 'https://warraq.example';
const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9';

let test: TestApp;
let chief: Person;
let source: string;

beforeAll(async () => {
  test = await startApp({ PUBLIC_URL: ORIGIN });
  chief = await signIn(test, 'CHIEF');
  source = await makeSource(test.db, 'هسبريس');
});
afterAll(() => test.close());

const get = async (url: string, headers: Record<string, string> = {}) => {
  const answer = await test.app.inject({ url, headers });
  expect(answer.statusCode).toBe(200);
  return answer;
};

/** Every sitemap that a test has seen. */
const seen = new Set<string>();

/** The addresses of a sitemap, which is held to what the schema and search engines ask for. */
async function addressesOf(url: string): Promise<string[]> {
  const { headers, body } = await get(url);
  expect(headers['content-type']).toBe('application/xml; charset=utf-8');
  seen.add(body);
  const root = parseXml(body);
  expect([root.name, root.attributes.xmlns]).toEqual(['urlset', NAMESPACE]);
  expect(root.children.length).toBeGreaterThan(0);
  expect(root.children.length).toBeLessThanOrEqual(PART);
  return root.children.map((item) => {
    expect(item.name).toBe('url');
    expect(['loc', 'loc,lastmod', 'loc,news:news']).toContain(item.children.map(({ name }) => name).join());
    expect(textOf(item, 'lastmod') ?? '2026-01-01T00:00:00.000Z').toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const address = textOf(item, 'loc') as string;
    expect(address).toMatch(/^https:\/\/warraq\.example\/[\x21-\x7e]*$/);
    expect(address.length).toBeLessThanOrEqual(2_048);
    return address;
  });
}

async function partsOf(): Promise<string[]> {
  const { body } = await get('/sitemap.xml');
  const root = parseXml(body);
  expect([root.name, root.attributes.xmlns]).toEqual(['sitemapindex', NAMESPACE]);
  return root.children.map((item) => {
    expect(item.children.map(({ name }) => name)).toEqual(['loc']);
    return (textOf(item, 'loc') as string).slice(ORIGIN.length);
  });
}

async function listed(): Promise<string[]> {
  const parts = (await partsOf()).filter((path) => path.includes('articles'));
  const found = await Promise.all(parts.map(addressesOf));
  return found.flat().filter((address) => address !== `${ORIGIN}/`);
}

const idsIn = (addresses: string[]) => addresses.map((address) => address.split('/')[4] as string);

it('names every public article once, wherever in the feed of changes it stands', async () => {
  const ids = await makeArticles(
    test.db,
    [1, 2, 3].map(() => ({ sourceId: source })),
  );
  const [draft] = await makeArticles(test.db, [{ sourceId: source, releasedAt: null }]);
  await makeArticle(test.db, { sourceId: source, releasedAt: new Date(Date.now() + 3_600_000) });
  await makeArticle(test.db, { sourceId: source, embargoMinutes: 60 });
  const back = await publish(chief, publishable(source));
  await call(chief, 'unpublishArticle', { articleId: back, version: 2 });
  const gone = await publish(chief, publishable(source));
  await call(chief, 'withdrawArticle', { articleId: gone, version: 2, publicReason: 'حكم قضائي' });
  await sequenceAll(test);
  expect(idsIn(await listed()).sort()).toEqual([...ids].sort());
  await call(chief, 'publishArticle', { articleId: back, version: 3 });
  await sequenceAll(test);
  // As if a whole part lay between: what was published again stands in the later one alone.
  await test.db.query(
    `update change set publication = publication + $1 where publication = (select max(publication) from change)`,
    [PART],
  );
  await test.db.query('update change_head set publications = publications + $1', [PART]);
  expect(await partsOf()).toEqual(['/sitemaps/pages.xml', '/sitemaps/articles-1.xml', '/sitemaps/articles-2.xml']);
  expect(idsIn(await listed()).sort()).toEqual([...ids, back].sort());
  expect(idsIn(await addressesOf('/sitemaps/articles-2.xml'))).toEqual([back]);
  expect(idsIn(await listed())).not.toContain(draft);
});

it('says when each was changed, and where its page is', async () => {
  const [row] = await test.db.query<{ id: string; slug: string; at: Date }>(
    `select a.id, a.slug, a.modified_at as at from article a where a.published_revision is not null and a.public_at <= now() limit 1`,
  );
  const { body } = await get('/sitemaps/articles-1.xml');
  const item = parseXml(body).children.find((url) => textOf(url, 'loc')?.includes(row?.id as string));
  expect(decodeURI(textOf(item as never, 'loc') as string)).toBe(`${ORIGIN}/a/${row?.id}/${row?.slug}`);
  expect(textOf(item as never, 'lastmod')).toBe(row?.at.toISOString());
});

it('has valid parts where everything in them is gone, and none beyond the last', async () => {
  await test.db.query('update change_head set publications = $1', [3 * PART]);
  expect(await addressesOf('/sitemaps/articles-3.xml')).toEqual([`${ORIGIN}/`]);
  for (const name of ['articles-4', 'articles-0', 'articles-01', 'articles-x', 'articles-99999999999', 'other'])
    expect((await test.app.inject(`/sitemaps/${name}.xml`)).statusCode).toBe(404);
});

it('names the pages of sources and of tags that have articles', async () => {
  const [used, unused] = [await makeTag(test.db, 'الاقتصاد'), await makeTag(test.db, 'مهجور')];
  const merged = await makeTag(test.db, 'قديم');
  await test.db.query('update tag set merged_into_id = $1 where id = $2', [used, merged]);
  await makeArticle(test.db, { sourceId: source, tagIds: [used] });
  expect(unused).toBeDefined();
  expect((await addressesOf('/sitemaps/pages.xml')).map(decodeURI)).toEqual([
    `${ORIGIN}/`,
    `${ORIGIN}/sources`,
    `${ORIGIN}/tags`,
    `${ORIGIN}/sources/هسبريس`,
    `${ORIGIN}/tags/الاقتصاد`,
  ]);
});

it('is packed for those who can unpack it', async () => {
  const plain = await get('/sitemaps/articles-1.xml');
  expect(plain.headers).toMatchObject({ vary: 'accept-encoding', 'cache-control': 'public, max-age=3600' });
  expect(plain.headers).not.toHaveProperty('content-encoding');
  const packed = await get('/sitemaps/articles-1.xml', { 'accept-encoding': 'br, gzip;q=0.8' });
  expect(packed.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.body);
  const refused = await get('/sitemaps/articles-1.xml', { 'accept-encoding': 'gzip;q=0, br' });
  expect(refused.headers).not.toHaveProperty('content-encoding');
  const head = await test.app.inject({ method: 'HEAD', url: '/sitemaps/articles-1.xml' });
  expect([head.statusCode, head.body, head.headers['content-type']]).toEqual([200, '', plain.headers['content-type']]);
});

it('takes as many statements for a part of many articles as for one of few', async () => {
  const cost = (url: string) => test.statements(() => get(url));
  const [few, pages, news] = [
    await cost('/sitemaps/articles-1.xml'),
    await cost('/sitemaps/pages.xml'),
    await cost('/sitemap-news.xml'),
  ];
  await makeArticles(
    test.db,
    Array.from({ length: 100 }, () => ({ sourceId: source, publishedAt: new Date() })),
  );
  await test.db.query('update change_head set publications = 100');
  await sequenceAll(test);
  expect(await cost('/sitemaps/articles-1.xml')).toBe(few);
  expect([few, pages, news]).toEqual([1 + PART / 5_000, 2, 1]);
  expect(await cost('/sitemap-news.xml')).toBe(1);
  expect(await cost('/sitemap.xml')).toBe(1);
});

describe('news', () => {
  let news: TestApp;
  beforeAll(async () => {
    news = await startApp({ PUBLIC_URL: ORIGIN });
  });
  afterAll(() => news.close());
  const itemsOf = async () => {
    const { body, headers } = await news.app.inject('/sitemap-news.xml');
    expect(headers['content-type']).toBe('application/xml; charset=utf-8');
    seen.add(body);
    expect(parseXml(body).attributes['xmlns:news']).toBe('http://www.google.com/schemas/sitemap-news/0.9');
    return parseXml(body).children;
  };

  it('is valid where there is none', async () => {
    const [item, ...others] = await itemsOf();
    expect([textOf(item as never, 'loc'), others.length]).toEqual([`${ORIGIN}/`, 0]);
  });

  it('names what was published in the last two days, as exactly as is known', async () => {
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    const arabic = await makeSource(news.db, 'هسبريس');
    const french = await makeSource(news.db, 'Le Matin & Cie', {
      languages: ['fr'],
      storedNames: [{ language: 'fr', text: 'Le Matin & Cie' }],
    });
    const exact = hoursAgo(3);
    const yesterday = hoursAgo(24).toISOString().slice(0, 10);
    await makeArticles(news.db, [
      { sourceId: arabic, title: 'اليوم < و > أمس', publishedAt: exact },
      {
        sourceId: french,
        language: 'fr-MA',
        title: 'Hier',
        publishedAt: null,
        publishedOn: {
          value: yesterday,
          precision: DatePrecision.DAY,
          approximate: false,
          timeZone: 'Africa/Casablanca',
          basis: DateBasis.PAGE,
          raw: null,
        },
      },
      { sourceId: arabic, title: 'قديم', publishedAt: hoursAgo(49) },
      { sourceId: arabic, title: 'مسودة', publishedAt: exact, releasedAt: null },
      { sourceId: arabic, title: 'محظور', publishedAt: exact, embargoMinutes: 60 },
      { sourceId: arabic, title: 'بلا تاريخ', publishedAt: null },
    ]);
    const found = (await itemsOf()).map((item) => {
      const [entry] = childrenOf(item, 'news:news');
      const [publication] = childrenOf(entry as never, 'news:publication');
      expect(entry?.children.map(({ name }) => name)).toEqual([
        'news:publication',
        'news:publication_date',
        'news:title',
      ]);
      expect(publication?.children.map(({ name }) => name)).toEqual(['news:name', 'news:language']);
      return [
        textOf(publication as never, 'news:name'),
        textOf(publication as never, 'news:language'),
        textOf(entry as never, 'news:publication_date'),
        textOf(entry as never, 'news:title'),
      ];
    });
    expect(found).toEqual([
      ['هسبريس', 'ar', exact.toISOString(), 'اليوم < و > أمس'],
      ['Le Matin & Cie', 'fr', yesterday, 'Hier'],
    ]);
  });

  it('has a thousand at most', async () => {
    const many = await makeSource(news.db, 'كثيرة');
    await makeArticles(
      news.db,
      Array.from({ length: 1_010 }, (_, n) => ({ sourceId: many, publishedAt: new Date(Date.now() - n * 1_000) })),
    );
    // One of the newest thousand has no date that could be named.
    expect(await itemsOf()).toHaveLength(999);
  });
});

it('tells robots what is not for them, and where the sitemaps are', async () => {
  const { headers, body } = await get('/robots.txt');
  expect(headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(body.split('\n')).toEqual([
    'User-agent: *',
    'Disallow: /desk',
    'Disallow: /graphql',
    'Disallow: /partner',
    'Disallow: /preview',
    '',
    'Sitemap: https://warraq.example/sitemap.xml',
    'Sitemap: https://warraq.example/sitemap-news.xml',
    '',
  ]);
});

it('is well-formed XML, and valid by the schema of the folder that SITEMAP_XSD names', async () => {
  expect(seen.size).toBeGreaterThan(5);
  expect(await faultsOf([...seen])).toEqual([]);
  if (process.env.SITEMAP_XSD === undefined) return;
  // Of news it knows nothing, and would take it for a fault.
  const plain = [...seen].filter((body) => !body.includes('<news:'));
  expect(plain.some((body) => body.includes('xmlns:news'))).toBe(true);
  expect(await faultsOf(plain, [join(process.env.SITEMAP_XSD, 'sitemap.xsd')])).toEqual([]);
});
