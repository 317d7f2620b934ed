/** Two editors at one article: what merges, what conflicts, and that neither loses work. */
import { startApp, type TestApp } from '../support/app.js';
import { call, look, publish, publishable, write } from '../support/articles.js';
import { makeSource, makeTag } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { runs } from '../support/soak.js';

let test: TestApp;
let one: Person;
let other: Person;
let chief: Person;
let source: string;
beforeAll(async () => {
  test = await startApp();
  [one, other, chief] = await Promise.all([signIn(test, 'EDITOR'), signIn(test, 'EDITOR'), signIn(test, 'CHIEF')]);
  source = await makeSource(test.db, 'جريدة التحرير');
});
afterAll(() => test.close());

const edit = (person: Person, articleId: string, version: number, content: object, comment?: string) =>
  call(person, 'editArticle', { articleId, version, content, comment });

it('changes of different fields merge, and say what others had changed', async () => {
  const articleId = await write(one, publishable(source, { title: 'عنوان', summary: 'ملخص' }));
  await edit(one, articleId, 1, { title: 'عنوان واحد', byline: 'فلانة' });
  const { article, merged, errors } = await edit(other, articleId, 1, { summary: 'ملخص آخر' });
  expect(errors).toEqual([]);
  expect(merged.sort()).toEqual(['BYLINE', 'TITLE']);
  expect(article).toMatchObject({
    version: 3,
    workingCopy: { title: 'عنوان واحد', summary: 'ملخص آخر', byline: 'فلانة' },
  });
});

it('changes of one field conflict, with both sides and their base, and nothing is saved', async () => {
  const articleId = await write(one, publishable(source, { title: 'أصل' }));
  await edit(one, articleId, 1, { title: 'لها', summary: 'ملخص' });
  const { article, conflict, errors } = await edit(other, articleId, 1, { title: 'له', byline: 'علان' });
  expect(article).toBeNull();
  expect(errors).toMatchObject([{ code: 'VERSION_CONFLICT', path: ['input', 'version'] }]);
  expect(conflict).toMatchObject({
    theirVersion: 2,
    fields: ['TITLE'],
    base: { title: 'أصل' },
    theirs: { title: 'لها' },
    by: { name: expect.any(String) },
  });
  expect(await look(other, articleId)).toMatchObject({ version: 2, workingCopy: { title: 'لها', byline: null } });
});

it('the same change on both sides is none', async () => {
  const articleId = await write(one, publishable(source, { title: 'أصل' }));
  await edit(one, articleId, 1, { title: 'نفسه' });
  expect((await edit(other, articleId, 1, { title: 'نفسه', summary: 'و' })).article).toMatchObject({
    version: 3,
    workingCopy: { title: 'نفسه' },
  });
});

it('tags merge tag by tag', async () => {
  const [a, b, c, d] = await Promise.all(['أ', 'ب', 'ج', 'د'].map((name) => makeTag(test.db, name)));
  const articleId = await write(one, publishable(source, { tagIds: [a, b] }));
  await edit(one, articleId, 1, { tagIds: [a, b, c] });
  const { article, merged } = await edit(other, articleId, 1, { tagIds: [d, a] });
  expect(article.workingCopy.tags.map((tag: { id: string }) => tag.id)).toEqual([d, a, c]);
  expect(merged).toEqual(['TAGS']);
});

it('the hour and the day of a date are one thing', async () => {
  const articleId = await write(one, publishable(source));
  await edit(one, articleId, 1, { publishedOn: { value: '2020' } });
  const { conflict } = await edit(other, articleId, 1, { publishedAt: '2024-06-01T00:00:00Z' });
  expect(conflict.fields).toEqual(['PUBLISHED_AT', 'PUBLISHED_ON']);
});

it('every other action on an older version conflicts, and a version that never was is refused', async () => {
  const articleId = await publish(chief, publishable(source));
  await edit(one, articleId, 2, { title: 'جديد' });
  for (const action of ['publishArticle', 'unpublishArticle', 'withdrawArticle']) {
    const { article, conflict, errors } = await call(chief, action, { articleId, version: 2 });
    expect({ article, code: errors[0].code, fields: conflict.fields }).toEqual({
      article: null,
      code: 'VERSION_CONFLICT',
      fields: ['TITLE'],
    });
  }
  expect(await call(one, 'restoreRevision', { articleId, version: 2, revision: 1 })).toMatchObject({
    errors: [{ code: 'VERSION_CONFLICT' }],
  });
  expect(await edit(one, articleId, 9, {})).toMatchObject({
    errors: [{ code: 'INVALID', path: ['input', 'version'] }],
  });
  expect(await look(one, articleId)).toMatchObject({ version: 3, status: 'PUBLISHED' });
});

it('a correction from an older version merges too', async () => {
  const articleId = await publish(one, publishable(source, { title: 'قبل' }));
  await edit(one, articleId, 2, { summary: 'ملخص' });
  const { article, merged } = await call(other, 'correctArticle', {
    articleId,
    version: 2,
    note: 'خطأ',
    content: { title: 'بعد' },
  });
  expect(article).toMatchObject({ version: 4, workingCopy: { title: 'بعد', summary: 'ملخص' } });
  expect(merged).toEqual(['SUMMARY']);
});

it('autosaves of one author show as one row, and each can be restored', async () => {
  const articleId = await write(one, publishable(source, { title: 'ت0' }));
  for (let n = 1; n <= 4; n++) await edit(one, articleId, n, { title: `ت${n}` });
  await edit(one, articleId, 5, { title: 'ت5' }, 'مراجعة');
  await edit(other, articleId, 6, { title: 'ت6' });
  await edit(one, articleId, 7, { title: 'ت7' });
  const { revisions } = await look(
    one,
    articleId,
    'revisions { totalCount { value } nodes { number action comment author { name } content { title } } }',
  );
  expect(revisions.nodes.map((row: { number: number }) => row.number)).toEqual([8, 7, 6, 5, 1]);
  expect(revisions.totalCount.value).toBe(5);
  expect((await call(one, 'restoreRevision', { articleId, version: 8, revision: 3 })).article.workingCopy.title).toBe(
    'ت2',
  );
  const paged = await look(
    one,
    articleId,
    'revisions(first: 2) { nodes { number } pageInfo { endCursor hasNextPage } }',
  );
  const after = paged.revisions.pageInfo.endCursor;
  const { data } = await one.ask(
    'query ($id: ID!, $after: String) { desk { article(articleId: $id) { revisions(first: 2, after: $after) { nodes { id number } } } } }',
    { id: articleId, after },
  );
  const [row] = data.desk.article.revisions.nodes;
  expect(row.number).toBe(7);
  expect(
    (await one.ask('query ($id: ID!) { node(id: $id) { id ... on Revision { number } } }', { id: row.id })).data.node,
  ).toEqual(row);
  expect((await test.ask('query ($id: ID!) { node(id: $id) { id } }', { id: row.id })).data.node).toBeNull();
});

it('two editors who save at once lose nothing: every accepted text can be restored, and follows in what comes after', async () => {
  const rounds = runs(10);
  for (let round = 0; round < rounds; round++) {
    const articleId = await write(one, publishable(source, { title: 'أصل', summary: 'أصل', byline: 'أصل' }));
    const wishes = [
      { person: one, content: { title: `ع${round}`, summary: `م${round}` } },
      { person: other, content: round % 2 ? { byline: `ك${round}` } : { title: `آخر${round}` } },
    ];
    const answers = await Promise.all(wishes.map(({ person, content }) => edit(person, articleId, 1, content)));
    const accepted = wishes.filter((_, at) => answers[at].errors.length === 0);
    expect(accepted.length).toBe(round % 2 ? 2 : 1);
    expect(
      answers.filter(({ errors }) => errors.length > 0).every(({ errors }) => errors[0].code === 'VERSION_CONFLICT'),
    ).toBe(true);
    const { workingCopy, version } = await look(one, articleId);
    for (const { content } of accepted) expect(workingCopy).toMatchObject(content);
    expect(version).toBe(1 + accepted.length);
    const kept = await test.db.query<{ title: string; summary: string; byline: string }>(
      'select title, summary, byline from revision where article_id = $1',
      [articleId],
    );
    for (const { content } of accepted) expect(kept).toContainEqual(expect.objectContaining(content));
  }
});
