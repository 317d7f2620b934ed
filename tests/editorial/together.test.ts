/** Editors beside each other: locks that warn, notes, assignment, and what each sees of the others' work. */
import { startApp, type TestApp } from '../support/app.js';
import { call, look, publish, publishable, write } from '../support/articles.js';
import { makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';

let test: TestApp;
let writer: Person;
let colleague: Person;
let editor: Person;
let source: string;
beforeAll(async () => {
  test = await startApp();
  [writer, colleague, editor] = await Promise.all([
    signIn(test, 'CONTRIBUTOR'),
    signIn(test, 'CONTRIBUTOR'),
    signIn(test, 'EDITOR'),
  ]);
  source = await makeSource(test.db, 'جريدة الزملاء');
});
afterAll(() => test.close());

const LOCKED = 'lock { holder { name } expiresAt } version';

it('a lock warns, and only asking for it is refused: saving is not', async () => {
  const articleId = await write(writer, publishable(source));
  expect((await call(writer, 'lockArticle', { articleId })).errors).toEqual([]);
  expect(await look(editor, articleId, LOCKED)).toMatchObject({
    version: 1,
    lock: { holder: { name: expect.stringContaining('contributor') } },
  });
  expect(await call(editor, 'lockArticle', { articleId })).toMatchObject({
    article: null,
    errors: [{ code: 'LOCKED', message: expect.stringContaining('contributor') }],
  });
  expect(
    (await call(editor, 'editArticle', { articleId, version: 1, content: { title: 'رغم القفل' } })).errors,
  ).toEqual([]);
  expect((await call(writer, 'lockArticle', { articleId })).errors).toEqual([]);
  expect((await call(editor, 'unlockArticle', { articleId })).errors).toEqual([]);
  expect((await call(editor, 'lockArticle', { articleId })).errors).toEqual([]);
  expect(await call(writer, 'unlockArticle', { articleId })).toMatchObject({ refused: 'FORBIDDEN' });
  await test.db.query(`update edit_lock set expires_at = now() - interval '1 s'`);
  expect(await look(editor, articleId, LOCKED)).toEqual({ version: 2, lock: null });
  expect((await call(writer, 'lockArticle', { articleId })).errors).toEqual([]);
});

it('of several who ask for a lock at once, one gets it', async () => {
  const articleId = await write(editor, publishable(source));
  const people = await Promise.all(Array.from({ length: 6 }, () => signIn(test, 'EDITOR')));
  const answers = await Promise.all(people.map((person) => call(person, 'lockArticle', { articleId })));
  expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
});

it('notes stay at the desk, latest first, and leave the version', async () => {
  const articleId = await write(writer, publishable(source));
  await call(writer, 'addNote', { articleId, text: 'سطر\nوسطر' });
  await call(editor, 'addNote', { articleId, text: 'رد' });
  expect(await look(writer, articleId, 'version notes { text author { name } at }')).toMatchObject({
    version: 1,
    notes: [{ text: 'رد' }, { text: 'سطر\nوسطر' }],
  });
  expect(await call(editor, 'addNote', { articleId, text: ' \u200b ' })).toMatchObject({
    errors: [{ code: 'INVALID', path: ['input', 'text'] }],
  });
});

it('a contributor sees what she wrote or is assigned, and nothing else is there for her', async () => {
  const articleId = await write(writer, publishable(source));
  expect(await look(colleague, articleId)).toBeNull();
  for (const [mutation, input] of [
    ['editArticle', { articleId, version: 1, content: { title: 'س' } }],
    ['submitArticle', { articleId, version: 1 }],
    ['deleteArticle', { articleId, version: 1 }],
    ['restoreRevision', { articleId, version: 1, revision: 1 }],
    ['lockArticle', { articleId }],
    ['unlockArticle', { articleId }],
    ['addNote', { articleId, text: 'س' }],
  ] as const)
    expect(await call(colleague, mutation, input)).toMatchObject({ errors: [{ code: 'NOT_FOUND' }] });
  const assigned = await call(editor, 'assignArticle', { articleId, assigneeId: colleague.id });
  expect(assigned.article.version).toBe(1);
  expect(await look(colleague, articleId, 'assignee { id } allowedActions')).toEqual({
    assignee: { id: colleague.id },
    allowedActions: [],
  });
  expect((await call(colleague, 'addNote', { articleId, text: 'أراه' })).errors).toEqual([]);
  expect(await call(colleague, 'editArticle', { articleId, version: 1, content: { title: 'س' } })).toMatchObject({
    refused: 'FORBIDDEN',
  });
  await call(editor, 'assignArticle', { articleId, assigneeId: null });
  expect(await look(colleague, articleId)).toBeNull();
  expect(await call(editor, 'assignArticle', { articleId, assigneeId: `u${'0'.repeat(26)}` })).toMatchObject({
    errors: [{ code: 'NOT_FOUND', path: ['input', 'assigneeId'] }],
  });
});

it('a preview shows one version under the same id, until it ends, and to nobody without the link', async () => {
  const articleId = await write(writer, publishable(source, { title: 'نسخة أولى' }));
  const link = async (person: Person, input: object) => {
    const { data } = await person.ask(
      'mutation ($input: CreatePreviewLinkInput!) { createPreviewLink(input: $input) { url expiresAt errors { code } } }',
      { input: { articleId, ...input } },
    );
    return data.createPreviewLink;
  };
  const { url } = await link(writer, {});
  await call(writer, 'editArticle', { articleId, version: 1, content: { title: 'نسخة ثانية' } });
  const token = new URL(url).pathname.split('/').at(-1) as string;
  const preview = (of: string) =>
    test.ask(
      'query ($token: String!) { preview(token: $token) { id title isPreview body excerpt source { name } publicSince } }',
      { token: of },
    );
  expect((await preview(token)).data.preview).toMatchObject({
    id: articleId,
    title: 'نسخة أولى',
    isPreview: true,
    body: expect.stringContaining('نص الخبر'),
  });
  expect((await preview('x')).data.preview).toBeNull();
  const page = await test.app.inject({ url: new URL(url).pathname });
  expect([page.statusCode, page.headers['cache-control'], page.headers['x-robots-tag']]).toEqual([
    200,
    'no-store',
    'noindex, nofollow',
  ]);
  expect(page.body).toContain('نسخة أولى');
  const answer = await test.app.inject({ url: '/graphql', query: { query: `{ preview(token: "${token}") { id } }` } });
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(await link(colleague, {})).toMatchObject({ url: null, errors: [{ code: 'NOT_FOUND' }] });
  expect(await link(writer, { revision: 7 })).toMatchObject({ errors: [{ code: 'NOT_FOUND' }] });
  expect(await link(writer, { minutes: 0 })).toMatchObject({ errors: [{ code: 'INVALID' }] });
  const browse = () => test.app.inject({ url: new URL(url).pathname, headers: { accept: 'text/html' } });
  await test.db.query(`update preview_link set expires_at = now() - interval '1 s'`);
  expect([(await browse()).statusCode, (await browse()).headers['content-type']]).toEqual([
    404,
    'text/html; charset=utf-8',
  ]);
  expect((await preview(token)).data.preview).toBeNull();
  expect((await test.app.inject({ url: new URL(url).pathname })).statusCode).toBe(404);
});

it('a plan says beforehand what publishing and withdrawing would do', async () => {
  const articleId = await write(writer, { title: 'ناقص' });
  const under = await publish(editor, publishable(source));
  await test.db.query('insert into related_pin (article_id, related_id, position) values ($1, $2, 1)', [
    under,
    articleId,
  ]);
  const PLANS =
    'publishPlan { checks { code passed message } partnersTold relatedHeadlinesAffected } withdrawPlan { checks { code passed } }';
  const { publishPlan, withdrawPlan } = await look(editor, articleId, PLANS);
  expect(
    publishPlan.checks
      .filter((check: { passed: boolean }) => !check.passed)
      .map((check: { code: string }) => check.code),
  ).toEqual(['BODY_OR_URL', 'LANGUAGE', 'SOURCE', 'DATE']);
  expect(publishPlan).toMatchObject({ relatedHeadlinesAffected: 1, partnersTold: 0 });
  expect(withdrawPlan.checks).toEqual([{ code: 'STATE', passed: false }]);
  expect(
    (await test.ask('query ($id: ID!) { article(id: $id) { relatedHeadlines { headline { title } } } }', { id: under }))
      .data.article.relatedHeadlines,
  ).toEqual([]);
  await call(editor, 'editArticle', { articleId, version: 1, content: publishable(source, { title: 'تام' }) });
  await call(editor, 'publishArticle', { articleId, version: 2 });
  const related = await test.ask(
    'query ($id: ID!) { article(id: $id) { relatedHeadlines { reason headline { title } } } }',
    { id: under },
  );
  expect(related.data.article.relatedHeadlines).toEqual([{ reason: 'PINNED', headline: { title: 'تام' } }]);
});
