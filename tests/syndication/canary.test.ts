/** Secrets in all that is not public: no feed, no sitemap and no JSON-LD shows one, in whatever spelling. */
import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable, write } from '../support/articles.js';
import { sequenceAll } from '../support/changes.js';
import { makeArticle, makeSource, makeTag } from '../support/content.js';
import { signIn } from '../support/desk.js';
import { makeImage } from '../support/pictures.js';

let serial = 0;
const secret = () => `zqxcanary${++serial} سرمكتوم${serial}`;
const LEAK = /zqxcanary|سرمكتوم/i;

let test: TestApp;
let source: string;
let tag: string;
let shown: string;
const names: string[] = ['latest'];

beforeAll(async () => {
  test = await startApp({ PUBLIC_URL: 'https://warraq.example' });
  const { db } = test;
  const [chief, contributor] = [await signIn(test, 'CHIEF'), await signIn(test, 'CONTRIBUTOR')];
  source = await makeSource(db, 'جريدة علنية');
  tag = await makeTag(db, 'وسم علني');
  names.push(`sources/${encodeURIComponent('جريدة-علنية')}`, `tags/${encodeURIComponent('وسم-علني')}`);
  const hidden = () => {
    const body = `<p>${secret()}</p>`;
    return {
      title: secret(),
      summary: secret(),
      body,
      byline: secret(),
      canonicalUrl: `https://x.example/${encodeURIComponent(secret())}`,
    };
  };
  const desk = (given = {}) =>
    publishable(source, { ...hidden(), tagIds: [tag], publishedAt: new Date().toISOString(), ...given });
  shown = await publish(chief, publishable(source, { title: 'خبر علني', tagIds: [tag] }));

  await write(contributor, desk());
  const review = await write(chief, desk());
  await call(chief, 'submitArticle', { articleId: review, version: 1 });
  const planned = await write(chief, desk());
  await call(chief, 'scheduleArticle', {
    articleId: planned,
    version: 1,
    at: { localTime: '2036-01-01T10:00', timeZone: 'Africa/Casablanca' },
  });
  const taken = await publish(chief, desk());
  await call(chief, 'unpublishArticle', { articleId: taken, version: 2 });
  const gone = await publish(chief, desk());
  await call(chief, 'withdrawArticle', { articleId: gone, version: 2, publicReason: secret() });
  await call(chief, 'editArticle', { articleId: shown, version: 2, content: hidden() });

  const late = await makeSource(db, 'جريدة متأخرة', { embargoMinutes: 60 });
  await makeArticle(db, { sourceId: late, tagIds: [tag], embargoMinutes: 60, ...hidden(), publishedAt: new Date() });
  await makeArticle(db, { sourceId: late, tagIds: [tag], releasedAt: new Date(Date.now() + 60_000), ...hidden() });

  const headlines = await makeSource(db, 'جريدة العناوين', { access: 'HEADLINE' as never });
  const summaries = await makeSource(db, 'جريدة الملخصات', { access: 'SUMMARY' as never });
  const image = await makeImage(test, { alt: secret(), caption: secret(), credit: secret() });
  await db.query('update image set hidden_at = now() where id = $1', [image]);
  for (const [sourceId, text] of [
    [headlines, { summary: secret() }],
    [summaries, { summary: 'ملخص علني' }],
  ] as const)
    await makeArticle(db, {
      sourceId,
      tagIds: [tag],
      title: 'عنوان علني',
      body: `<p>${secret()}</p>`,
      leadImageId: image,
      publishedAt: new Date(),
      ...text,
    });
  for (const slug of ['جريدة-العناوين', 'جريدة-الملخصات', 'جريدة-متأخرة'])
    names.push(`sources/${encodeURIComponent(slug)}`);
  await sequenceAll(test);
});
afterAll(() => test.close());

async function read(url: string): Promise<string> {
  const { statusCode, body } = await test.app.inject(url);
  expect(statusCode).toBe(200);
  return `${body}\n${body.replace(/(?:%[0-9A-F]{2})+/gi, decodeURIComponent)}`;
}

it('shows none in any feed', async () => {
  for (const name of names)
    for (const format of ['rss', 'atom', 'json']) expect(await read(`/feeds/${name}.${format}`)).not.toMatch(LEAK);
  expect(await read('/feeds/latest.atom')).toContain(shown);
  expect((await read('/feeds/latest.json')).match(/"id":"urn/g)).toHaveLength(2 * 3);
});

it('shows none in any sitemap', async () => {
  const index = await read('/sitemap.xml');
  expect(index).toContain('/sitemaps/articles-1.xml');
  for (const url of ['/sitemaps/articles-1.xml', '/sitemaps/pages.xml', '/sitemap-news.xml'])
    expect(await read(url)).not.toMatch(LEAK);
  expect((await read('/sitemaps/articles-1.xml')).match(/<loc>/g)).toHaveLength(2 * 3);
});

it('shows none in JSON-LD', async () => {
  const answer = await test.ask('{ articles(first: 100) { nodes { jsonLd } } }');
  expect(answer.data.articles.nodes).toHaveLength(3);
  expect(JSON.stringify(answer)).not.toMatch(LEAK);
});
