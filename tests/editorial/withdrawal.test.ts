/** A withdrawn article is gone from every answer at once, and known when it comes again. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withdrawArticle } from '../../src/editorial/withdraw-article.js';
import { importArticles } from '../../src/ingestion/import-articles.js';
import { importPage } from '../../src/ingestion/import-page.js';
import { titleKey } from '../../src/text/fold.js';
import { startApp, type TestApp } from '../support/app.js';
import { call, look, publish, publishable } from '../support/articles.js';
import { makeSource, makeTag } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';

let test: TestApp;
let editor: Person;
let chief: Person;
let source: string;
let folder: string;
beforeAll(async () => {
  test = await startApp();
  [editor, chief] = await Promise.all([signIn(test, 'EDITOR'), signIn(test, 'CHIEF')]);
  source = await makeSource(test.db, 'جريدة السحب');
  folder = await mkdtemp(join(tmpdir(), 'warraq-withdrawal-'));
});
afterAll(async () => {
  await test.close();
  await rm(folder, { recursive: true });
});

const withdraw = (articleId: string, version = 2) =>
  call(chief, 'withdrawArticle', { articleId, version, publicReason: 'بقرار قضائي', comment: 'انظر الملف' });

async function load(lines: object[]) {
  const file = join(folder, 'lines.jsonl');
  await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'));
  return importArticles(test.db, file, { publish: true, dryRun: false });
}
const latest = async () =>
  (
    await chief.ask(
      '{ desk { queue(first: 1, orderBy: RECENTLY_ARRIVED) { nodes { articleId status withdrawnBefore } } } }',
    )
  ).data.desk.queue.nodes[0];

it('every public answer turns to GONE or nothing', async () => {
  const tag = await makeTag(test.db, 'قضية');
  const url = 'https://sahb.example/a/1';
  const articleId = await publish(
    editor,
    publishable(source, { title: 'خبر لا يبقى طويلا هنا', canonicalUrl: url, tagIds: [tag] }),
  );
  const beside = await publish(editor, publishable(source, { tagIds: [tag] }));
  const { slug } = (await test.ask('query ($id: ID!) { article(id: $id) { slug } }', { id: articleId })).data.article;
  const everything = () =>
    test.ask(
      `query ($id: ID!, $headline: ID!, $beside: ID!, $tag: ID!) {
        list: articles { nodes { id } totalCount { value } } ticker { headlines { id title } }
        node(id: $id) { id } headline: node(id: $headline) { id }
        other: article(id: $beside) { relatedHeadlines { headline { id } } } tag(id: $tag) { articleCount { value } articles { nodes { id } } }
        source(slug: "جريدة-السحب") { articleCount { value } latestArticleAt } archiveCounts(from: "2024-05-01", to: "2024-05-01") { count } }`,
      { id: articleId, headline: `h${articleId}`, beside, tag },
    );
  const before = await everything();
  expect(JSON.stringify(before)).toContain(articleId);
  expect(await call(editor, 'withdrawArticle', { articleId, version: 2 })).toMatchObject({ refused: 'FORBIDDEN' });
  expect((await withdraw(articleId)).article).toMatchObject({
    status: 'WITHDRAWN',
    version: 3,
    allowedActions: [],
    article: null,
  });
  const after = await everything();
  expect(JSON.stringify(after)).not.toContain(articleId);
  expect(after.data).toMatchObject({
    node: null,
    headline: null,
    tag: { articleCount: { value: 1 } },
    source: { articleCount: { value: 1 } },
    list: { totalCount: { value: 1 } },
  });
  for (const key of [{ id: articleId }, { slug }, { canonicalUrl: url }]) {
    const { data, errors } = await test.ask(
      'query ($id: ID, $slug: String, $canonicalUrl: URL) { article(id: $id, slug: $slug, canonicalUrl: $canonicalUrl) { title } }',
      key,
    );
    expect([data.article, errors?.[0]?.extensions.code]).toEqual([null, 'GONE']);
  }
});

it('its text is kept for chiefs and the audit alone', async () => {
  const articleId = await publish(editor, publishable(source, { title: 'سر يبقى' }));
  await withdraw(articleId);
  const FIELDS =
    'status workingCopy { title } revisions { nodes { number content { title } } } publishPlan { checks { code } }';
  expect(await look(chief, articleId, FIELDS)).toMatchObject({ workingCopy: { title: 'سر يبقى' } });
  const seen = await look(editor, articleId, FIELDS);
  expect(seen).toMatchObject({ status: 'WITHDRAWN', workingCopy: null, publishPlan: null });
  expect(seen.revisions.nodes.map((row: { content: unknown }) => row.content)).toEqual([null, null, null]);
  const search = (person: Person) => person.ask('{ desk { queue(text: "سر يبقى") { totalCount { value } } } }');
  expect((await search(editor)).data.desk.queue.totalCount.value).toBe(0);
  expect((await search(chief)).data.desk.queue.totalCount.value).toBe(1);
  const { conflict, errors } = await call(editor, 'publishArticle', { articleId, version: 2 });
  expect([errors[0].code, conflict.base, conflict.theirs]).toEqual(['VERSION_CONFLICT', null, null]);
  const link = await editor.ask(
    'mutation ($input: CreatePreviewLinkInput!) { createPreviewLink(input: $input) { url errors { code } } }',
    { input: { articleId } },
  );
  expect(link.data.createPreviewLink).toEqual({ url: null, errors: [{ code: 'NOT_FOUND' }] });
});

it('a preview link made before ends with it', async () => {
  const articleId = await publish(editor, publishable(source));
  const { data } = await editor.ask(
    'mutation ($input: CreatePreviewLinkInput!) { createPreviewLink(input: $input) { url } }',
    { input: { articleId } },
  );
  const path = new URL(data.createPreviewLink.url).pathname;
  expect((await test.app.inject({ url: path })).statusCode).toBe(200);
  await withdraw(articleId);
  expect((await test.app.inject({ url: path })).statusCode).toBe(410);
});

describe('when it comes in again', () => {
  const LINE = {
    source: 'sahb',
    title: 'خبر مسحوب',
    publishedAt: '2024-05-02',
    body: 'قال الشاهد الأول إن المدينة استيقظت على ضجيج كبير في الساعات الأولى من صباح اليوم',
  };

  async function importAndWithdraw(line: object): Promise<void> {
    expect(await load([line])).toMatchObject({ added: 1 });
    const { articleId, status } = await latest();
    expect(status).toBe('PUBLISHED');
    await withdraw(articleId, 1);
  }

  it.each([
    [
      'under the same guid',
      { guid: 'g-1', body: 'نص أول طويل بما يكفي ليعرف به من بين كل النصوص الأخرى هنا' },
      { guid: 'g-1', title: 'عنوان آخر', body: 'متن آخر لا يشبه الأول في شيء من كلماته أبدا يا سيدي' },
    ],
    [
      'under the same address',
      {
        guid: 'g-2',
        body: 'نص ثان طويل بما يكفي ليعرف به من بين كل النصوص الأخرى هنا',
        url: 'https://sahb.example/2?utm_source=x',
      },
      {
        guid: 'g-3',
        url: 'https://sahb.example/2',
        title: 'ثالث',
        body: 'متن ثالث لا يشبه ما قبله في شيء من كلماته أبدا يا سيدي',
      },
    ],
    [
      'under the address from another source',
      {
        guid: 'g-4',
        body: 'نص رابع طويل بما يكفي ليعرف به من بين كل النصوص الأخرى هنا',
        url: 'https://sahb.example/4',
      },
      {
        source: 'naqil',
        guid: 'g-5',
        url: 'https://sahb.example/4',
        title: 'رابع',
        body: 'متن رابع لا يشبه ما قبله في شيء من كلماته أبدا يا سيدي',
      },
    ],
    [
      'with the same words, spelt otherwise, from another source',
      { guid: 'g-6', body: 'أكَّدَ المسؤول أن الإجراءات الجديدة ستدخل حيز التنفيذ، ابتداء من الأسبوع المقبل بالمدرسة.' },
      {
        source: 'naqil',
        guid: 'g-7',
        title: 'خامس',
        body: '<p>اكد المسؤول ان الاجراءات الجديدة</p><p>ستدخل حيز التنفيذ ابتداء من الاسبوع المقبل بالمدرسة</p>',
      },
    ],
  ])('%s, it waits for an editor, marked, whatever its feed says', async (_, first, again) => {
    await importAndWithdraw({ ...LINE, ...first });
    expect(await load([{ ...LINE, ...again }])).toMatchObject({ added: 1, rejected: [] });
    const { articleId, ...state } = await latest();
    expect(state).toEqual({ status: 'IN_REVIEW', withdrawnBefore: true });
    expect((await test.ask('query ($id: ID!) { article(id: $id) { id } }', { id: articleId })).data.article).toBeNull();
    expect(await load([{ ...LINE, ...again }])).toMatchObject({ added: 0, unchanged: 1 });
  });

  it('a text of other words is nothing of the kind', async () => {
    await load([
      { ...LINE, guid: 'g-8', title: 'سادس', body: 'هذا خبر جديد تماما عن مهرجان القصبة الذي يعود هذا الصيف بعد غياب' },
    ]);
    expect(await latest()).toMatchObject({ status: 'PUBLISHED', withdrawnBefore: false });
  });

  it('an update that turns into a withdrawn text is not put live', async () => {
    await importAndWithdraw({
      ...LINE,
      guid: 'g-9',
      body: 'نص تاسع طويل بما يكفي ليعرف به من بين كل النصوص الأخرى في الأرشيف',
    });
    await load([
      { ...LINE, guid: 'g-10', title: 'عاشر', body: 'نص عاشر بريء تماما لا يشبه ما سحب ولا يقترب منه في شيء' },
    ]);
    const { articleId } = await latest();
    await load([
      {
        ...LINE,
        guid: 'g-10',
        title: 'عاشر',
        body: 'نص تاسع طويل بما يكفي ليعرف به من بين كل النصوص الأخرى في الأرشيف',
      },
    ]);
    const { data } = await test.ask('query ($id: ID!) { article(id: $id) { body } }', { id: articleId });
    expect(data.article?.body).toContain('نص عاشر بريء');
  });

  it('in the hands of an editor it is marked as well', async () => {
    const text = 'نص حادي عشر طويل بما يكفي ليعرف به من بين كل النصوص الأخرى في الأرشيف';
    await importAndWithdraw({ ...LINE, guid: 'g-11', body: text });
    const { article } = await call(editor, 'createArticle', { content: { title: 'مسودة' } });
    expect(article.withdrawnBefore).toBe(false);
    const edited = await call(editor, 'editArticle', {
      articleId: article.articleId,
      version: 1,
      content: { body: `<p>${text}</p>` },
    });
    expect(edited.article.withdrawnBefore).toBe(true);
  });

  it('a captured page waits too, with the headlines that stood on it', async () => {
    const page = [
      'عنوان أول من الشريط',
      'عنوان ثان من الشريط',
      'نشر في جريدة السحب يوم 12 - 03 - 2023',
      'عنوان الصفحة المسحوبة',
      '',
      'فقرة أولى من المتن.',
      'فقرة ثانية من المتن.',
      'انقر هنا لقراءة الخبر من مصدره.',
    ].join('\n');
    const input = { bytes: Buffer.from(page), publish: true, capturedOn: '2023-03-13', url: null };
    const imported = await importPage(test.db, input);
    if (imported.error) throw new Error(imported.error);
    await withdraw(imported.article?.id as string, 1);
    const again = await importPage(test.db, input);
    expect(again).toMatchObject({ unchanged: false, error: null });
    expect(await latest()).toEqual({ articleId: again.article?.id, status: 'IN_REVIEW', withdrawnBefore: true });
    expect(await importPage(test.db, input)).toMatchObject({ unchanged: true });
  });
});

it('an import never overwrites what editors did: both are kept, and nothing unfinished goes live', async () => {
  const line = {
    source: 'taghdhia',
    guid: 'f-1',
    title: 'عنوان المصدر',
    summary: 'ملخص المصدر',
    publishedAt: '2024-05-03',
    body: 'متن المصدر كما جاء في أول مرة من الخدمة',
  };
  await load([line]);
  const { articleId } = await latest();
  await call(editor, 'editArticle', { articleId, version: 1, content: { title: 'عنوان المحرر' } });
  await load([{ ...line, title: 'عنوان ثان للمصدر', summary: 'ملخص ثان للمصدر' }]);
  expect(await look(editor, articleId)).toMatchObject({
    status: 'PUBLISHED',
    version: 4,
    hasUnpublishedChanges: true,
    article: { title: 'عنوان المصدر' },
    workingCopy: { title: 'عنوان المحرر', summary: 'ملخص ثان للمصدر' },
  });
  await load([{ ...line, title: 'عنوان ثالث للمصدر', summary: 'ملخص ثالث' }]);
  expect(await look(editor, articleId)).toMatchObject({
    version: 6,
    workingCopy: { title: 'عنوان المحرر', summary: 'ملخص ثالث' },
  });
  const { article } = await call(editor, 'restoreRevision', { articleId, version: 6, revision: 5 });
  expect(article.workingCopy).toMatchObject({ title: 'عنوان ثالث للمصدر', summary: 'ملخص ثالث' });
});

it('an import goes live beside what editors have published of theirs, as long as they changed other fields', async () => {
  const line = {
    source: 'taghdhia',
    guid: 'f-2',
    title: 'عنوان الخدمة',
    summary: 'ملخص الخدمة',
    publishedAt: '2024-05-04',
    body: 'متن الخدمة كما جاء في أول مرة ولم يلمسه أحد بعد',
  };
  await load([line]);
  const { articleId } = await latest();
  const tag = await makeTag(test.db, 'وسم المحرر');
  await editor.ask('mutation ($input: TagArticlesInput!) { tagArticles(input: $input) { errors { code } } }', {
    input: { articleIds: [articleId], addTagIds: [tag] },
  });
  await load([{ ...line, summary: 'ملخص ثان للخدمة' }]);
  const seen = async () =>
    (await test.ask('query ($id: ID!) { article(id: $id) { title summary tags { name } } }', { id: articleId })).data
      .article;
  expect(await seen()).toEqual({ title: 'عنوان الخدمة', summary: 'ملخص ثان للخدمة', tags: [{ name: 'وسم المحرر' }] });
  const { version } = await look(editor, articleId);
  await call(editor, 'correctArticle', { articleId, version, note: 'تصويب', content: { title: 'عنوان مصوب' } });
  await load([{ ...line, title: 'عنوان آخر للخدمة' }]);
  expect(await seen()).toMatchObject({ title: 'عنوان مصوب' });
  expect(await look(editor, articleId)).toMatchObject({ hasUnpublishedChanges: true });
});

it('withdrawing is one transaction: when anything in it fails, nothing was done', async () => {
  const articleId = await publish(editor, publishable(source));
  const actor = { kind: 'editor', userId: chief.id, role: 'CHIEF', requestId: 'r' } as never;
  await expect(
    test.db.transaction(async (tx) => {
      await withdrawArticle(tx, actor, { articleId, version: 2, comment: null, publicReason: null });
      throw new Error('after all');
    }),
  ).rejects.toThrow('after all');
  expect(await look(editor, articleId)).toMatchObject({ status: 'PUBLISHED', version: 2 });
});

it('takes with it the lines that stood for it elsewhere, under every title that it had', async () => {
  const [first, second] = ['عنوان أول طويل للخبر المسحوب', 'عنوان ثان طويل للخبر المسحوب'];
  const beside = await publish(editor, publishable(source));
  const articleId = await publish(editor, publishable(source, { title: first }));
  await test.db.query(`insert into capture (id, sha256, bytes, article_id) values ('c1', sha256('titles'), '', $1)`, [
    beside,
  ]);
  await test.db.query(
    `insert into headline (id, title, title_key, language, capture_id, position, seen_at)
     values ('h00000000000000000000000091', $1, $2, 'ar', 'c1', 1, now())`,
    [first, titleKey(first)],
  );
  const observed = async () =>
    (await test.ask('query ($id: ID!) { article(id: $id) { observedHeadlines { title } } }', { id: beside })).data
      .article.observedHeadlines;
  expect(await observed()).toEqual([{ title: first }]);
  await call(editor, 'editArticle', { articleId, version: 2, content: { title: second } });
  await withdraw(articleId, 3);
  expect(await observed()).toEqual([]);
});

it('what an embargo held back to its end was never public: it leaves no tombstone', async () => {
  const slow = await makeSource(test.db, 'وكالة السحب', { embargoMinutes: 600 });
  const canonicalUrl = 'https://withdrawal.example/never-public';
  const articleId = await publish(editor, publishable(slow, { canonicalUrl }));
  expect((await withdraw(articleId)).article.status).toBe('WITHDRAWN');
  for (const key of [{ id: articleId }, { canonicalUrl }]) {
    const answer = await test.ask(
      'query ($id: ID, $canonicalUrl: URL) { article(id: $id, canonicalUrl: $canonicalUrl) { id } }',
      key,
    );
    expect(answer).toEqual({ data: { article: null } });
  }
});
