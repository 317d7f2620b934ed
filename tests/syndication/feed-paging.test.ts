/** Pages of feeds: nothing missing, nothing twice, and a cost that does not grow. */
import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable } from '../support/articles.js';
import { sequenceAll } from '../support/changes.js';
import { makeArticles, makeSource, makeTag } from '../support/content.js';
import { signIn } from '../support/desk.js';
import { problemsOfAtom, problemsOfRss } from '../support/feed-rules.js';
import { makeImage } from '../support/pictures.js';
import { childrenOf, parseXml } from '../support/xml.js';

const ORIGIN = 'https://warraq.example';
const TOTAL = 120;

let test: TestApp;
let ids: string[];

beforeAll(async () => {
  test = await startApp({ PUBLIC_URL: ORIGIN, WEBSUB_HUB: 'https://hub.example/' });
  const sources = await Promise.all(['أ', 'ب', 'ج'].map((name) => makeSource(test.db, name)));
  const tags = await Promise.all(['واحد', 'اثنان', 'ثلاثة'].map((name) => makeTag(test.db, name)));
  const image = await makeImage(test);
  ids = await makeArticles(
    test.db,
    Array.from({ length: TOTAL }, (_, n) => ({
      sourceId: sources[n % 3] as string,
      tagIds: tags.slice(0, n % 4),
      leadImageId: image,
      // Many of one moment, as archives have them.
      publishedAt: new Date(Date.UTC(2024, 0, 1 + Math.floor(n / 40))),
    })),
  );
});
afterAll(() => test.close());

const path = (address: string) => address.slice(ORIGIN.length);
const get = async (url: string) => {
  const answer = await test.app.inject(url);
  expect(answer.statusCode).toBe(200);
  return answer;
};
const linksOf = (xml: string) => {
  const feed = parseXml(xml);
  const [channel] = childrenOf(feed, 'channel');
  const links = channel ? childrenOf(channel, 'atom:link') : childrenOf(feed, 'link');
  return Object.fromEntries(links.map(({ attributes: { rel, href } }) => [rel as string, href as string]));
};
const idsOf = (xml: string) => [...xml.matchAll(/urn:warraq:(a\w{26})/g)].map(([, id]) => id as string);

it.each(['rss', 'atom'] as const)('leads through all of %s and back', async (format) => {
  const newest = `${ORIGIN}/feeds/latest.${format}`;
  const problemsOf = format === 'rss' ? problemsOfRss : problemsOfAtom;
  const seen: string[][] = [];
  let address: string | undefined = newest;
  let last = '';
  while (address !== undefined) {
    const { body } = await get(path(address));
    expect(problemsOf(body, address)).toEqual([]);
    const { self, next, current, first, previous, hub } = linksOf(body);
    expect(self).toBe(address);
    const isNewest = seen.length === 0;
    expect([current, first]).toEqual(isNewest ? [undefined, undefined] : [newest, newest]);
    expect(previous === undefined).toBe(isNewest);
    expect(hub).toBe(isNewest ? 'https://hub.example/' : undefined);
    seen.push(idsOf(body));
    last = address;
    address = next;
  }
  expect(seen.map((page) => page.length)).toEqual([50, 50, 20]);
  expect(seen.flat()).toEqual([...ids].sort().reverse());
  const back: string[][] = [];
  for (let at: string | undefined = last; at !== undefined; ) {
    const { body } = await get(path(at));
    back.unshift(idsOf(body));
    at = linksOf(body).previous;
  }
  expect(back.flat()).toEqual(seen.flat());
});

it('leads through all of a JSON feed', async () => {
  const seen: string[] = [];
  for (let at: string | undefined = `${ORIGIN}/feeds/latest.json`; at !== undefined; ) {
    const page: { items: { id: string }[]; next_url?: string; feed_url: string } = (await get(path(at))).json();
    expect(page.feed_url).toBe(at);
    seen.push(...page.items.map(({ id }) => id));
    at = page.next_url;
  }
  expect(seen).toHaveLength(TOTAL);
  expect(new Set(seen).size).toBe(TOTAL);
});

it('names the hub in the newest page of each format, in the document and in a header', async () => {
  for (const format of ['rss', 'atom', 'json']) {
    const { headers, body } = await get(`/feeds/latest.${format}`);
    expect(headers.link).toBe(`<https://hub.example/>; rel="hub", <${ORIGIN}/feeds/latest.${format}>; rel="self"`);
    expect(body).toContain('https://hub.example/');
  }
  const older = linksOf((await get('/feeds/latest.rss')).body).next as string;
  const { headers, body } = await get(path(older));
  expect(headers).not.toHaveProperty('link');
  expect(body).not.toContain('hub.example');
});

it('names no hub that could not be told where the feeds are', async () => {
  const without = await startApp({ WEBSUB_HUB: 'https://hub.example/' });
  const { headers, body } = await without.app.inject('/feeds/latest.rss');
  expect(headers).not.toHaveProperty('link');
  expect(body).not.toContain('hub.example');
  await without.close();
});

it('takes the same few statements for 2 entries and for 50', async () => {
  const few = await makeSource(test.db, 'قليل');
  const tag = await makeTag(test.db, 'نادر');
  const image = await makeImage(test);
  const made = await makeArticles(
    test.db,
    [1, 2].map((n) => ({
      sourceId: few,
      tagIds: [tag],
      leadImageId: image,
      publishedAt: new Date(Date.UTC(2020, 0, n)),
    })),
  );
  const cost = (url: string) => test.statements(() => get(url));
  for (const format of ['rss', 'atom', 'json']) {
    expect(await cost(`/feeds/latest.${format}`)).toBe(5);
    expect(await cost(`/feeds/sources/${encodeURIComponent('أ')}.${format}`)).toBe(7);
    expect(await cost(`/feeds/sources/${encodeURIComponent('قليل')}.${format}`)).toBe(7);
    expect(await cost(`/feeds/tags/${encodeURIComponent('واحد')}.${format}`)).toBe(7);
    expect(await cost(`/feeds/tags/${encodeURIComponent('نادر')}.${format}`)).toBe(7);
  }
  await test.db.query('update article set published_revision = null where id = any($1)', [made]);
});

it('is valid without any entry', async () => {
  await makeSource(test.db, 'فارغ');
  const feed = `/feeds/sources/${encodeURIComponent('فارغ')}`;
  expect(problemsOfRss((await get(`${feed}.rss`)).body, `${ORIGIN}${feed}.rss`)).toEqual([]);
  expect(problemsOfAtom((await get(`${feed}.atom`)).body, `${ORIGIN}${feed}.atom`)).toEqual([]);
  expect((await get(`${feed}.json`)).json().items).toEqual([]);
});

it('is known as changed when an article has vanished, by tag and by date', async () => {
  const chief = await signIn(test, 'CHIEF');
  const source = await makeSource(test.db, 'عابر');
  const id = await publish(chief, publishable(source, { publishedAt: '2026-01-01T00:00:00Z' }));
  await sequenceAll(test);
  await test.db.query(`update change set at = at - interval '5 seconds'`);
  const before = await get('/feeds/latest.rss');
  expect(before.body).toContain(id);
  await call(chief, 'withdrawArticle', { articleId: id, version: 2, publicReason: 'حكم قضائي' });
  await sequenceAll(test);
  const again = (headers: Record<string, string>) => test.app.inject({ url: '/feeds/latest.rss', headers });
  const byTag = await again({ 'if-none-match': String(before.headers.etag) });
  expect(byTag.statusCode).toBe(200);
  expect(byTag.body).not.toContain(id);
  expect(Date.parse(String(byTag.headers['last-modified']))).toBeGreaterThanOrEqual(
    Date.parse(String(before.headers['last-modified'])),
  );
});
