/** The reading site as its readers' browsers ask for it: pages, addresses, languages, rights, and what caches may keep. */
import { anew } from '../support/anew.js';
import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable } from '../support/articles.js';
import { makeArticle, makeArticles, makeSource, makeTag } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { mistakesIn } from '../support/html.js';
import { makeImage } from '../support/pictures.js';
import { walkList } from '../support/walk-list.js';

const ORIGIN = 'https://warraq.example';
let test: TestApp;
let chief: Person;
let source: string;

beforeAll(async () => {
  test = await startApp({ PUBLIC_URL: ORIGIN });
  chief = await signIn(test, 'CHIEF');
  source = await makeSource(test.db, 'جريدة الساحل', { homepage: 'https://sahel.example/' });
});
afterAll(() => test.close());

const open = async (path: string, headers: Record<string, string> = {}) =>
  test.app.inject({ url: anew(encodeURI(path)), headers: { accept: 'text/html', ...headers } });

const pathOf = async (id: string): Promise<string> =>
  (await test.ask('query ($id: ID!) { article(id: $id) { path } }', { id })).data.article.path;

/** The page of an article that is there. */
async function openArticle(given: Omit<Parameters<typeof makeArticle>[1], 'sourceId'> & { sourceId?: string }) {
  const id = await makeArticle(test.db, { sourceId: source, ...given });
  const path = await pathOf(id);
  return { id, path, page: await open(path) };
}

const linksOf = (html: string) => [...html.matchAll(/ href="(\/[^"]*)"/g)].map(([, href]) => href as string);

/** An article of which only the day is known, published at the desk. */
const publishOn = (day: string, given: Record<string, unknown> = {}) =>
  publish(chief, publishable(source, { publishedAt: null, publishedOn: { value: day }, ...given }));

describe('an article', () => {
  it('says where and on which day it was published, without an hour that nobody knows', async () => {
    const id = await publishOn('2020-11-17', { title: 'خبر الميناء', byline: 'أمل الريفي' });
    const page = await open(await pathOf(id));
    expect(page.statusCode).toBe(200);
    expect(page.body).toMatch(/<html lang="ar" dir="rtl">/);
    expect(page.body).toContain('نُشر في <a href="/sources/جريدة-الساحل"><bdi>جريدة الساحل</bdi></a>');
    expect(page.body).toContain('<time dateTime="2020-11-17">17 نونبر 2020</time>');
    expect(page.body).toContain('أمل الريفي');
    expect(page.body).not.toMatch(/12:00/);
  });

  it('has one address: old, misspelt and short ones lead to it', async () => {
    const { id, path } = await openArticle({ title: 'أخبار المؤتمر' });
    for (const other of [`/a/${id}`, `/a/${id}/x`]) {
      const moved = await open(other);
      expect([moved.statusCode, decodeURI(moved.headers.location as string)]).toEqual([301, path]);
    }
    expect(decodeURI((await open(`/fr/a/${id}`)).headers.location as string)).toBe(`/fr${path}`);
    const decomposed = path.normalize('NFD'); // as files of some systems are named, and addresses copied from them
    expect(decomposed).not.toBe(path);
    expect((await open(decomposed)).statusCode).toBe(200);
  });

  it('shows a summary and a way to the source where rights withhold the text', async () => {
    const shy = await makeSource(test.db, 'جريدة متحفظة', { access: 'SUMMARY' as never });
    const { page } = await openArticle({
      sourceId: shy,
      summary: 'ملخص الخبر',
      body: '<p>نص محجوب</p>',
      canonicalUrl: 'https://shy.example/1',
    });
    expect(page.body).toContain('ملخص الخبر');
    expect(page.body).not.toContain('نص محجوب');
    expect(page.body).toMatch(/<a class="button" href="https:\/\/shy.example\/1" rel="external noopener">/);
  });

  it('carries corrections on top, its tags, and JSON-LD with the same address', async () => {
    const tag = await makeTag(test.db, 'الموانئ');
    const id = await publish(chief, publishable(source, { tagIds: [tag] }));
    await call(chief, 'correctArticle', { articleId: id, version: 2, content: { title: 'الصحيح' }, note: 'صُحح الاسم' });
    const path = await pathOf(id);
    const { body } = await open(path);
    expect(body.indexOf('صُحح الاسم')).toBeLessThan(body.indexOf('class="text"'));
    expect(body).toContain('<a rel="tag" href="/tags/الموانئ">');
    const [, jsonLd] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(body) as RegExpExecArray;
    expect(JSON.parse(jsonLd as string)).toMatchObject({ '@type': 'NewsArticle', url: ORIGIN + encodeURI(path) });
    expect(body).toContain(`<link rel="canonical" href="${ORIGIN}${encodeURI(path)}"`);
  });

  it('shows its pictures with credit and a form to report them; a hidden one leaves a quiet line', async () => {
    const [lead, inside] = [
      await makeImage(test, { alt: 'ميناء', credit: 'وكالة' }),
      await makeImage(test, { alt: 'سفن' }),
    ];
    const { path, page } = await openArticle({
      leadImageId: lead,
      imageIds: [inside],
      body: `<p>نص</p><figure data-image-id="${inside}"></figure>`,
    });
    expect(page.body).toContain(`action="/images/${lead}/report"`);
    expect(page.body).toContain('وكالة');
    expect(page.body).toMatch(new RegExp(`<figure data-image-id="${inside}"><img src="/media/${inside}/`));
    await test.db.query('update image set hidden_at = now() where id = any($1)', [[lead, inside]]);
    const after = (await open(path)).body;
    expect(after).toContain('هذه الصورة محجوبة');
    expect(after).not.toContain('/media/');
  });

  it('that was withdrawn is 410 and says nothing else', async () => {
    const id = await publish(chief, publishable(source, { title: 'خبر سيسحب' }));
    const path = await pathOf(id);
    await call(chief, 'withdrawArticle', { articleId: id, version: 2, publicReason: 'حكم' });
    const gone = await open(path);
    expect(gone.statusCode).toBe(410);
    expect(gone.body).toContain('سُحب هذا المقال');
    expect(gone.body).not.toMatch(/خبر سيسحب|حكم/);
  });
});

describe('the interface', () => {
  it('speaks the language of the address, else the one that the browser prefers', async () => {
    const languages = async (path: string, accept?: string) =>
      /<html lang="(\w+)" dir="(\w+)">/
        .exec((await open(path, accept ? { 'accept-language': accept } : {})).body)
        ?.slice(1);
    expect(await languages('/')).toEqual(['ar', 'rtl']);
    expect(await languages('/', 'fr-MA,fr;q=0.9')).toEqual(['fr', 'ltr']);
    expect(await languages('/', 'ary')).toEqual(['ar', 'rtl']);
    expect(await languages('/ar', 'fr')).toEqual(['ar', 'rtl']);
    expect(await languages('/en/tags', 'fr')).toEqual(['en', 'ltr']);
    expect((await open('/')).headers.vary).toContain('accept-language');
    const canonical = async (path: string) =>
      /rel="canonical" href="([^"]+)"/.exec((await open(path, { 'accept-language': 'fr' })).body)?.[1];
    // The picture is the same whoever asks for it.
    expect((await open('/tags', { 'accept-language': 'fr' })).body).toContain('/card.png?page=%2Ffr%2Ftags"');
    expect([await canonical('/tags'), await canonical('/fr/tags')]).toEqual([`${ORIGIN}/tags`, `${ORIGIN}/fr/tags`]);
  });

  it('stays Arabic for who chose it against the wish of her browser', async () => {
    const { id, path, page } = await openArticle({ title: 'خبر يقرأ بالعربية' });
    const inFrench = await open(`/fr${path}`);
    expect(linksOf(inFrench.body)).toContain(`/ar${path}`);
    const chosen = await open(`/ar${path}`, { 'accept-language': 'fr' });
    const pages = (body: string) => linksOf(body).filter((link) => !/^\/(assets|feeds|media)\//.test(link));
    expect(pages(chosen.body).filter((link) => !/^\/(ar|fr|en)(\/|$)/.test(link))).toEqual([]);
    expect(pages(chosen.body)).toContain('/ar');
    expect(chosen.body).toContain(`<link rel="canonical" href="${ORIGIN}${encodeURI(path)}"`);
    expect(pages(page.body)).toContain('/tags'); // nobody chose
    expect(decodeURI((await open(`/ar/a/${id}`)).headers.location as string)).toBe(`/ar${path}`);
  });

  it('counts as the language does', async () => {
    const counted = await makeSource(test.db, 'جريدة تعد');
    for (const [articles, arabic, french] of [
      [0, 'لا مقالات', '0 article'],
      [1, 'مقال واحد', '1 article'],
      [2, 'مقالان', '2 articles'],
      [3, '3 مقالات', '3 articles'],
      [11, '11 مقالا', '11 articles'],
      [100, '100 مقال', '100 articles'],
    ] as const) {
      await test.db.query(
        `insert into article_count (subject_id, articles) values ($1, $2)
         on conflict (subject_id) do update set articles = excluded.articles`,
        [counted, articles],
      );
      for (const [prefix, text] of [
        ['', arabic],
        ['/fr', french],
      ])
        expect((await open(`${prefix}/sources/جريدة-تعد`)).body).toContain(`>${text}<`);
    }
  });
});

it('lists are paged by plain links, each once, forth and back', async () => {
  const many = await makeSource(test.db, 'جريدة كبيرة');
  await makeArticles(
    test.db,
    Array.from({ length: 50 }, (_, at) => ({ sourceId: many, title: `عدد ${at}` })),
  );
  const forth = await walkList(test, '/sources/جريدة-كبيرة', />(عدد \d+)</g);
  const seen = forth.flatMap(({ shown }) => shown);
  expect([forth.length, seen.length, new Set(seen).size]).toEqual([3, 50, 50]);
  const back = await walkList(test, (forth.at(-1) as { path: string }).path, />(عدد \d+)</g, 'prev');
  expect(back.map(({ shown }) => shown).reverse()).toEqual(forth.map(({ shown }) => shown));
});

it('a day of the archive leads to its neighbours that have something', async () => {
  await publishOn('1999-03-02', { title: 'في الأول' });
  await publishOn('1999-03-09', { title: 'في الثاني' });
  const { body } = await open('/days/1999-03-09');
  expect(body).toContain('في الثاني');
  expect(body).toMatch(/<a href="\/days\/1999-03-02">اليوم السابق/);
  expect((await open('/days/1999-02-30')).statusCode).toBe(404);
  expect((await open('/days/1999-03-05')).statusCode).toBe(200);
});

it('pages are whole HTML, load nothing from elsewhere, and have no link that leads nowhere', async () => {
  const { path } = await openArticle({ leadImageId: await makeImage(test, { alt: 'ميناء' }), title: 'ذو صورة' });
  const links = new Set<string>();
  for (const start of ['/', '/fr', '/en/tags', '/sources', path, `/fr${path}`, '/days/1999-03-09', '/nothing']) {
    const { body, headers } = await open(start);
    expect([start, await mistakesIn(body)]).toEqual([start, []]);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(body).not.toMatch(/ style="| on\w+="|<script(?![^>]*( src="\/|type="application\/ld\+json"))/);
    expect(body).not.toMatch(/ src="(?!\/)/);
    for (const link of linksOf(body)) links.add(link);
  }
  for (const link of links) {
    const { statusCode } = await test.app.inject({ url: encodeURI(decodeURI(link)) });
    expect([link, statusCode]).toEqual([link, 200]);
  }
});

it('a page that did not change is 304, in whatever coding it is asked for again', async () => {
  const first = await open('/sources');
  const tag = first.headers.etag as string;
  expect(first.headers['cache-control']).toMatch(/^public, max-age=/);
  expect(tag).toMatch(/^W\/"[\w-]+"$/); // one for all codings, which differ byte for byte
  for (const coding of ['identity', 'gzip', 'br']) {
    const headers = { 'accept-encoding': coding };
    expect((await open('/sources', headers)).headers.etag).toBe(tag);
    for (const known of [tag, tag.slice('W/'.length), `"other", ${tag}`]) {
      const again = await open('/sources', { ...headers, 'if-none-match': known });
      expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', tag]);
    }
    expect((await open('/sources', { ...headers, 'if-none-match': 'W/"other"' })).statusCode).toBe(200);
  }
  expect((await open('/card.png?page=/')).headers.etag).toMatch(/^"[\w-]+"$/);
});

it('pages, scripts and styles come compressed, and what has its content in its name is kept for ever', async () => {
  const front = await open('/', { 'accept-encoding': 'br' });
  const [, style] = /<link rel="stylesheet" href="([^"]+)"/.exec((await open('/')).body) ?? [];
  const sheet = await open(style as string, { 'accept-encoding': 'gzip' });
  expect([front.headers['content-encoding'], sheet.headers['content-encoding']]).toEqual(['br', 'gzip']);
  expect(sheet.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(sheet.headers['content-type']).toBe('text/css; charset=utf-8');
  expect((await open('/assets/nothing.js')).statusCode).toBe(404);
});

it('what is no page is one for people, and an error for programs', async () => {
  const page = await open('/nothing/here');
  expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
  const error = await test.app.inject({ url: '/nothing/here', headers: { accept: 'application/json' } });
  expect(error.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
});

it('what could not be read is a failure, kept by no cache, and not a page that is missing', async () => {
  const { path } = await openArticle({ title: 'خبر باق' });
  await test.db.query('alter table revision rename to lost');
  const failed = await open(path);
  await test.db.query('alter table lost rename to revision');
  expect([failed.statusCode, failed.headers['cache-control']]).toEqual([500, 'no-store']);
  expect(failed.body).toContain('تعذر عرض الصفحة');
  expect((await open(path)).statusCode).toBe(200);
  // Nor is what nothing can be called a failure.
  expect((await test.app.inject({ url: '/tags/%00', headers: { accept: 'text/html' } })).statusCode).toBe(404);
});
