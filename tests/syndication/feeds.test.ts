/** Outgoing feeds: what stands in them, by the rules of validators and in the eyes of readers' programs. */
import { parseFeed as parseByRowan } from '@rowanmanning/feed-parser';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import { DateBasis, DatePrecision } from '../../src/articles/partial-date.js';
import { noonOf } from '../../src/text/date.js';
import { startApp, type TestApp } from '../support/app.js';
import { makeArticle, makeSource, makeTag } from '../support/content.js';
import { problemsOfAtom, problemsOfJsonFeed, problemsOfRss } from '../support/feed-rules.js';
import { makeImage } from '../support/pictures.js';
import { childrenOf, faultsOf, parseXml, textOf } from '../support/xml.js';

const ORIGIN = 'https://warraq.example';
const FORMATS = ['rss', 'atom', 'json'] as const;

let test: TestApp;
let full: string;
let summaryOnly: string;
let headlineOnly: string;
let economy: string;
const ids: Record<string, string> = {};

const day = (value: string, precision: DatePrecision) => ({
  publishedAt: null,
  publishedOn: {
    value,
    precision,
    approximate: false,
    timeZone: 'Africa/Casablanca',
    basis: DateBasis.PAGE,
    raw: value,
  },
});

beforeAll(async () => {
  test = await startApp({ PUBLIC_URL: ORIGIN });
  const { db } = test;
  const logo = await makeImage(test);
  full = await makeSource(db, 'هسبريس', { credit: 'عن هسبريس & شركائها', logoId: logo });
  summaryOnly = await makeSource(db, 'Le Matin', {
    access: 'SUMMARY' as never,
    languages: ['fr'],
    storedNames: [{ language: 'fr', text: 'Le Matin' }],
    credit: '© Le Matin',
  });
  headlineOnly = await makeSource(db, 'العناوين', { access: 'HEADLINE' as never });
  economy = await makeTag(db, 'الاقتصاد', {
    storedNames: [
      { language: 'ar', text: 'الاقتصاد' },
      { language: 'fr', text: 'Économie' },
    ],
  });
  const [lead, inText, hidden] = [
    await makeImage(test, { alt: 'المقر "الجديد"', caption: 'مقر الشركة', credit: 'و م ع', width: 2000, height: 1000 }),
    await makeImage(test, { alt: 'رسم' }),
    await makeImage(test, { alt: 'سر' }),
  ];
  await db.query('update image set hidden_at = now() where id = $1', [hidden]);
  ids.mixed = await makeArticle(db, {
    sourceId: full,
    tagIds: [economy],
    title: 'شركة OpenAI <b> & "شركاء" ]]> تعلن',
    summary: 'ملخص: 1 < 2 & 3 > 2',
    body: `<p>النص <a href="https://x.example/?a=1&amp;b=2" rel="noopener nofollow">كامل</a> ]]&gt; 1 &lt; 2</p>
<figure data-image-id="${inText}"><figcaption>رسم بياني</figcaption></figure><figure data-image-id="${hidden}"><figcaption>تعليق المحجوبة</figcaption></figure>`,
    leadImageId: lead,
    imageIds: [inText, hidden] as string[],
    byline: 'محمد الأمين',
    canonicalUrl: 'https://hespress.example/اقتصاد/1.html?x=1&y=2',
    publishedAt: new Date('2024-05-01T10:20:30Z'),
  });
  ids.plain = await makeArticle(db, {
    sourceId: full,
    title: 'الحكومة تعرض مشروع قانون المالية',
    body: '<p>نص بلا ملخص يبدأ هكذا.</p>',
    leadImageId: hidden as string,
    ...day('2024-04-30', DatePrecision.DAY),
  });
  ids.french = await makeArticle(db, {
    sourceId: summaryOnly,
    tagIds: [economy],
    title: 'Qui est « الجزيرة » ?',
    titleLanguage: 'fr',
    language: 'fr',
    summary: 'En bref.',
    body: '<p>SECRETBODY</p>',
    ...day('2024-03', DatePrecision.MONTH),
  });
  ids.headline = await makeArticle(db, {
    sourceId: headlineOnly,
    title: 'عنوان وحده',
    summary: 'SECRETSUMMARY',
    body: '<p>SECRETBODY</p>',
    ...day('2019', DatePrecision.YEAR),
  });
});
afterAll(() => test.close());

const get = (url: string, headers: Record<string, string> = {}) => test.app.inject({ url, headers });
const feed = async (path: string) => (await get(path)).body;
const urn = (name: string) => `urn:warraq:${ids[name]}`;

const FEEDS = ['/feeds/latest', `/feeds/sources/${encodeURIComponent('هسبريس')}`, '/feeds/sources/le-matin'];
FEEDS.push(`/feeds/tags/${encodeURIComponent('الاقتصاد')}`);

describe.each(FEEDS)('%s', (path) => {
  it('is RSS by the rules of the validator', async () => {
    const answer = await get(`${path}.rss`);
    expect(answer.headers['content-type']).toBe('application/rss+xml; charset=utf-8');
    expect(problemsOfRss(answer.body, `${ORIGIN}${path}.rss`)).toEqual([]);
  });

  it('is Atom by the rules of the validator', async () => {
    const answer = await get(`${path}.atom`);
    expect(answer.headers['content-type']).toBe('application/atom+xml; charset=utf-8');
    expect(problemsOfAtom(answer.body, `${ORIGIN}${path}.atom`)).toEqual([]);
  });

  it('is a JSON Feed by its rules', async () => {
    const answer = await get(`${path}.json`);
    expect(answer.headers['content-type']).toBe('application/feed+json; charset=utf-8');
    expect(problemsOfJsonFeed(answer.json(), `${ORIGIN}${path}.json`)).toEqual([]);
  });
});

it('is well-formed XML in the eyes of libxml2', async () => {
  const paths = FEEDS.flatMap((path) => [`${path}.rss`, `${path}.atom`]);
  expect(await faultsOf(await Promise.all(paths.map(feed)))).toEqual([]);
});

it('has the articles of its subject, newest first', async () => {
  const found = async (path: string) =>
    JSON.parse(await feed(`${path}.json`)).items.map(({ id }: { id: string }) => id);
  expect(await found('/feeds/latest')).toEqual(['mixed', 'plain', 'french', 'headline'].map(urn));
  expect(await found(FEEDS[1] as string)).toEqual(['mixed', 'plain'].map(urn));
  expect(await found('/feeds/sources/le-matin')).toEqual([urn('french')]);
  expect(await found(FEEDS[3] as string)).toEqual(['mixed', 'french'].map(urn));
});

it('says the same in all three formats', async () => {
  const rss = parseRssFeed(await feed('/feeds/latest.rss'));
  const atom = parseAtomFeed(await feed('/feeds/latest.atom'));
  const json = parseJsonFeed(await feed('/feeds/latest.json'));
  const said = {
    rss: rss.items?.map((item) => [
      item.guid?.value,
      item.title,
      item.link,
      item.content?.encoded,
      item.dc?.languages?.[0],
    ]),
    atom: atom.entries?.map((entry) => [
      entry.id,
      entry.title?.value,
      entry.links?.[0]?.href,
      entry.content?.value,
      entry.xml?.lang,
    ]),
    json: json.items?.map((item) => [item.id, item.title, item.url, item.content_html, item.language]),
  };
  expect(said.atom).toEqual(said.rss);
  expect(said.json).toEqual(said.rss);
  expect(said.rss?.[0]?.slice(0, 3)).toEqual([
    urn('mixed'),
    '\u2067شركة OpenAI <b> & "شركاء" ]]> تعلن\u2069',
    `${ORIGIN}/a/${ids.mixed}/${encodeURIComponent('شركة-openai-b-شركاء-تعلن')}`,
  ]);
});

it('leaves a title of one direction as it is, byte for byte', async () => {
  for (const name of ['rss', 'atom'] as const)
    expect(await feed(`/feeds/latest.${name}`)).toMatch(/<title[^>]*>الحكومة تعرض مشروع قانون المالية<\/title>/);
  const [, , french] = JSON.parse(await feed('/feeds/latest.json')).items;
  expect(french.title).toBe('\u2066Qui est « الجزيرة » ?\u2069');
});

it('gives as much as rights leave', async () => {
  const [mixed, plain, french, headline] = JSON.parse(await feed('/feeds/latest.json')).items;
  expect(mixed.summary).toBe('ملخص: 1 < 2 & 3 > 2');
  expect(plain.content_html).toContain('<p>نص بلا ملخص يبدأ هكذا.</p>');
  expect(french).toMatchObject({ summary: 'En bref.', content_text: 'En bref.\n\n© Le Matin' });
  expect(headline).toMatchObject({ content_text: 'عنوان وحده' });
  expect(headline).not.toHaveProperty('summary');
  for (const format of FORMATS) expect(await feed(`/feeds/latest.${format}`)).not.toMatch(/SECRET/);
});

it('gives RSS readers the summary as HTML, else the beginning of the text', async () => {
  const [channel] = childrenOf(parseXml(await feed('/feeds/latest.rss')), 'channel');
  const found = childrenOf(channel as never, 'item').map((item) => textOf(item, 'description'));
  expect(found).toEqual(['ملخص: 1 &lt; 2 &amp; 3 &gt; 2', 'نص بلا ملخص يبدأ هكذا.', 'En bref.', undefined]);
});

it('shows the text with its direction, pictures and credit', async () => {
  const [{ content_html }] = JSON.parse(await feed('/feeds/latest.json')).items;
  expect(content_html).toMatch(/^<div lang="ar" dir="rtl"><p>النص <a href="https:\/\/x\.example\/\?a=1&amp;b=2"/);
  expect(content_html).toMatch(
    /<figure><img src="https:\/\/warraq\.example\/media\/i\w+\/320\.jpg" width="200" height="120" alt="رسم" \/><figcaption>/,
  );
  expect(content_html).not.toContain('تعليق المحجوبة');
  expect(content_html).toMatch(/<p dir="auto">عن هسبريس &amp; شركائها<\/p><\/div>$/);
});

it('shows the lead image with its texts, and none that is hidden', async () => {
  const rss = parseRssFeed(await feed('/feeds/latest.rss'));
  const [mixed, plain] = rss.items ?? [];
  const url = expect.stringMatching(/^https:\/\/warraq\.example\/media\/i\w+\/1280\.jpg$/);
  expect(mixed?.enclosures).toEqual([{ url, length: 0, type: 'image/jpeg' }]);
  expect(mixed?.media?.contents?.[0]).toMatchObject({
    ...{ url, medium: 'image', width: 1280, height: 640 },
    description: { value: 'مقر الشركة' },
    credits: [{ value: 'و م ع' }],
  });
  expect(plain).not.toHaveProperty('enclosures');
  expect(plain).not.toHaveProperty('media');
  const atom = parseAtomFeed(await feed('/feeds/latest.atom'));
  expect(atom.entries?.[0]?.links?.find(({ rel }) => rel === 'enclosure')).toMatchObject({ href: url });
  expect(JSON.parse(await feed('/feeds/latest.json')).items[0].image).toEqual(url);
  expect(rss.image?.url).toBeUndefined();
  const ofSource = parseRssFeed(await feed(`${FEEDS[1]}.rss`));
  expect(ofSource.image?.url).toMatch(/160\.jpg$/);
});

it('names the source, its own address of the article, the author, the tags and the credit', async () => {
  const original = 'https://hespress.example/%D8%A7%D9%82%D8%AA%D8%B5%D8%A7%D8%AF/1.html?x=1&y=2';
  const [item] = parseRssFeed(await feed('/feeds/latest.rss')).items ?? [];
  expect(item).toMatchObject({
    source: { title: 'هسبريس', url: `${ORIGIN}${FEEDS[1]}.rss` },
    atom: { links: [{ rel: 'via', href: original }] },
    categories: [{ name: 'الاقتصاد', domain: `${ORIGIN}/tags` }],
    dc: { creators: ['محمد الأمين'], rights: ['عن هسبريس & شركائها'] },
  });
  const [, second, third] = parseAtomFeed(await feed('/feeds/latest.atom')).entries ?? [];
  expect(second?.authors).toEqual([{ name: 'هسبريس' }]);
  expect(third?.categories?.map(({ term }) => term)).toEqual(['Économie']);
  expect(third?.rights?.value).toBe('© Le Matin');
  const [json] = JSON.parse(await feed('/feeds/latest.json')).items;
  expect(json).toMatchObject({ external_url: original, authors: [{ name: 'محمد الأمين' }], tags: ['الاقتصاد'] });
});

it('dates entries as exactly as is known, and never by a false hour where a format can do without', async () => {
  const [channel] = childrenOf(parseXml(await feed('/feeds/latest.rss')), 'channel');
  const inRss = childrenOf(channel as never, 'item').map((item) => textOf(item, 'pubDate') ?? textOf(item, 'dc:date'));
  expect(inRss).toEqual(['Wed, 01 May 2024 10:20:30 GMT', '2024-04-30', '2024-03', '2019']);
  const entries = childrenOf(parseXml(await feed('/feeds/latest.atom')), 'entry');
  const noon = noonOf('2024-04-30', 'Africa/Casablanca').toISOString();
  expect(entries.map((entry) => textOf(entry, 'published'))).toEqual([
    '2024-05-01T10:20:30.000Z',
    noon,
    undefined,
    undefined,
  ]);
  expect(entries.map((entry) => textOf(entry, 'dc:date'))).toEqual([undefined, '2024-04-30', '2024-03', '2019']);
  const { items } = JSON.parse(await feed('/feeds/latest.json'));
  expect(items.map((item: { _published: unknown }) => item._published)).toEqual([
    { date: '2024-05-01T10:20:30.000Z', precision: 'INSTANT' },
    { date: '2024-04-30', precision: 'DAY' },
    { date: '2024-03', precision: 'MONTH' },
    { date: '2019', precision: 'YEAR' },
  ]);
});

describe("in readers' programs", () => {
  it('opens in rss-parser', async () => {
    for (const format of ['rss', 'atom']) {
      const { title, items } = await new RssParser().parseString(await feed(`/feeds/latest.${format}`));
      expect(title).toBe('ورّاق: أحدث المقالات');
      expect(items.map((item) => item.title)).toEqual([
        '\u2067شركة OpenAI <b> & "شركاء" ]]> تعلن\u2069',
        'الحكومة تعرض مشروع قانون المالية',
        '\u2066Qui est « الجزيرة » ?\u2069',
        'عنوان وحده',
      ]);
      expect(items[0]).toMatchObject({ isoDate: '2024-05-01T10:20:30.000Z' });
      expect(items.map((item) => item.guid ?? (item as { id?: string }).id)).toEqual(
        ['mixed', 'plain', 'french', 'headline'].map(urn),
      );
      expect(`${items[0]?.content} ${(items[0] as never)['content:encoded']}`).toContain('<p>النص <a href=');
    }
  });

  it('opens in feed-parser', async () => {
    for (const format of ['rss', 'atom']) {
      const { title, language, items } = parseByRowan(await feed(`/feeds/latest.${format}`));
      expect(title).toBe('ورّاق: أحدث المقالات');
      expect(language).toBe('ar');
      expect(items.map((item) => item.id)).toEqual(['mixed', 'plain', 'french', 'headline'].map(urn));
      expect(items[1]?.title).toBe('الحكومة تعرض مشروع قانون المالية');
      expect(items[0]?.published?.toISOString()).toBe('2024-05-01T10:20:30.000Z');
      expect(items[0]?.content).toContain('<p>النص <a href=');
      expect(items[0]?.url).toMatch(/^https:\/\/warraq\.example\/a\//);
      expect(items[0]?.authors?.[0]?.name).toBe('محمد الأمين');
    }
  });
});

describe('over HTTP', () => {
  it('keeps its ids when title, slug and host change', async () => {
    const host = await test.app.inject({ url: '/feeds/latest.json', headers: { host: 'other.example' } });
    expect(host.json().items[0].id).toBe(urn('mixed'));
    await test.db.query(`update article set slug = 'another' where id = $1`, [ids.mixed]);
    const [item] = JSON.parse(await feed('/feeds/latest.json')).items;
    expect([item.id, item.url]).toEqual([urn('mixed'), `${ORIGIN}/a/${ids.mixed}/another`]);
  });

  it.each(FORMATS)('answers 304 in %s to who has it already', async (format) => {
    const { headers } = await get(`/feeds/latest.${format}`);
    expect(headers['cache-control']).toBe('public, max-age=60');
    const tag = String(headers.etag);
    const again = async (conditions: Record<string, string>) => {
      const answer = await get(`/feeds/latest.${format}`, conditions);
      return [answer.statusCode, answer.body === ''];
    };
    expect(await again({ 'if-none-match': tag })).toEqual([304, true]);
    expect(await again({ 'if-none-match': `"x", W/${tag}` })).toEqual([304, true]);
    expect(await again({ 'if-none-match': '"x"', 'if-modified-since': String(headers['last-modified']) })).toEqual([
      200,
      false,
    ]);
    expect(await again({ 'if-modified-since': new Date(Date.now() + 2_000).toUTCString() })).toEqual([304, true]);
    expect(await again({ 'if-modified-since': 'Wed, 01 May 2024 10:20:30 GMT' })).toEqual([200, false]);
    expect(await again({ 'if-modified-since': 'yesterday' })).toEqual([200, false]);
  });

  it('answers HEAD with the same headers', async () => {
    const { headers } = await get('/feeds/latest.rss');
    const head = await test.app.inject({ method: 'HEAD', url: '/feeds/latest.rss' });
    expect(head.body).toBe('');
    for (const name of ['etag', 'content-type', 'content-length', 'last-modified'])
      expect(head.headers[name]).toBe(headers[name]);
  });

  it('finds a slug in any spelling, and sends old ones to the one of today', async () => {
    const slug = 'الاقتصاد';
    expect((await get(`/feeds/tags/${encodeURIComponent(slug).toLowerCase()}.rss`)).statusCode).toBe(200);
    const other = await makeTag(test.db, 'المال والأعمال');
    await makeArticle(test.db, { sourceId: full, tagIds: [other] });
    expect((await get(`/feeds/tags/${encodeURIComponent('المال-والأعمال'.normalize('NFD'))}.rss`)).statusCode).toBe(
      200,
    );
    const moved = async (name: string, query = '') => {
      const answer = await get(`/feeds/tags/${name}.atom${query}`);
      return [answer.statusCode, answer.headers.location];
    };
    const right = `/feeds/tags/${encodeURIComponent('المال-والأعمال')}.atom`;
    expect(await moved(encodeURIComponent('المال-والاعمال'))).toEqual([301, right]);
    expect(await moved(encodeURIComponent(encodeURIComponent('المال-والأعمال')))).toEqual([301, right]);
    expect(await moved(encodeURIComponent('المال-والاعمال'), '?after=x')).toEqual([301, `${right}?after=x`]);
    await test.db.query('update tag set merged_into_id = $1 where id = $2', [economy, other]);
    expect(await moved(encodeURIComponent('المال-والأعمال'))).toEqual([
      301,
      `/feeds/tags/${encodeURIComponent(slug)}.atom`,
    ]);
  });

  it.each([
    ['/feeds/latest.xml', 'Feeds end in .rss, .atom, .json.'],
    ['/feeds/latest', 'Feeds end in .rss, .atom, .json.'],
    ['/feeds/newest.rss', 'There is nothing at this address.'],
    ['/feeds/tags/nobody.rss', 'There is no tag of this slug.'],
    ['/feeds/sources/nobody.json', 'There is no source of this slug.'],
    ['/feeds/tags/.rss', 'Feeds end in .rss, .atom, .json.'],
    ['/feeds/search.rss', 'There is nothing at this address.'],
  ])('has nothing at %s, and says why', async (url, message) => {
    const answer = await get(url);
    expect(answer.statusCode).toBe(404);
    expect(answer.json().error).toMatchObject({ code: 'NOT_FOUND', message, requestId: expect.any(String) });
  });

  it.each(['?after=nonsense', '?after=', '?after=a&after=b', '?after=x&before=y', '?before=%00'])(
    'refuses the place %s',
    async (query) => {
      const answer = await get(`/feeds/latest.rss${query}`);
      expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'BAD_USER_INPUT']);
    },
  );

  it('writes no address of a host that is none', async () => {
    const without = await startApp();
    const ask = (host: string) => without.app.inject({ url: '/feeds/latest.rss', headers: { host } });
    for (const host of ['evil.example"><x', 'reader.example:99999', '999.1.1.1', '[::::]'])
      expect([host, (await ask(host)).statusCode]).toEqual([host, 400]);
    const { body } = await ask('reader.example:8080');
    expect(body).toContain('<link>http://reader.example:8080/</link>');
    expect(problemsOfRss(body, 'http://reader.example:8080/feeds/latest.rss')).toEqual([]);
    const atom = await without.app.inject({ url: '/feeds/latest.atom' });
    expect(problemsOfAtom(atom.body, 'http://localhost/feeds/latest.atom')).toEqual([]);
    await without.close();
  });
});
