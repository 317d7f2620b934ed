/** An article from its first draft to its tombstone: what each action does, and what the public sees of it. */
import { writeDownDue } from '../../src/editorial/write-down-due.js';
import { startApp, type TestApp } from '../support/app.js';
import { call, look, publish, publishable, write } from '../support/articles.js';
import { makeSource, makeTag } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';

let test: TestApp;
let writer: Person;
let editor: Person;
let chief: Person;
let source: string;
beforeAll(async () => {
  test = await startApp();
  [writer, editor, chief] = await Promise.all([
    signIn(test, 'CONTRIBUTOR'),
    signIn(test, 'EDITOR'),
    signIn(test, 'CHIEF'),
  ]);
  source = await makeSource(test.db, 'جريدة المكتب');
});
afterAll(() => test.close());

const seen = async (id: string) =>
  await test.ask(
    'query ($id: ID!) { article(id: $id) { title body isPreview corrections { note } contentVersion tags { name } } }',
    { id },
  );
const title = async (id: string) => (await seen(id)).data.article?.title ?? null;

it('a draft may be incomplete, and nobody but the desk sees it', async () => {
  const { article } = await call(writer, 'createArticle', { content: { title: 'مسودة' } });
  expect(article).toMatchObject({ status: 'DRAFT', version: 1, hasUnpublishedChanges: false, article: null });
  expect(article.allowedActions).toEqual(['EDIT', 'SUBMIT', 'RESTORE', 'DELETE']);
  expect((await seen(article.articleId)).data.article).toBeNull();
  expect(await look(editor, article.articleId)).toMatchObject({ workingCopy: { title: 'مسودة' } });
});

it('a contributor hands her draft in, an editor gives it back, and it is published when it is complete', async () => {
  const articleId = await write(writer, { title: 'عنوان أول' });
  expect(await call(writer, 'publishArticle', { articleId, version: 1 })).toMatchObject({ refused: 'FORBIDDEN' });
  expect((await call(writer, 'submitArticle', { articleId, version: 1 })).article).toMatchObject({
    status: 'IN_REVIEW',
    version: 2,
  });
  expect(await call(writer, 'editArticle', { articleId, version: 2, content: { title: 'آخر' } })).toMatchObject({
    refused: 'FORBIDDEN',
  });
  const unfit = await call(editor, 'publishArticle', { articleId, version: 2 });
  expect(unfit.article).toBeNull();
  expect(unfit.errors.map((error: { path: string[] }) => error.path.at(-1))).toEqual([
    'body',
    'language',
    'sourceId',
    'publishedOn',
  ]);
  expect((await call(editor, 'returnArticle', { articleId, version: 2, comment: 'أين المتن؟' })).article).toMatchObject(
    { status: 'DRAFT', version: 3 },
  );
  expect(
    (await call(writer, 'editArticle', { articleId, version: 3, content: publishable(source) })).article,
  ).toMatchObject({ version: 4 });
  const { article } = await call(editor, 'publishArticle', { articleId, version: 4 });
  expect(article).toMatchObject({ status: 'PUBLISHED', version: 5, article: { id: articleId, contentVersion: 1 } });
});

it('a published article keeps its face while it is edited, and publishing swaps it at once', async () => {
  const articleId = await publish(editor, publishable(source, { title: 'الأول' }));
  const edited = await call(editor, 'editArticle', { articleId, version: 2, content: { title: 'الثاني' } });
  expect(edited.article).toMatchObject({
    version: 3,
    hasUnpublishedChanges: true,
    workingCopy: { title: 'الثاني' },
    article: { title: 'الأول' },
  });
  expect(await title(articleId)).toBe('الأول');
  const swapped = await call(editor, 'publishArticle', { articleId, version: 3 });
  expect(swapped.article).toMatchObject({
    hasUnpublishedChanges: false,
    article: { title: 'الثاني', contentVersion: 2 },
  });
  expect(await title(articleId)).toBe('الثاني');
});

it('a word that is no language is not published, and text without markup becomes paragraphs', async () => {
  const articleId = await write(editor, publishable(source, { language: 'darija', body: 'سطر أول\n\nسطر ثان & آخر' }));
  const { errors } = await call(editor, 'publishArticle', { articleId, version: 1 });
  expect(errors).toMatchObject([{ code: 'INVALID', path: ['input', 'content', 'language'] }]);
  const { article } = await call(editor, 'editArticle', { articleId, version: 1, content: { language: 'ary' } });
  expect(article.workingCopy.body).toBe('<p>سطر أول</p>\n<p>سطر ثان &amp; آخر</p>');
  expect((await call(editor, 'publishArticle', { articleId, version: 2 })).article).toMatchObject({
    status: 'PUBLISHED',
  });
});

it('publishing again what is out already changes nothing for readers', async () => {
  const articleId = await publish(editor, publishable(source));
  const face = async () =>
    (
      await test.ask('query ($id: ID!) { article(id: $id) { contentVersion modifiedAt publicSince } }', {
        id: articleId,
      })
    ).data.article;
  const before = await face();
  expect((await call(editor, 'publishArticle', { articleId, version: 2 })).article).toMatchObject({ version: 3 });
  expect(await face()).toEqual(before);
});

it('a scheduled article is public from its minute on, though no worker runs, and reads PUBLISHED in every respect', async () => {
  const articleId = await write(editor, publishable(source));
  const at = new Date(Date.now() + 3_600_000).toISOString();
  const { article } = await call(editor, 'scheduleArticle', { articleId, version: 1, at });
  expect(article).toMatchObject({ status: 'SCHEDULED', scheduledFor: at, article: null });
  expect(article.allowedActions).toEqual(['EDIT', 'PUBLISH', 'SCHEDULE', 'UNSCHEDULE', 'RESTORE']);
  expect(await title(articleId)).toBeNull();
  const last = await call(editor, 'editArticle', { articleId, version: 2, content: { title: 'في آخر لحظة' } });
  expect(last.article).toMatchObject({ status: 'SCHEDULED', scheduledFor: at });
  await test.db.query(
    `update article set released_at = now() - interval '1 s', public_at = now() - interval '1 s' where id = $1`,
    [articleId],
  );
  expect(await title(articleId)).toBe('في آخر لحظة');
  const due = await look(editor, articleId);
  expect(due).toMatchObject({ status: 'PUBLISHED', version: 3, scheduledFor: null, article: { contentVersion: 1 } });
  expect(due.allowedActions).toEqual(['EDIT', 'PUBLISH', 'UNPUBLISH', 'CORRECT', 'RESTORE']);
  expect(await call(editor, 'unscheduleArticle', { articleId, version: 3 })).toMatchObject({
    errors: [{ code: 'BAD_TRANSITION' }],
  });
});

it('what is scheduled cannot be edited into what could not be published', async () => {
  const articleId = await write(editor, publishable(source));
  await call(editor, 'scheduleArticle', { articleId, version: 1, at: new Date(Date.now() + 3_600_000).toISOString() });
  const { errors } = await call(editor, 'editArticle', { articleId, version: 2, content: { title: null } });
  expect(errors).toMatchObject([{ code: 'INVALID', path: ['input', 'content', 'title'] }]);
  expect((await call(editor, 'unscheduleArticle', { articleId, version: 2 })).article).toMatchObject({
    status: 'DRAFT',
    scheduledFor: null,
  });
});

it.each([
  ['2026-03-29T02:30', 'Europe/Paris', 'does not exist'],
  ['2026-10-25T02:30', 'Europe/Paris', 'comes twice'],
  ['2027-02-07T02:30', 'Africa/Casablanca', 'comes twice'],
  ['2027-13-01T10:00', 'Africa/Casablanca', 'not a time'],
  ['10:00', 'Africa/Casablanca', 'not a local time'],
  ['2027-01-01T10:00', 'Morocco/Rabat', 'IANA'],
  ['9999-12-31T23:59', 'America/Los_Angeles', 'years ahead'],
])('a wall time of %s in %s is refused', async (localTime, timeZone, reason) => {
  const articleId = await write(editor, publishable(source));
  const { errors } = await call(editor, 'scheduleArticle', { articleId, version: 1, localTime, timeZone });
  expect(errors[0]).toMatchObject({ code: 'INVALID', message: expect.stringContaining(reason) });
});

it('a wall time in its zone comes back as an instant, summer and Ramadan counted', async () => {
  const articleId = await write(editor, publishable(source));
  const schedule = (version: number, localTime: string) =>
    call(editor, 'scheduleArticle', { articleId, version, localTime, timeZone: 'Africa/Casablanca' });
  expect((await schedule(1, '2027-02-20T08:00')).article.scheduledFor).toBe('2027-02-20T08:00:00.000Z');
  expect((await schedule(2, '2027-07-20T08:00')).article.scheduledFor).toBe('2027-07-20T07:00:00.000Z');
  const past = await schedule(3, '2020-07-20T08:00');
  expect(past.errors[0]).toMatchObject({ code: 'INVALID' });
});

it('an embargo of the source holds back what is published, and is not counted twice', async () => {
  const slow = await makeSource(test.db, 'وكالة متأنية', { embargoMinutes: 60 });
  const articleId = await publish(editor, publishable(slow));
  expect(await look(editor, articleId)).toMatchObject({ status: 'PUBLISHED', article: null });
  expect(await title(articleId)).toBeNull();
  await test.db.query(
    `update article set released_at = released_at - interval '2 h', public_at = public_at - interval '2 h' where id = $1`,
    [articleId],
  );
  expect(await title(articleId)).not.toBeNull();
  await call(editor, 'unpublishArticle', { articleId, version: 2 });
  expect(await title(articleId)).toBeNull();
  await call(editor, 'publishArticle', { articleId, version: 3 });
  expect(await title(articleId)).not.toBeNull();
});

it('what was once public can be taken off and brought back, and never deleted', async () => {
  const articleId = await publish(editor, publishable(source));
  expect((await call(editor, 'unpublishArticle', { articleId, version: 2 })).article.allowedActions).toEqual([
    'EDIT',
    'PUBLISH',
    'SCHEDULE',
    'RESTORE',
  ]);
  await call(editor, 'scheduleArticle', { articleId, version: 3, at: new Date(Date.now() + 60_000).toISOString() });
  const { article } = await call(editor, 'unscheduleArticle', { articleId, version: 4 });
  expect(article).toMatchObject({ status: 'DRAFT' });
  expect(article.allowedActions).not.toContain('DELETE');
  expect(await call(editor, 'deleteArticle', { articleId, version: 5 })).toMatchObject({
    errors: [{ code: 'BAD_TRANSITION' }],
  });
});

it('a draft is deleted with all its versions', async () => {
  const articleId = await write(writer, publishable(source));
  await call(writer, 'editArticle', { articleId, version: 1, content: { title: 'آخر' } });
  expect(await call(writer, 'deleteArticle', { articleId, version: 2 })).toEqual({ deletedId: articleId, errors: [] });
  expect(await look(editor, articleId)).toBeNull();
  expect(await test.db.query('select 1 from revision where article_id = $1', [articleId])).toEqual([]);
});

it('a correction puts the corrected text live, with a note that readers see', async () => {
  const articleId = await publish(editor, publishable(source, { title: 'وصول 30 سائحا' }));
  const { article } = await call(editor, 'correctArticle', {
    articleId,
    version: 2,
    note: 'كانوا 13 لا 30',
    content: { title: 'وصول 13 سائحا' },
  });
  expect(article).toMatchObject({
    status: 'PUBLISHED',
    version: 3,
    article: { title: 'وصول 13 سائحا', contentVersion: 2 },
  });
  expect((await seen(articleId)).data.article.corrections).toEqual([{ note: 'كانوا 13 لا 30' }]);
  const silent = await call(editor, 'correctArticle', { articleId, version: 3, note: ' ', content: {} });
  expect(silent.errors).toMatchObject([{ code: 'INVALID', path: ['input', 'note'] }]);
});

it('an earlier version comes back as a new one', async () => {
  const articleId = await write(editor, publishable(source, { title: 'أ' }));
  await call(editor, 'editArticle', { articleId, version: 1, content: { title: 'ب', body: null } });
  const { article } = await call(editor, 'restoreRevision', { articleId, version: 2, revision: 1 });
  expect(article).toMatchObject({ version: 3, workingCopy: { title: 'أ', body: expect.stringContaining('نص الخبر') } });
  expect(await call(editor, 'restoreRevision', { articleId, version: 3, revision: 9 })).toMatchObject({
    errors: [{ code: 'NOT_FOUND' }],
  });
  expect((await call(editor, 'restoreRevision', { articleId, version: 3, revision: 3 })).article).toMatchObject({
    version: 4,
    workingCopy: { title: 'أ' },
  });
});

it('the same key twice makes one article, at once or one after the other', async () => {
  const input = { content: publishable(source), idempotencyKey: 'مفتاح-1' };
  const made = await Promise.all(Array.from({ length: 5 }, () => call(editor, 'createArticle', input)));
  expect(new Set(made.map(({ article }) => article.articleId)).size).toBe(1);
  const others = await call(chief, 'createArticle', input);
  expect(others.article.articleId).not.toBe(made[0].article.articleId);
});

it('bad input names every mistake, and changes nothing', async () => {
  const content = {
    title: 'ط'.repeat(1001),
    sourceId: 't01',
    tagIds: ['x'],
    publishedOn: { value: '2020-02-30', timeZone: 'Mars/Base' },
  };
  const { article, errors } = await call(editor, 'createArticle', { content });
  expect(article).toBeNull();
  expect(
    errors.map(({ code, path }: { code: string; path: string[] }) => `${code} ${path.slice(2).join('.')}`).sort(),
  ).toEqual([
    'INVALID publishedOn.timeZone',
    'INVALID publishedOn.value',
    'INVALID title',
    'NOT_FOUND sourceId',
    'NOT_FOUND tagIds',
  ]);
  const absent = await call(editor, 'createArticle', {
    content: { sourceId: `s${'0'.repeat(26)}`, tagIds: [`t${'0'.repeat(26)}`], leadImageId: `i${'0'.repeat(26)}` },
  });
  expect(absent.errors.map((error: { code: string }) => error.code)).toEqual(['NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND']);
});

it('a date is what is known of it', async () => {
  const { article } = await call(editor, 'createArticle', {
    content: publishable(source, { publishedAt: null, publishedOn: { value: '2019-10', approximate: true } }),
  });
  const articleId = article.articleId;
  const dateOf = () =>
    look(editor, articleId, 'workingCopy { publishedAt publishedOn { value precision approximate timeZone basis } }');
  expect((await dateOf()).workingCopy).toEqual({
    publishedAt: null,
    publishedOn: {
      value: '2019-10',
      precision: 'MONTH',
      approximate: true,
      timeZone: 'Africa/Casablanca',
      basis: 'EDITOR',
    },
  });
  await call(editor, 'editArticle', { articleId, version: 1, content: { publishedAt: '2024-03-19T23:30:00Z' } });
  expect((await dateOf()).workingCopy).toMatchObject({
    publishedOn: { value: '2024-03-19', precision: 'INSTANT', approximate: false },
  });
  await call(editor, 'editArticle', { articleId, version: 2, content: { publishedAt: null } });
  expect((await dateOf()).workingCopy).toMatchObject({
    publishedAt: null,
    publishedOn: { value: '2024-03-19', precision: 'DAY' },
  });
  const { errors } = await call(editor, 'editArticle', {
    articleId,
    version: 3,
    content: { publishedAt: '2099-01-01T00:00:00Z' },
  }).then(() => call(editor, 'publishArticle', { articleId, version: 4 }));
  expect(errors).toMatchObject([{ code: 'INVALID', path: ['input', 'content', 'publishedAt'] }]);
});

it('tags of many articles change at once, and live where nothing else waits', async () => {
  const [added, removed] = await Promise.all([makeTag(test.db, 'جديد'), makeTag(test.db, 'قديم')]);
  const live = await publish(editor, publishable(source, { tagIds: [removed] }));
  const waiting = await publish(editor, publishable(source, { title: 'وجه', tagIds: [removed] }));
  await call(editor, 'editArticle', { articleId: waiting, version: 2, content: { title: 'قيد العمل' } });
  const input = { articleIds: [live, waiting], addTagIds: [added], removeTagIds: [removed] };
  const { data } = await editor.ask(
    'mutation ($input: TagArticlesInput!) { tagArticles(input: $input) { articles { version workingCopy { tags { name } } } errors { code } } }',
    { input },
  );
  expect(data.tagArticles).toEqual({
    articles: [3, 4].map((version) => ({ version, workingCopy: { tags: [{ name: 'جديد' }] } })),
    errors: [],
  });
  expect((await seen(live)).data.article.tags).toEqual([{ name: 'جديد' }]);
  expect((await seen(waiting)).data.article).toMatchObject({ title: 'وجه', tags: [{ name: 'قديم' }] });
  const none = await editor.ask(
    'mutation ($input: TagArticlesInput!) { tagArticles(input: $input) { articles { id } errors { code path } } }',
    {
      input: { articleIds: [live, `a${'0'.repeat(26)}`], addTagIds: [removed] },
    },
  );
  expect(none.data.tagArticles).toEqual({
    articles: null,
    errors: [{ code: 'NOT_FOUND', path: ['input', 'articleIds', '1'] }],
  });
  expect((await look(editor, live)).version).toBe(3);
});

it('what came due is told to others, even where an editor saved before a worker wrote it down', async () => {
  const tag = await makeTag(test.db, 'عاجل');
  const [edited, tagged] = [await write(editor, publishable(source)), await write(editor, publishable(source))];
  const at = new Date(Date.now() + 400).toISOString();
  for (const articleId of [edited, tagged]) await call(editor, 'scheduleArticle', { articleId, version: 1, at });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { article } = await call(editor, 'editArticle', {
    articleId: edited,
    version: 2,
    content: { summary: 'ملخص' },
  });
  expect(article).toMatchObject({ status: 'PUBLISHED', hasUnpublishedChanges: true, version: 3 });
  await retag({ articleIds: [tagged], addTagIds: [tag] });
  await writeDownDue(test.db);
  const told = await test.db.query(
    `select distinct j.payload->>'articleId' as id from graphile_worker._private_jobs j where j.payload->>'articleId' = any($1)`,
    [[edited, tagged]],
  );
  expect(told).toHaveLength(2);
  expect(await look(editor, edited)).toMatchObject({ status: 'PUBLISHED', hasUnpublishedChanges: true, version: 3 });
});

const RETAG = `mutation ($input: TagArticlesInput!) { tagArticles(input: $input) {
  articles { version article { tags { id } } } errors { code path } } }`;
const retag = async (input: object) => (await editor.ask(RETAG, { input })).data.tagArticles;

it('a tag that was merged since is added and removed in bulk as what it went into', async () => {
  const [old, kept] = [await makeTag(test.db, 'قديم'), await makeTag(test.db, 'باق')];
  const articleId = await publish(editor, publishable(source, { tagIds: [old] }));
  await chief.ask('mutation ($input: MergeTagsInput!) { mergeTags(input: $input) { errors { code } } }', {
    input: { from: [old], into: kept },
  });
  expect(await retag({ articleIds: [articleId], addTagIds: [kept] })).toEqual({
    articles: [{ version: 2, article: { tags: [{ id: kept }] } }],
    errors: [],
  });
  expect(await retag({ articleIds: [articleId], removeTagIds: [kept] })).toEqual({
    articles: [{ version: 3, article: { tags: [] } }],
    errors: [],
  });
});

it('an article gets no more tags in bulk than in a save', async () => {
  const articleId = await publish(editor, publishable(source));
  const tags = await Promise.all(Array.from({ length: 51 }, (_, n) => makeTag(test.db, `كثرة ${n}`)));
  expect((await retag({ articleIds: [articleId], addTagIds: tags.slice(0, 50) })).errors).toEqual([]);
  expect(await retag({ articleIds: [articleId], addTagIds: tags.slice(50) })).toEqual({
    articles: null,
    errors: [{ code: 'INVALID', path: ['input', 'articleIds', '0'] }],
  });
});
