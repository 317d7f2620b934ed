/** What the page of an article tells search engines: no more than is known, and than rights leave. */
import { DateBasis, DatePrecision } from '../../src/articles/partial-date.js';
import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable, write } from '../support/articles.js';
import { makeArticle, makeArticles, makeSource, makeTag } from '../support/content.js';
import { signIn } from '../support/desk.js';
import { makePartner } from '../support/partners.js';
import { makeImage } from '../support/pictures.js';

const ORIGIN = 'https://warraq.example';
let test: TestApp;

beforeAll(async () => {
  test = await startApp({ PUBLIC_URL: ORIGIN });
});
afterAll(() => test.close());

const written = async (id: string): Promise<string> =>
  (await test.ask('query ($id: ID!) { article(id: $id) { jsonLd } }', { id })).data.article.jsonLd;
const jsonLd = async (id: string) => JSON.parse(await written(id));

it('describes an article with all that is known of it', async () => {
  const { db } = test;
  const logo = await makeImage(test, { width: 800, height: 400 });
  const lead = await makeImage(test, { width: 2000, height: 1000, caption: 'مقر الشركة', credit: 'و م ع' });
  const source = await makeSource(db, 'هسبريس', {
    logoId: logo,
    homepage: 'https://hespress.example/',
    credit: 'عن هسبريس',
  });
  const economy = await makeTag(db, 'الاقتصاد');
  const banks = await makeTag(db, 'البنوك', { broaderId: economy });
  const id = await makeArticle(db, {
    sourceId: source,
    tagIds: [banks],
    title: 'عنوان </script><!-- x',
    summary: 'ملخص',
    body: '<p>النص الكامل هنا</p>',
    byline: 'محمد الأمين',
    leadImageId: lead,
    canonicalUrl: 'https://hespress.example/1.html',
    publishedAt: new Date('2024-05-01T10:20:30Z'),
  });
  const [{ at, slug }] = (await db.query('select modified_at as at, slug from article where id = $1', [id])) as [
    { at: Date; slug: string },
  ];
  const url = encodeURI(`${ORIGIN}/a/${id}/${slug}`);
  const image = (imageId: string, width: number, shown: number) => ({
    '@type': 'ImageObject',
    url: `${ORIGIN}/media/${imageId}/${width}.jpg`,
    width: shown,
    height: shown / 2,
  });
  expect(await jsonLd(id)).toEqual({
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    '@id': url,
    url,
    mainEntityOfPage: { '@type': 'WebPage', '@id': url },
    headline: 'عنوان </script><!-- x',
    description: 'ملخص',
    inLanguage: 'ar',
    datePublished: '2024-05-01T10:20:30.000Z',
    dateModified: at.toISOString(),
    author: { '@type': 'Person', name: 'محمد الأمين' },
    publisher: {
      '@type': 'NewsMediaOrganization',
      name: 'هسبريس',
      url: 'https://hespress.example/',
      logo: image(logo, 320, 320),
    },
    isPartOf: { '@type': 'WebSite', name: 'هسبريس', url: 'https://hespress.example/' },
    sameAs: 'https://hespress.example/1.html',
    isBasedOn: 'https://hespress.example/1.html',
    image: { ...image(lead, 1280, 1280), caption: 'مقر الشركة', creditText: 'و م ع' },
    articleSection: 'الاقتصاد',
    keywords: ['البنوك'],
    wordCount: 3,
    isAccessibleForFree: true,
    creditText: 'عن هسبريس',
  });
  expect(await written(id)).not.toContain('<');
});

it.each([
  [DatePrecision.DAY, '2020-11-17'],
  [DatePrecision.MONTH, '2019-10'],
  [DatePrecision.YEAR, '2016'],
])('says of a %s no more than that', async (precision, value) => {
  const source = await makeSource(test.db, `مصدر ${value}`);
  const publishedOn = {
    value,
    precision,
    approximate: false,
    timeZone: 'Africa/Casablanca',
    basis: DateBasis.PAGE,
    raw: null,
  };
  const id = await makeArticle(test.db, { sourceId: source, publishedAt: null, publishedOn });
  expect((await jsonLd(id)).datePublished).toBe(value);
});

it('leaves out what is not known', async () => {
  const id = await makeArticle(test.db, { sourceId: await makeSource(test.db, 'قليل الكلام'), publishedAt: null });
  const found = await jsonLd(id);
  for (const name of [
    'datePublished',
    'author',
    'image',
    'sameAs',
    'isPartOf',
    'articleSection',
    'keywords',
    'correction',
    'description',
  ])
    expect(found).not.toHaveProperty(name);
  expect(found.publisher).toEqual({
    '@type': 'NewsMediaOrganization',
    name: 'قليل الكلام',
    url: encodeURI(`${ORIGIN}/sources/قليل-الكلام`),
  });
});

it('gives no text that rights withhold, from the public or from a partner', async () => {
  const source = await makeSource(test.db, 'العناوين', { access: 'HEADLINE' as never });
  const open = await makeSource(test.db, 'المفتوحة');
  const content = { summary: 'SECRETSUMMARY', body: '<p>SECRETBODY</p>' };
  const [id, openId] = await makeArticles(test.db, [
    { sourceId: source, ...content },
    { sourceId: open, ...content },
  ]);
  expect(await written(id as string)).not.toContain('SECRET');
  expect(await jsonLd(id as string)).not.toHaveProperty('isAccessibleForFree');
  expect(await written(openId as string)).not.toContain('SECRETBODY');
  const partner = await makePartner(test, [{ access: 'HEADLINE' }]);
  const { data } = await partner.ask('query ($id: ID!) { article(id: $id) { jsonLd } }', { id: openId });
  expect(data.article.jsonLd).not.toContain('SECRET');
});

it('tells what was corrected, and nothing of a hidden image or a preview', async () => {
  const chief = await signIn(test, 'CHIEF');
  const source = await makeSource(test.db, 'المصححة');
  const image = await makeImage(test, { alt: 'SECRET' });
  const id = await publish(chief, publishable(source, { leadImageId: image }));
  await call(chief, 'correctArticle', {
    articleId: id,
    version: 2,
    content: { title: 'عنوان صحيح' },
    note: 'كان العنوان خطأ',
  });
  await test.db.query('update image set hidden_at = now() where id = $1', [image]);
  const found = await jsonLd(id);
  expect(found.correction).toEqual([
    {
      '@type': 'CorrectionComment',
      text: 'كان العنوان خطأ',
      datePublished: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    },
  ]);
  expect(found).not.toHaveProperty('image');
  const draft = await write(chief, publishable(source));
  const made = await chief.ask(
    'mutation ($input: CreatePreviewLinkInput!) { createPreviewLink(input: $input) { url errors { message } } }',
    { input: { articleId: draft } },
  );
  const token = String(made.data?.createPreviewLink?.url).split('/').at(-1);
  const preview = await test.ask('query ($token: String!) { preview(token: $token) { title jsonLd } }', { token });
  expect(preview.data.preview).toEqual({ title: expect.any(String), jsonLd: null });
});

it('takes the same statements for 10 articles and for 100', async () => {
  const images = await Promise.all([1, 2].map(() => makeImage(test)));
  const sources = await Promise.all(images.map((logoId, n) => makeSource(test.db, `مصدر كثير ${n}`, { logoId })));
  const tags = await Promise.all(['أحمر', 'أخضر'].map((name) => makeTag(test.db, name)));
  await makeArticles(
    test.db,
    Array.from({ length: 110 }, (_, n) => ({
      sourceId: sources[n % 2] as string,
      tagIds: [tags[n % 2] as string],
      leadImageId: images[n % 2] as string,
      publishedAt: new Date(Date.UTC(2026, 0, 1, 0, n)),
    })),
  );
  const cost = (n: number) =>
    test.statements(async () => {
      const { data } = await test.ask(`{ articles(first: ${n}) { nodes { jsonLd } } }`);
      expect(data.articles.nodes).toHaveLength(n);
    });
  const ten = await cost(10);
  expect(await cost(100)).toBe(ten);
  expect(ten).toBeLessThanOrEqual(4);
});
