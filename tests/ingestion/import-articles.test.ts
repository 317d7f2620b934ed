/** Bulk import: what a line becomes, what is refused and why, and that doing it again changes nothing. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rememberWithdrawn } from '../../src/articles/withdrawn-key.js';
import { importArticles } from '../../src/ingestion/import-articles.js';
import { startApp, type TestApp } from '../support/app.js';

let test: TestApp;
beforeEach(async () => {
  test = await startApp();
});
afterEach(() => test.close());

async function load(
  lines: (object | string)[],
  options: { publish?: boolean; dryRun?: boolean; gzip?: boolean; signal?: AbortSignal } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'warraq-lines-'));
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const file = join(folder, options.gzip ? 'lines.jsonl.gz' : 'lines.jsonl');
  await writeFile(file, options.gzip ? gzipSync(text) : text);
  const { publish = true, dryRun = false, signal } = options;
  return importArticles(test.db, file, signal ? { publish, dryRun, signal } : { publish, dryRun });
}

const LINE = {
  source: 'telegraph',
  guid: '1',
  title: 'عنوان',
  body: '<p>متن</p>',
  language: 'ar',
  publishedAt: '2024-03-20T18:00:00+00:00',
  tags: ['المغرب', 'Économie'],
};
const ask = async (fields: string) =>
  (await test.ask(`{ articles(orderBy: OLDEST) { nodes { ${fields} } } }`)).data.articles.nodes;

describe('a line of a bulk import', () => {
  it('becomes a published article, its source and tags created', async () => {
    expect(await load([{ ...LINE, url: 'https://t.example/1', summary: 'قول <b>مهم</b>', byline: ' فلان ' }])).toEqual({
      added: 1,
      updated: 0,
      unchanged: 0,
      rejected: [],
      rejectedCount: 0,
    });
    expect(
      await ask(
        'title summary body byline language canonicalUrl publishedAt sortedAt publishedOn { value precision basis timeZone } source { slug timeZone rights { access } } tags { slug name kind }',
      ),
    ).toEqual([
      {
        title: 'عنوان',
        summary: 'قول مهم',
        body: '<p>متن</p>',
        byline: 'فلان',
        language: 'ar',
        canonicalUrl: 'https://t.example/1',
        publishedAt: '2024-03-20T18:00:00.000Z',
        sortedAt: '2024-03-20T18:00:00.000Z',
        publishedOn: { value: '2024-03-20', precision: 'INSTANT', basis: 'FEED', timeZone: 'Africa/Casablanca' },
        source: { slug: 'telegraph', timeZone: 'Africa/Casablanca', rights: { access: 'FULL_TEXT' } },
        tags: [
          { slug: 'المغرب', name: 'المغرب', kind: 'TOPIC' },
          { slug: 'economie', name: 'Économie', kind: 'TOPIC' },
        ],
      },
    ]);
  });

  it('keeps a day a day, in the zone of its source, and disbelieves the future', async () => {
    await load([
      { ...LINE, publishedAt: '2024-03-20' },
      { ...LINE, guid: '2', publishedAt: '2199-01-01T00:00:00Z' },
      { ...LINE, guid: '3', publishedAt: null },
    ]);
    const today = new Date().toISOString().slice(0, 4);
    expect(await ask('publishedAt sortedAt publishedOn { value precision basis raw }')).toEqual([
      // Ramadan: Casablanca is at +00 that day.
      {
        publishedAt: null,
        sortedAt: '2024-03-20T12:00:00.000Z',
        publishedOn: { value: '2024-03-20', precision: 'DAY', basis: 'FEED', raw: '2024-03-20' },
      },
      {
        publishedAt: null,
        sortedAt: expect.stringContaining(today),
        publishedOn: {
          value: expect.stringContaining(today),
          precision: 'DAY',
          basis: 'FIRST_SEEN',
          raw: '2199-01-01T00:00:00Z',
        },
      },
      { publishedAt: null, sortedAt: expect.stringContaining(today), publishedOn: null },
    ]);
  });

  it('has its HTML sanitised and its plain text set in paragraphs', async () => {
    await load([
      {
        ...LINE,
        body: '<p onclick="x()">نص<script>alert(1)</script></p><img src=x onerror=y><a href="javascript:z">ر</a>',
      },
      { ...LINE, guid: '2', body: 'أول <b>\n\nثان', bodyFormat: 'text', publishedAt: '2024-03-21' },
    ]);
    expect(await ask('body')).toEqual([{ body: '<p>نص</p>ر' }, { body: '<p>أول &lt;b&gt;</p>\n<p>ثان</p>' }]);
  });

  it('is rejected with its number and the field that is wrong, and the others come in', async () => {
    const result = await load([
      '{',
      { title: 'x' },
      { ...LINE, title: ' \u200f ' },
      { ...LINE, publishedAt: '2024-02-31' },
      { ...LINE, publishedAt: '2024-03-20T18:00:00' },
      { ...LINE, url: 'ftp://x' },
      { ...LINE, language: '?' },
      '',
      LINE,
    ]);
    expect(result).toMatchObject({ added: 1, updated: 0, unchanged: 0 });
    expect(result.rejected.map(({ line, reason }) => `${line} ${reason.split(':')[0]}`)).toEqual([
      '1 not JSON',
      '2 source',
      '3 title',
      '4 publishedAt',
      '5 publishedAt',
      '6 url',
      '7 language',
    ]);
  });
});

describe('importing again', () => {
  it('changes nothing for the same lines, gzipped or not', async () => {
    const lines = Array.from({ length: 1200 }, (_, n) => ({ ...LINE, guid: String(n), title: `عنوان ${n % 7}` }));
    expect(await load(lines)).toMatchObject({ added: 1200, rejected: [] });
    expect(await load(lines, { gzip: true })).toMatchObject({ added: 0, updated: 0, unchanged: 1200 });
    const slugs = await test.db.query<{ n: number }>('select count(distinct slug)::int as n from article');
    expect(slugs).toEqual([{ n: 1200 }]);
  });

  it('makes a changed line under the same identity a new revision, even within one file', async () => {
    await load([LINE]);
    expect(
      await load([
        { ...LINE, title: 'عنوان أصح' },
        { ...LINE, title: 'عنوان نهائي' },
      ]),
    ).toMatchObject({ added: 0, updated: 2 });
    expect(await ask('title slug contentVersion')).toEqual([
      { title: 'عنوان نهائي', slug: 'عنوان', contentVersion: 3 },
    ]);
    expect(await test.db.query('select number, title from revision order by number')).toEqual([
      { number: 1, title: 'عنوان' },
      { number: 2, title: 'عنوان أصح' },
      { number: 3, title: 'عنوان نهائي' },
    ]);
  });

  it('knows an article by guid, else address, else title and day; and by its source', async () => {
    const { guid: _, ...bare } = LINE;
    expect(
      await load([
        bare,
        { ...bare, url: 'https://t.example/1' },
        { ...bare, publishedAt: '2024-03-21' },
        { ...bare, source: 'other' },
      ]),
    ).toMatchObject({ added: 4 });
    expect(
      await load([
        { ...bare, url: 'https://www.t.example/1/?utm_source=a', title: 'آخر' },
        { ...bare, title: 'عُنوان', summary: 'جديد' },
      ]),
    ).toMatchObject({ added: 0, updated: 2 });
  });

  it('publishes what was left as a draft, and never what editors took down', async () => {
    await load([LINE], { publish: false });
    expect(await ask('id')).toEqual([]);
    expect(await load([LINE])).toMatchObject({ updated: 1 });
    expect(await ask('id')).toHaveLength(1);
    await test.db.query(`update article set status = 'UNPUBLISHED', published_revision = null`);
    expect(await load([{ ...LINE, title: 'جديد' }])).toMatchObject({ updated: 1 });
    await test.db.query(`update article set status = 'WITHDRAWN', withdrawn_at = now()`);
    const [article] = await test.db.query<{ id: string }>('select id from article');
    await rememberWithdrawn(test.db, (article as { id: string }).id, []);
    expect(await load([{ ...LINE, title: 'أجد' }])).toMatchObject({ added: 1, updated: 0, rejected: [] });
    expect(await ask('id')).toEqual([]);
    expect(await test.db.query('select status, withdrawn_before from article order by id')).toEqual([
      { status: 'WITHDRAWN', withdrawn_before: false },
      { status: 'IN_REVIEW', withdrawn_before: true },
    ]);
  });

  it('goes on where it was stopped', async () => {
    const lines = Array.from({ length: 1500 }, (_, n) => ({ ...LINE, guid: String(n) }));
    const stop = new AbortController();
    stop.abort();
    expect((await load(lines, { signal: stop.signal })).added).toBe(0);
    await load(lines.slice(0, 700));
    expect(await load(lines)).toMatchObject({ added: 800, unchanged: 700 });
  });

  it('writes nothing in a dry run', async () => {
    expect(await load([LINE, { ...LINE, guid: '2' }], { dryRun: true })).toMatchObject({ added: 2 });
    for (const table of ['article', 'source', 'tag', 'slug'])
      expect(await test.db.query(`select 1 from ${table}`)).toEqual([]);
  });
});

describe('a poisonous line', () => {
  it('is cleaned or rejected alone, whatever it holds', async () => {
    const lines = [
      { ...LINE, guid: 'nul', url: 'https://x.example/a%00b' },
      {
        ...LINE,
        guid: 'surrogate',
        source: 'abc\ud800',
        tags: ['x\udc00', 'ab\u0000c'],
        image: 'https://x.example/\u0000',
      },
      { ...LINE, guid: 'deep', summary: '<b>'.repeat(3_300) },
      { ...LINE, guid: 'tangled', body: '<b>'.repeat(300_000) },
      { ...LINE, guid: 'no language', source: 'fresh', language: 'not a language' },
      { ...LINE, guid: 'no image', image: 'whatever' },
      { ...LINE, guid: '', title: 'بلا معرف أول' },
      { ...LINE, guid: '', url: '', title: 'بلا معرف ثان' },
    ];
    const result = await load(lines);
    expect(result.added).toBe(4);
    expect(result.rejected.map(({ line, reason }) => `${line} ${reason.split(':')[0]}`)).toEqual([
      '3 summary',
      '4 body',
      '5 language',
      '6 image',
    ]);
    expect(
      (await test.ask('{ sources { nodes { slug } } }')).data.sources.nodes
        .map((one: { slug: string }) => one.slug)
        .sort(),
    ).toEqual(['abc', 'telegraph']);
    expect(await load(lines)).toMatchObject({ added: 0, updated: 0, unchanged: 4 });
  });

  it('may begin with a byte order mark', async () => {
    expect(await load([`\ufeff${JSON.stringify(LINE)}`])).toMatchObject({ added: 1, rejected: [] });
  });

  it('that was left as a working copy goes live when it comes to be published', async () => {
    await load([LINE]);
    await load([{ ...LINE, title: 'أصح' }], { publish: false });
    expect(await ask('title')).toEqual([{ title: 'عنوان' }]);
    expect(await load([{ ...LINE, title: 'أصح' }])).toMatchObject({ updated: 1 });
    expect(await ask('title')).toEqual([{ title: 'أصح' }]);
  });
});
