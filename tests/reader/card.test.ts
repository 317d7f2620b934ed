/** The picture of a page for those who share it. */
import sharp from 'sharp';
import { anew } from '../support/anew.js';
import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable } from '../support/articles.js';
import { makeArticles, makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';

let test: TestApp;
let chief: Person;
let source: string;

beforeAll(async () => {
  test = await startApp({ PUBLIC_URL: 'https://warraq.example' });
  chief = await signIn(test, 'CHIEF');
  source = await makeSource(test.db, 'جريدة الساحل');
});
afterAll(() => test.close());

const cardOf = async (path: string) => {
  const { body } = await test.app.inject(encodeURI(path));
  const [, address] = /<meta property="og:image" content="([^"]+)"/.exec(body) ?? [];
  return address?.replaceAll('&amp;', '&').replace('https://warraq.example', '');
};

const draw = (url: string) => {
  const page = new URLSearchParams(url.split('?')[1]).get('page') as string;
  return test.app.inject(`/card.png?page=${encodeURIComponent(anew(page))}`);
};

/** How much is free on either side of what is written; beneath the bar at the top. */
async function inked(png: Buffer): Promise<{ left: number; right: number }> {
  const written = await sharp(png).extract({ left: 0, top: 40, width: 1_200, height: 590 }).toBuffer();
  const { info } = await sharp(written)
    .trim({ background: '#fbf9f4', threshold: 20 })
    .toBuffer({ resolveWithObject: true });
  const left = -(info.trimOffsetLeft ?? 0);
  return { left, right: 1_200 - left - info.width };
}

/** Whether nothing is written between two rows, the second not included. */
async function isPaper(png: Buffer, from: number, to: number): Promise<boolean> {
  const rows = sharp(png).extract({ left: 0, top: from, width: 1_200, height: to - from });
  return (await rows.greyscale().raw().toBuffer()).every((shade) => shade > 235);
}

async function publishAs(title: string, language: string, sourceId = source) {
  const id = await publish(chief, publishable(sourceId, { title, language }));
  const { data } = await test.ask('query ($id: ID!) { article(id: $id) { path } }', { id });
  return { id, path: data.article.path as string };
}

it('says the title from the side where its language begins, whatever its first letters are', async () => {
  const arabic = await publishAs('CAN 2025: المغرب', 'ar');
  const french = await publishAs('Le port', 'fr');
  for (const [path, side] of [
    [arabic.path, 'right'],
    [french.path, 'left'],
  ] as const) {
    const card = await draw((await cardOf(path)) as string);
    expect(card.headers['content-type']).toBe('image/png');
    expect(await sharp(card.rawPayload).metadata()).toMatchObject({ width: 1_200, height: 630 });
    const margins = await inked(card.rawPayload);
    expect(margins[side]).toBeLessThan(100);
    expect(margins[side === 'left' ? 'right' : 'left']).toBeGreaterThan(400);
  }
});

it('draws what Pango would take for markup, and titles without end, as they are', async () => {
  const { path } = await publishAs(`<b>&amp; ${'كلمة طويلة '.repeat(27)}`.trim(), 'ar');
  expect((await draw((await cardOf(path)) as string)).statusCode).toBe(200);
});

it.each([
  ['letters with a mark each', 'ar', 'مُحَمَّدٌ وَالْمُؤْتَمَرُ الْوَطَنِيُّ لِلصِّحَافَةِ '.repeat(6).trim()],
  ['letters that are all wide', 'fr', 'W'.repeat(170)],
  ['marks in a heap', 'ar', `خبر ا${'\u0301\u0302'.repeat(40)}`],
])('the longest title ends above the outlet, whose name has one line: %s', async (_, language, title) => {
  const wordy = await makeSource(test.db, 'صحيفة المدن والقرى '.repeat(10).trim());
  const { path } = await publishAs(title, language, wordy);
  const { rawPayload } = await draw((await cardOf(path)) as string);
  const [subtitle, name] = [462, 524];
  expect(await isPaper(rawPayload, subtitle - 18, subtitle)).toBe(true);
  expect(await isPaper(rawPayload, subtitle, subtitle + 20)).toBe(false);
  expect(await isPaper(rawPayload, name - 18, name)).toBe(true);
});

it('is there for the front and for lists, their further pages too, in every language', async () => {
  await makeArticles(
    test.db,
    Array.from({ length: 30 }, () => ({ sourceId: source })),
  );
  const { body } = await test.app.inject(encodeURI('/sources/جريدة-الساحل'));
  const [, next] = /<a rel="next" href="([^"]+)"/.exec(body) ?? [];
  for (const path of ['/', '/fr', '/en/sources', decodeURI(next as string)])
    expect([path, (await draw((await cardOf(path)) as string)).statusCode]).toEqual([path, 200]);
});

it('is of no page that is not there, gone where it was withdrawn, and at one address', async () => {
  const { id, path } = await publishAs('خبر يسحب', 'ar');
  const address = (await cardOf(path)) as string;
  const short = await draw(`/card.png?page=${encodeURIComponent(`/fr/a/${id}`)}`);
  expect([short.statusCode, short.headers.location]).toEqual([
    301,
    (await cardOf(`/fr${path}`))?.replace(/page=.*/, `page=${encodeURIComponent(encodeURI(`/fr${path}`))}`),
  ]);
  await call(chief, 'withdrawArticle', { articleId: id, version: 2, publicReason: 'حكم' });
  expect((await draw(address)).statusCode).toBe(410);
  for (const nothing of ['/nothing', '/tags/%FF', '//', 'http://[', '%00'])
    expect([nothing, (await draw(`/card.png?page=${encodeURIComponent(nothing)}`)).statusCode]).toEqual([nothing, 404]);
});
