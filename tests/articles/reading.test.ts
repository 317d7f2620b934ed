/** What readers of the API get of an article, and what they never get. */

import { Access } from '../../src/sources/source.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { makeArticle, makeArticles, makeSource, makeTag } from '../support/content.js';

let test: TestApp;
let source: string;
beforeAll(async () => {
  test = await startApp();
  source = await makeSource(test.db, 'مرآة الاختبار');
});
afterAll(() => test.close());

const ARTICLE =
  'query ($id: ID, $slug: String, $url: URL) { article(id: $id, slug: $slug, canonicalUrl: $url) { id title slug path } }';

describe('looking an article up', () => {
  it('finds it by id, by slug in any spelling, and by the address at its source', async () => {
    const id = await makeArticle(test.db, {
      sourceId: source,
      title: 'الإرهاب في المؤتمر',
      canonicalUrl: 'https://www.press.example/a/12?utm_source=x',
    });
    const slug = 'الإرهاب-في-المؤتمر';
    const upper = encodeURIComponent(slug);
    for (const key of [
      { id },
      { slug },
      { slug: upper },
      { slug: upper.toLowerCase() },
      { slug: 'الارهاب-في-الموتمر' },
      { slug: slug.normalize('NFD') },
      { slug: `/${slug}/` },
      { url: 'http://press.example/a/12/' },
    ]) {
      const { data } = await test.ask(ARTICLE, key);
      expect({ key, id: data.article?.id }).toEqual({ key, id });
    }
    const { data } = await test.ask(ARTICLE, { id });
    expect(data.article).toMatchObject({ slug, path: `/a/${id}/${slug}` });
  });

  it('gives twins different slugs, and a title without letters the id', async () => {
    const ids = await makeArticles(
      test.db,
      ['نشرة', 'نشرة', 'نَشرة', '***'].map((title) => ({ sourceId: source, title })),
    );
    const { data } = await test.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Article { slug path } } }', {
      ids,
    });
    expect(data.nodes.map((node: { slug: string }) => node.slug)).toEqual(['نشرة', 'نشرة-2', 'نشرة-3', ids[3]]);
    expect(data.nodes[3].path).toBe(`/a/${ids[3]}`);
  });

  it('wants exactly one key', async () => {
    for (const key of [{}, { id: 'x', slug: 'y' }]) {
      const { data, errors } = await test.ask(ARTICLE, key);
      expect(data.article).toBeNull();
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
  });

  it('answers null for a draft, for what is not due yet, and for what never was', async () => {
    const later = new Date(Date.now() + 3_600_000);
    const [draft, future] = await makeArticles(test.db, [
      { sourceId: source, releasedAt: null },
      { sourceId: source, releasedAt: later },
    ]);
    for (const id of [draft, future, 'a00000000000000000000000000', 'nonsense']) {
      const { data, errors } = await test.ask(ARTICLE, { id });
      expect({ data, errors }).toEqual({ data: { article: null }, errors: undefined });
    }
  });

  it('says GONE of a withdrawn one, by every key', async () => {
    const id = await makeArticle(test.db, {
      sourceId: source,
      title: 'مقال مسحوب',
      canonicalUrl: 'https://press.example/gone',
    });
    await test.db.query(
      `update article set status = 'WITHDRAWN', withdrawn_at = now(), first_public_at = public_at, published_revision = null where id = $1`,
      [id],
    );
    for (const key of [{ id }, { slug: 'مقال-مسحوب' }, { url: 'https://press.example/gone' }]) {
      const { data, errors } = await test.ask(ARTICLE, key);
      expect(data.article).toBeNull();
      expect(errors?.[0]?.extensions.code).toBe('GONE');
      expect(JSON.stringify(errors)).not.toContain('مسحوب');
    }
  });

  it('refuses the id of another type, naming the argument', async () => {
    const { errors } = await test.ask(ARTICLE, { id: source });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'id' });
    expect(errors?.[0]?.message).toContain('Source');
  });
});

describe('an embargo', () => {
  it('holds an article back by its row alone, and lets it go without anything having to run', async () => {
    const id = await makeArticle(test.db, { sourceId: source, embargoMinutes: 60 });
    const count = async () => (await test.ask('{ articles { totalCount { value } } }')).data.articles.totalCount.value;
    const before = await count();
    expect((await test.ask(ARTICLE, { id })).data.article).toBeNull();
    await test.db.query(`update article set public_at = now() - interval '1 second' where id = $1`, [id]);
    expect((await test.ask(ARTICLE, { id })).data.article.id).toBe(id);
    expect(await count()).toBe(before + 1);
  });
});

describe('rights', () => {
  const FIELDS = '{ access summary excerpt body text: body(format: TEXT) }';
  const content = { summary: 'ملخص سري', body: '<p>متن سري طويل</p>' };

  it.each([
    [Access.FULL_TEXT, { summary: 'ملخص سري', body: '<p>متن سري طويل</p>', text: 'متن سري طويل' }],
    [Access.SUMMARY, { summary: 'ملخص سري', body: null, text: null }],
    [Access.HEADLINE, { summary: null, excerpt: null, body: null, text: null }],
  ])('%s', async (access, expected) => {
    const sourceId = await makeSource(test.db, `مصدر ${access}`, { access });
    const id = await makeArticle(test.db, { sourceId, ...content });
    const alone = await test.ask(`query ($id: ID!) { article(id: $id) ${FIELDS} }`, { id });
    expect(alone.data.article).toMatchObject({ access, ...expected });
    const listed = await test.ask(`query ($s: [String!]) { articles(filter: { sources: $s }) { nodes ${FIELDS} } }`, {
      s: [`مصدر-${access}`],
    });
    expect(listed.data.articles.nodes[0]).toEqual(alone.data.article);
  });

  it('SUMMARY without a summary gives no beginning of the text either', async () => {
    const sourceId = await makeSource(test.db, 'مصدر بلا ملخص', { access: Access.SUMMARY });
    const id = await makeArticle(test.db, { sourceId, body: '<p>سر</p>' });
    const { data } = await test.ask('query ($id: ID!) { article(id: $id) { excerpt } }', { id });
    expect(data.article.excerpt).toBeNull();
  });
});

describe('an article page', () => {
  it('shows dates as they are known, directions by language, and the section of its tags', async () => {
    const sport = await makeTag(test.db, 'رياضة');
    const football = await makeTag(test.db, 'كرة القدم', { broaderId: sport });
    const id = await makeArticle(test.db, {
      sourceId: source,
      tagIds: [football],
      title: 'Match nul',
      titleLanguage: 'fr',
      publishedAt: null,
      publishedOn: {
        value: '2020-11-17',
        precision: 'DAY' as never,
        approximate: false,
        timeZone: 'Africa/Casablanca',
        basis: 'PAGE' as never,
        raw: '17 - 11 - 2020',
      },
    });
    const { data } = await test.ask(
      `query ($id: ID!) { article(id: $id) {
        titleDirection direction publishedAt sortedAt publishedOn { value precision approximate timeZone basis raw }
        section { name } tags { name broader { name } } wordCount contentVersion isPreview corrections { note } images { id } } }`,
      { id },
    );
    expect(data.article).toMatchObject({
      titleDirection: 'LTR',
      direction: 'RTL',
      publishedAt: null,
      sortedAt: '2020-11-17T11:00:00.000Z',
      publishedOn: {
        value: '2020-11-17',
        precision: 'DAY',
        approximate: false,
        timeZone: 'Africa/Casablanca',
        basis: 'PAGE',
        raw: '17 - 11 - 2020',
      },
      section: { name: 'رياضة' },
      tags: [{ name: 'كرة القدم', broader: { name: 'رياضة' } }],
      contentVersion: 1,
      isPreview: false,
      corrections: [],
      images: [],
    });
  });

  it('gives its text as HTML, plain text and Markdown', async () => {
    const id = await makeArticle(test.db, {
      sourceId: source,
      body: '<h2>عنوان</h2><p>سطر <a href="https://x.example/">رابط</a></p><ul><li>بند</li></ul>',
    });
    const { data } = await test.ask(
      'query ($id: ID!) { article(id: $id) { text: body(format: TEXT) markdown: body(format: MARKDOWN) } }',
      { id },
    );
    expect(data.article.text).toBe('عنوان\n\nسطر رابط\n\n * بند');
    expect(data.article.markdown).toBe('## عنوان\n\nسطر [رابط](https://x.example/)\n\n-   بند');
  });
});
