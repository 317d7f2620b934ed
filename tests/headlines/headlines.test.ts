/** Headlines: the ticker as it stands and as it stood, what stands beside an article, what was seen with it. */
import { newId } from '../../src/core/ids.js';
import { titleKey } from '../../src/text/fold.js';
import { startApp, type TestApp } from '../support/app.js';
import { makeArticle, makeArticles, makeSource, makeTag } from '../support/content.js';

let test: TestApp;
let source: string;
beforeEach(async () => {
  test = await startApp();
  source = await makeSource(test.db, 'المصدر');
});
afterEach(() => test.close());

async function pin(given: {
  articleId?: string;
  title?: string;
  url?: string;
  position: number;
  until?: Date;
  at?: Date;
}) {
  const id = newId('h');
  const title = given.title ?? 'سطر';
  await test.db.query(
    'insert into headline (id, title, title_key, language, url, article_id, seen_at) values ($1, $2, $3, $4, $5, $6, now())',
    [id, title, titleKey(title), 'ar', given.url ?? null, given.articleId ?? null],
  );
  await test.db.query(
    `insert into ticker_pin (id, ticker_id, headline_id, position, until, created_at)
     select 'z' || substr($1, 2), id, $1, $2, $3, coalesce($4, now()) from ticker where slug = 'main'`,
    [id, given.position, given.until ?? null, given.at ?? null],
  );
}

const TICKER =
  'query ($first: Int! = 55, $at: DateTime) { ticker { updatedAt headlines(first: $first, at: $at) { id title href url source { name } article { id } } } }';
const titles = async (variables = {}) =>
  (await test.ask(TICKER, variables)).data.ticker.headlines.map((headline: { title: string }) => headline.title);

describe('the ticker', () => {
  it('shows the newest 55 public articles, drafts and embargoed ones left out', async () => {
    await makeArticles(test.db, [
      ...Array.from({ length: 60 }, (_, n) => ({
        sourceId: source,
        title: `سطر ${n}`,
        publishedAt: new Date(Date.UTC(2024, 0, 1, n)),
      })),
      { sourceId: source, title: 'مسودة', publishedAt: new Date(Date.UTC(2025, 0, 1)), releasedAt: null },
      { sourceId: source, title: 'محظور', publishedAt: new Date(Date.UTC(2025, 0, 1)), embargoMinutes: 10_000 },
    ]);
    expect(await titles()).toEqual(Array.from({ length: 55 }, (_, n) => `سطر ${59 - n}`));
    expect(await titles({ first: 2 })).toEqual(['سطر 59', 'سطر 58']);
  });

  it('puts pins first, until their time, and shows no article twice', async () => {
    const [first, , hidden] = await makeArticles(test.db, [
      { sourceId: source, title: 'قديم', publishedAt: new Date(Date.UTC(2020, 0, 1)) },
      { sourceId: source, title: 'جديد', publishedAt: new Date(Date.UTC(2024, 0, 1)) },
      { sourceId: source, title: 'مسودة', releasedAt: null },
    ]);
    await pin({ position: 2, title: 'خارجي', url: 'https://elsewhere.example/x' });
    await pin({ position: 1, articleId: first as string, title: 'قديم' });
    await pin({ position: 1, articleId: hidden as string, title: 'سر' });
    await pin({ position: 3, title: 'انتهى', until: new Date(Date.now() - 1000) });
    const { data } = await test.ask(TICKER);
    expect(data.ticker.headlines.map((h: { title: string; href: string }) => [h.title, h.href?.slice(0, 30)])).toEqual([
      ['قديم', `/a/${first}/`.slice(0, 30)],
      ['خارجي', 'https://elsewhere.example/x'],
      ['جديد', expect.stringContaining('/a/')],
    ]);
  });

  it('with `at` shows what was public then', async () => {
    const days = [1, 2, 3, 4].map((day) => new Date(Date.UTC(2024, 5, day)));
    await makeArticles(
      test.db,
      days.map((day, n) => ({ sourceId: source, title: `يوم ${n + 1}`, publishedAt: day, releasedAt: day })),
    );
    await makeArticle(test.db, {
      sourceId: source,
      title: 'أضيف لاحقا',
      publishedAt: days[0] as Date,
      releasedAt: new Date(Date.UTC(2024, 6, 1)),
    });
    await pin({ position: 1, title: 'مثبت يومها', at: days[1] as Date, until: days[2] as Date });
    expect(await titles({ at: '2024-06-02T12:00:00Z' })).toEqual(['مثبت يومها', 'يوم 2', 'يوم 1']);
    expect(await titles({ at: '2024-06-03T12:00:00Z' })).toEqual(['يوم 3', 'يوم 2', 'يوم 1']);
    expect(await titles({ at: '2023-01-01T00:00:00Z' })).toEqual([]);
  });

  it('is null where there is none of that name', async () => {
    expect((await test.ask('{ ticker(slug: "none") { id } }')).data.ticker).toBeNull();
  });
});

describe('related headlines', () => {
  const RELATED =
    'query ($id: ID!, $first: Int! = 6) { article(id: $id) { relatedHeadlines(first: $first) { reason score headline { title article { id } } sharedTags { name } } } }';

  it('puts pins first, then rare shared tags, its own language before others, never itself', async () => {
    const common = await makeTag(test.db, 'شائع');
    const rare = await makeTag(test.db, 'نادر');
    const [me, , , , pinned, draft] = await makeArticles(test.db, [
      { sourceId: source, title: 'أنا', tagIds: [common, rare] },
      { sourceId: source, title: 'قريب', tagIds: [rare] },
      { sourceId: source, title: 'بعيد', tagIds: [common] },
      { sourceId: source, title: 'Proche', language: 'fr', tagIds: [common, rare] },
      { sourceId: source, title: 'مثبت' },
      { sourceId: source, title: 'مسودة', tagIds: [rare], releasedAt: null },
      ...Array.from({ length: 5 }, () => ({ sourceId: source, language: 'en', tagIds: [common] })),
    ]);
    for (const [related, position] of [
      [pinned, 2],
      [draft, 1],
    ]) {
      await test.db.query('insert into related_pin values ($1, $2, $3)', [me, related, position]);
    }
    const { data } = await test.ask(RELATED, { id: me, first: 4 });
    const shown = data.article.relatedHeadlines;
    expect(
      shown.map((one: { reason: string; headline: { title: string } }) => [one.reason, one.headline.title]),
    ).toEqual([
      ['PINNED', 'مثبت'],
      ['SHARED_TAGS', 'قريب'],
      ['SHARED_TAGS', 'بعيد'],
      ['SHARED_TAGS', 'Proche'],
    ]);
    expect(shown[3].sharedTags.map((tag: { name: string }) => tag.name)).toEqual(['نادر', 'شائع']);
    expect((await test.ask(RELATED, { id: me, first: 4 })).data).toEqual(data);
  });

  it('wants 1 to 24', async () => {
    const id = await makeArticle(test.db, { sourceId: source });
    const { errors } = await test.ask(RELATED, { id, first: 25 });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'first' });
  });
});

describe('node', () => {
  it('finds every type by its id, and the headline of an article', async () => {
    const tag = await makeTag(test.db, 'وسم');
    const article = await makeArticle(test.db, { sourceId: source, title: 'عنوان', tagIds: [tag] });
    const ids = [
      article,
      `h${article}`,
      source,
      tag,
      'k00000000000000000000000000',
      'x',
      'q00000000000000000000000000',
    ];
    const { data } = await test.ask(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Headline { title } } }',
      { ids },
    );
    expect(data.nodes).toEqual([
      { __typename: 'Article', id: article },
      { __typename: 'Headline', id: `h${article}`, title: 'عنوان' },
      { __typename: 'Source', id: source },
      { __typename: 'Tag', id: tag },
      { __typename: 'Ticker', id: 'k00000000000000000000000000' },
      null,
      null,
    ]);
    const { errors } = await test.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: Array(101).fill('x'),
    });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'ids' });
  });
});
