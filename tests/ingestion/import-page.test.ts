/** A press page, from its bytes to the answered query. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importArticles } from '../../src/ingestion/import-articles.js';
import { importPage, type PageInput } from '../../src/ingestion/import-page.js';
import { startApp, type TestApp } from '../support/app.js';

let test: TestApp;
beforeEach(async () => {
  test = await startApp();
});
afterEach(() => test.close());

const HEADLINES = ['عنوان أول من ثلاث كلمات', 'توقعات أحوال الطقس ليوم غد', 'خبر ثان عن الميناء الجديد (12)', 'سطر'];
const page = (over: { date?: string; headlines?: string[]; title?: string; ending?: string } = {}) =>
  [
    (over.headlines ?? HEADLINES).join('\u00a0\u00a0\u00a0\u00a0'),
    '',
    'شكرا على الإبلاغ!',
    'سيتم حجب هذه الصورة تلقائيا عندما يتم الإبلاغ عنها من طرف عدة أشخاص.',
    '',
    over.title ?? 'الميناء يفتح أبوابه',
    `نشر في صدى المرافئ يوم ${over.date ?? '12 - 03 - 2023'}`,
    '',
    'فقرة أولى <بلا> وسوم & رموز.',
    'فقرة ثانية.',
    '',
    '',
    over.ending ?? 'انقر هنا لقراءة الخبر من مصدره.',
  ].join('\n');
const load = (text: string, over: Partial<PageInput> = {}) =>
  importPage(test.db, { bytes: Buffer.from(text), publish: true, capturedOn: '2023-03-12', url: null, ...over });

async function importLines(lines: object[]) {
  const file = join(await mkdtemp(join(tmpdir(), 'warraq-lines-')), 'lines.jsonl');
  await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'));
  return importArticles(test.db, file, { publish: true, dryRun: false });
}

const SHOWN = `{ articles { nodes { title body direction publishedAt publishedOn { value precision basis raw } source { name slug }
  observedHeadlines { title language href article { title } } } } }`;
const shown = async () => (await test.ask(SHOWN)).data.articles.nodes;

describe('importing a press page', () => {
  it('files source, article, real date, paragraphs as they are, and every headline in page order', async () => {
    const result = await load(page());
    expect(result).toMatchObject({
      unchanged: false,
      headlines: 4,
      error: null,
      article: { source: 'صدى المرافئ', publishedOn: '2023-03-12' },
    });
    expect(await shown()).toEqual([
      {
        title: 'الميناء يفتح أبوابه',
        direction: 'RTL',
        publishedAt: null,
        body: '<p>فقرة أولى &lt;بلا&gt; وسوم &amp; رموز.</p>\n<p>فقرة ثانية.</p>',
        publishedOn: { value: '2023-03-12', precision: 'DAY', basis: 'PAGE', raw: '12 - 03 - 2023' },
        source: { name: 'صدى المرافئ', slug: 'صدى-المرافئ' },
        observedHeadlines: HEADLINES.map((title) => ({ title, language: 'ar', href: null, article: null })),
      },
    ]);
  });

  it('changes nothing for the same bytes again', async () => {
    const first = await load(page());
    const again = await load(page(), { publish: false });
    expect(again).toEqual({ ...first, unchanged: true });
    expect(await test.db.query('select 1 from revision')).toHaveLength(1);
    expect(await test.db.query('select 1 from headline')).toHaveLength(4);
  });

  it('leaves the article to review without `publish`', async () => {
    const { article } = await load(page(), { publish: false });
    expect(await shown()).toEqual([]);
    expect(await test.db.query('select status from article where id = $1', [article?.id])).toEqual([
      { status: 'IN_REVIEW' },
    ]);
  });

  it('takes another capture of the same article for what it is: one article, the later headlines', async () => {
    await load(page());
    await load(page({ headlines: ['شريط آخر تماما'] }));
    const articles = await shown();
    expect(articles).toHaveLength(1);
    expect(articles[0].observedHeadlines.map((one: { title: string }) => one.title)).toEqual(['شريط آخر تماما']);
    expect(await test.db.query('select 1 from revision')).toHaveLength(1);
  });

  it.each([
    ['an impossible date', page({ date: '31-02-2023' }), '31-02-2023'],
    ['a page without its end', page({ ending: '' }), 'cut off'],
    ['an empty page', '', 'empty'],
    ['a binary', 'GIF89a\0\0\0', 'binary'],
  ])('keeps only the bytes and the reason of %s, and tries again', async (_, text, reason) => {
    for (let round = 0; round < 2; round++) {
      const result = await load(text);
      expect(result).toMatchObject({
        unchanged: false,
        article: null,
        headlines: 0,
        error: expect.stringMatching(new RegExp(reason, 'i')),
      });
    }
    expect(await test.db.query('select error is not null as failed from capture')).toEqual([{ failed: true }]);
    for (const table of ['article', 'headline', 'source'])
      expect(await test.db.query(`select 1 from ${table}`)).toEqual([]);
  });
});

describe('an observed headline', () => {
  const linked = async () => {
    const [own] = (await shown()).filter((one: { title: string }) => one.title === 'الميناء يفتح أبوابه');
    return own.observedHeadlines
      .filter((one: { article: object }) => one.article)
      .map((one: { title: string }) => one.title);
  };

  it('finds its article when that arrives within three days, by folded title', async () => {
    await load(page());
    await importLines([
      { source: 'ميناء', title: 'خبر ثانٍ عن الميناء الجديد(12)', publishedAt: '2023-03-14', body: 'متن' },
    ]);
    expect(await linked()).toEqual(['خبر ثان عن الميناء الجديد (12)']);
  });

  it('finds an article that was there before', async () => {
    await importLines([{ source: 'ميناء', title: 'عنوان اول من ثلاث كلمات', publishedAt: '2023-03-10', body: 'متن' }]);
    await load(page());
    expect(await linked()).toEqual(['عنوان أول من ثلاث كلمات']);
  });

  it('is no other edition of a rubric, no far day, no single word, no one of two', async () => {
    await load(page());
    await importLines([
      { source: 'طقس', title: 'توقعات أحوال الطقس ليوم غد', publishedAt: '2023-03-12', body: 'متن' },
      { source: 'ميناء', title: 'خبر ثان عن الميناء الجديد (12)', publishedAt: '2023-03-20', body: 'متن' },
      { source: 'ميناء', title: 'خبر ثان عن الميناء الجديد (13)', publishedAt: '2023-03-12', body: 'متن' },
      { source: 'ميناء', title: 'سطر', publishedAt: '2023-03-12', body: 'متن' },
      { source: 'ألف', title: 'عنوان أول من ثلاث كلمات', publishedAt: '2023-03-12', body: 'متن' },
      { source: 'باء', title: 'عنوان أول من ثلاث كلمات', publishedAt: '2023-03-12', body: 'متن' },
    ]);
    expect(await linked()).toEqual([]);
  });

  it('goes with an article that was withdrawn, and loses its link to one that is not public', async () => {
    await load(page());
    await importLines([
      { source: 'ميناء', title: 'خبر ثان عن الميناء الجديد (12)', publishedAt: '2023-03-12', body: 'متن' },
      { source: 'ميناء', title: 'عنوان أول من ثلاث كلمات', publishedAt: '2023-03-12', body: 'متن' },
    ]);
    expect(await linked()).toHaveLength(2);
    await test.db.query(`update article set published_revision = null, withdrawn_at = now(), status = 'WITHDRAWN' from revision r
      where r.article_id = article.id and r.title like 'خبر ثان%'`);
    await test.db.query(`update article set published_revision = null, status = 'UNPUBLISHED' from revision r
      where r.article_id = article.id and r.title like 'عنوان أول%'`);
    const [own] = await shown();
    expect(own.observedHeadlines.map((one: { title: string; href: null }) => [one.title, one.href])).toEqual([
      ['عنوان أول من ثلاث كلمات', null],
      ['توقعات أحوال الطقس ليوم غد', null],
      ['سطر', null],
    ]);
  });
});

it('reads the captured page of the demo', async () => {
  const bytes = await readFile(join(process.cwd(), 'demo/pages/observed.txt'));
  expect(await importPage(test.db, { bytes, publish: true, capturedOn: null, url: null })).toMatchObject({
    headlines: 24,
    error: null,
  });
});
