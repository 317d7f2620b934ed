/** The lists of tags and sources on the reading site: bounded, whole by plain links, and without what is empty. */
import { TagKind } from '../../src/tags/tag.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { makeArticle, makeSource, makeTag } from '../support/content.js';
import { walkList } from '../support/walk-list.js';

let test: TestApp;
beforeAll(async () => {
  test = await startApp();
});
afterAll(() => test.close());

const open = async (path: string) => (await test.app.inject({ url: path, headers: { accept: 'text/html' } })).body;
const statusOf = async (path: string) =>
  (await test.app.inject({ url: path, headers: { accept: 'text/html' } })).statusCode;

const walk = async (start: string, pattern: RegExp) => (await walkList(test, start, pattern)).map(({ shown }) => shown);

it('a kind of tags shows the most used, and leads to all of them by name, page by page', async () => {
  const names = Array.from({ length: 50 }, (_, at) => `شخص ${String(at).padStart(2, '0')}`);
  for (const name of names) await makeTag(test.db, name, { kind: TagKind.PERSON });
  const tags = await open('/tags');
  expect([...tags.matchAll(/<bdi>شخص \d\d<\/bdi>/g)]).toHaveLength(24);
  expect(tags).toContain('<a href="/tags?kind=person">كل الأشخاص</a>');
  const pages = await walk('/tags?kind=person', /<bdi>(شخص \d\d)<\/bdi>/g);
  expect(pages.map((page) => page.length)).toEqual([24, 24, 2]);
  expect(pages.flat()).toEqual(names);
  expect(await open('/fr/tags?kind=person')).toMatch(/<link rel="canonical" href="[^"]+\/fr\/tags\?kind=person"/);
});

it('a kind without tags is not there, and one that is none is not found', async () => {
  expect(await open('/tags')).not.toContain('>أحداث<');
  expect([
    await statusOf('/tags?kind=event'),
    await statusOf('/tags?kind=toString'),
    await statusOf('/tags?kind=x'),
  ]).toEqual([200, 404, 404]);
});

it('sources are paged by name, with their sign or the first letter of their name', async () => {
  const names = Array.from({ length: 30 }, (_, at) => `المنبر ${String(at).padStart(2, '0')}`);
  for (const name of names) await makeSource(test.db, name);
  expect((await walk('/sources', /<bdi>(المنبر \d\d)<\/bdi>/g)).flat()).toEqual(names);
  expect(await open('/sources')).toContain('<span class="logo" aria-hidden="true">م</span>');
});

describe('the front page', () => {
  let body: string;

  /** Nine articles are told above the sections: of this one, the newest is among them, and three are not. */
  beforeAll(async () => {
    const [source] = [await makeSource(test.db, 'جريدة الأقسام'), await makeSource(test.db, 'جريدة صامتة')];
    const [busy] = [await makeTag(test.db, 'قسم حي'), await makeTag(test.db, 'قسم فارغ')];
    for (let at = 0; at < 12; at += 1)
      await makeArticle(test.db, { sourceId: source, title: `خبر ${at}.`, tagIds: at < 3 || at === 11 ? [busy] : [] });
    body = await open('/');
  });

  const titlesIn = (html: string, look: string) =>
    [...html.matchAll(new RegExp(`<article class="card ${look}">.*?<bdi[^>]*>(.*?)</bdi>`, 'gs'))].map(
      ([, title]) => title,
    );

  it('has no section or outlet without articles', () => {
    expect(body).toContain('<bdi>قسم حي</bdi>');
    expect(body).not.toMatch(/قسم فارغ|جريدة صامتة/);
  });

  it('opens a section with an article that does not stand above', () => {
    const [above = '', sections = ''] = body.split('class="sections"');
    const latest = titlesIn(above.slice(above.indexOf('class="latest"')), '\\w+');
    expect([latest[0], latest.length]).toEqual(['خبر 11.', 9]);
    expect(titlesIn(sections, 'feature')).toEqual(['خبر 2.']);
    expect(latest).not.toContain('خبر 2.');
  });
});

it('names a feed in the head of every list, and none where there is no page', async () => {
  const feeds = (html: string) =>
    [...html.matchAll(/type="application\/rss\+xml" title="[^"]*" href="([^"]+)"/g)].map(([, href]) => href);
  for (const path of ['/', '/sources', '/tags', '/tags?kind=person', '/days/2024-03-01'])
    expect([path, feeds(await open(path))]).toEqual([path, ['/feeds/latest.rss']]);
  expect(feeds(await open('/nothing'))).toEqual([]);
});

it('a day is one of the calendar, and not one that is yet to come', async () => {
  const days = ['2024-02-29', '2023-02-29', '2024-2-1', '9999-01-01'];
  expect(await Promise.all(days.map((day) => statusOf(`/days/${day}`)))).toEqual([200, 404, 404, 404]);
});
