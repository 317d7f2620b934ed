/** What a caller reads of the change feed, and how she reads on. */
import { NO_CONDITION } from '../../src/changes/change-log.sql.js';
import { headOf, readChanges } from '../../src/changes/read-changes.js';
import { findKeyHolder, type KeyHolder } from '../../src/partners/api-key.js';
import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable } from '../support/articles.js';
import { sequenceAll } from '../support/changes.js';
import { makeArticle, makeArticles, makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { grant, makePartner } from '../support/partners.js';

let test: TestApp;
let chief: Person;
let source: string;
let other: string;

beforeAll(async () => {
  test = await startApp();
  chief = await signIn(test, 'CHIEF');
});
/** Every test begins with an empty archive, and an empty feed. */
beforeEach(async () => {
  await test.db.query('truncate source, article, partner, change, change_note, change_due cascade');
  await test.db.query('update change_head set position = 0, publications = 0');
  await test.db.query('truncate slug');
  source = await makeSource(test.db, 'جريدة الساحل');
  other = await makeSource(test.db, 'جريدة الجبل');
});
afterAll(() => test.close());

const CHANGES = `query ($after: String, $since: DateTime, $first: Int! = 100, $filter: ChangeFilter) {
  changes(after: $after, since: $since, first: $first, filter: $filter) {
    nodes { id kind at articleId canonicalUrl contentVersion reason article { id title body } }
    edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

interface Asking {
  ask: TestApp['ask'];
}

// biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests that ask
async function read({ ask }: Asking, variables: object = {}): Promise<any> {
  await sequenceAll(test);
  const { data, errors } = await ask(CHANGES, variables as Record<string, unknown>);
  return errors ? errors[0] : data.changes;
}

const kinds = (page: { nodes: { kind: string; articleId: string }[] }, articleId?: string) =>
  page.nodes.filter((change) => articleId === undefined || change.articleId === articleId).map(({ kind }) => kind);

it('a page ends with a cursor that is good for ever, and an empty one repeats the cursor that was given', async () => {
  const ids = await makeArticles(
    test.db,
    Array.from({ length: 5 }, () => ({ sourceId: source })),
  );
  const first = await read(test, { first: 2 });
  expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false, endCursor: first.nodes[1].id });
  expect(first.edges.map(({ cursor }: { cursor: string }) => cursor)).toEqual(
    first.nodes.map(({ id }: { id: string }) => id),
  );
  const rest = await read(test, { after: first.pageInfo.endCursor });
  expect([...first.nodes, ...rest.nodes].map(({ articleId }) => articleId)).toEqual(ids);
  expect(rest.pageInfo.hasNextPage).toBe(false);
  const empty = await read(test, { after: rest.pageInfo.endCursor });
  expect(empty).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false, endCursor: rest.pageInfo.endCursor } });
  await makeArticle(test.db, { sourceId: source });
  expect(await read(test, { after: first.pageInfo.endCursor, first: 3 })).toEqual({
    ...rest,
    pageInfo: { ...rest.pageInfo, hasNextPage: true },
  });
});

it('before anything happened there is nothing, and no cursor', async () => {
  expect(await read(test)).toMatchObject({ nodes: [], pageInfo: { hasNextPage: false, endCursor: null } });
});

it('what is no cursor, too many changes and an id of another type are refused by name', async () => {
  expect(await read(test, { after: 'abc' })).toMatchObject({
    extensions: { code: 'BAD_USER_INPUT', argument: 'after' },
  });
  expect(await read(test, { after: 'c999999999999999' })).toMatchObject({
    extensions: { code: 'BAD_USER_INPUT', argument: 'after' },
    message: expect.stringMatching(/^after: .*moment/),
  });
  expect(await read(test, { first: 1_001 })).toMatchObject({
    extensions: { code: 'BAD_USER_INPUT', argument: 'first' },
  });
  const article = await makeArticle(test.db, { sourceId: source });
  expect(await read(test, { filter: { sourceIds: [article] } })).toMatchObject({
    extensions: { code: 'BAD_USER_INPUT', argument: 'filter.sourceIds' },
  });
});

it('what is gone by now has no article, in the changes before its tombstone neither', async () => {
  const articleId = await publish(chief, publishable(source, { canonicalUrl: 'https://sahel.example/1' }));
  await call(chief, 'withdrawArticle', { articleId, version: 2, comment: 'سر', publicReason: 'حكم قضائي' });
  const { nodes } = await read(test);
  expect(nodes).toMatchObject([
    { kind: 'PUBLISHED', article: null, canonicalUrl: 'https://sahel.example/1', contentVersion: 1, reason: null },
    { kind: 'WITHDRAWN', article: null, canonicalUrl: 'https://sahel.example/1', reason: 'حكم قضائي' },
  ]);
  expect(JSON.stringify(nodes)).not.toContain('سر');
});

it('the address of what was unpublished before it was withdrawn stays in the tombstone', async () => {
  const articleId = await publish(chief, publishable(source, { canonicalUrl: 'https://sahel.example/2' }));
  await call(chief, 'unpublishArticle', { articleId, version: 2 });
  await call(chief, 'withdrawArticle', { articleId, version: 3 });
  expect((await read(test)).nodes.at(-1)).toMatchObject({ kind: 'WITHDRAWN', canonicalUrl: 'https://sahel.example/2' });
});

it('a correction says what was corrected', async () => {
  const articleId = await publish(chief, publishable(source));
  await call(chief, 'correctArticle', { articleId, version: 2, content: { title: 'الصحيح' }, note: 'كان الاسم خطأ' });
  expect((await read(test)).nodes.at(-1)).toMatchObject({
    kind: 'CORRECTED',
    reason: 'كان الاسم خطأ',
    contentVersion: 2,
    article: { title: 'الصحيح' },
  });
});

it('a filter leaves sources and kinds out, and never a change of what it asks for', async () => {
  const [one] = await makeArticles(test.db, [{ sourceId: source }, { sourceId: other }]);
  await call(chief, 'withdrawArticle', { articleId: one, version: 1 });
  const moved = await publish(chief, publishable(source));
  await call(chief, 'editArticle', { articleId: moved, version: 2, content: { sourceId: other } });
  await call(chief, 'publishArticle', { articleId: moved, version: 3 });
  expect(kinds(await read(test))).toEqual(['PUBLISHED', 'PUBLISHED', 'WITHDRAWN', 'PUBLISHED', 'UPDATED']);
  expect(kinds(await read(test, { filter: { kinds: ['WITHDRAWN'] } }))).toEqual(['WITHDRAWN']);
  expect(kinds(await read(test, { filter: { kinds: ['UPDATED'] } }))).toEqual(['UPDATED']);
  expect(kinds(await read(test, { filter: { kinds: [] } }))).toEqual([]);
  // Who follows one source alone sees the article come to it, or leave it.
  expect(kinds(await read(test, { filter: { sourceIds: [other] } }))).toEqual(['PUBLISHED', 'PUBLISHED']);
  expect(kinds(await read(test, { filter: { sourceIds: [source] } }), moved)).toEqual(['PUBLISHED', 'UNPUBLISHED']);
  expect(kinds(await read(test, { filter: { sourceIds: [source, other] } }), moved)).toEqual(['PUBLISHED', 'UPDATED']);
  expect(kinds(await read(test, { filter: { sourceIds: [source], kinds: ['PUBLISHED'] } }))).toEqual([
    'PUBLISHED',
    'PUBLISHED',
  ]);
});

it('who asks for one source hears that an article left it, wherever it went', async () => {
  const moved = await publish(chief, publishable(source));
  await call(chief, 'editArticle', { articleId: moved, version: 2, content: { sourceId: other } });
  await call(chief, 'publishArticle', { articleId: moved, version: 3 });
  expect(kinds(await read(test, { filter: { sourceIds: [source] } }))).toEqual(['PUBLISHED', 'UNPUBLISHED']);
  expect(kinds(await read(test, { filter: { sourceIds: [source, other] } }))).toEqual(['PUBLISHED', 'UPDATED']);
});

it('reading can begin at a moment', async () => {
  const [early] = await makeArticles(test.db, [{ sourceId: source }]);
  await sequenceAll(test);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const since = new Date();
  const [late] = await makeArticles(test.db, [{ sourceId: source }]);
  const page = await read(test, { since: since.toISOString() });
  expect(page.nodes.map(({ articleId }: { articleId: string }) => articleId)).toEqual([late]);
  const all = await read(test, { since: '2020-01-01T00:00:00Z' });
  expect(all.nodes.map(({ articleId }: { articleId: string }) => articleId)).toEqual([early, late]);
  expect(kinds(await read(test, { since: since.toISOString(), after: page.pageInfo.endCursor }))).toEqual([]);
});

describe('the public', () => {
  it('hears of nothing under embargo, nor of its end before it comes', async () => {
    const held = await makeArticle(test.db, { sourceId: source, releasedAt: new Date(), embargoMinutes: 60 });
    await call(chief, 'editArticle', { articleId: held, version: 1, content: { title: 'عنوان محجوب' } });
    await call(chief, 'publishArticle', { articleId: held, version: 2 });
    await call(chief, 'withdrawArticle', { articleId: held, version: 3 });
    expect((await read(test)).nodes).toEqual([]);
  });

  it('is told of each article of a source that may show more or less', async () => {
    const ids = await makeArticles(test.db, [{ sourceId: source }, { sourceId: source }, { sourceId: other }]);
    const { pageInfo } = await read(test);
    await test.db.query(`update source set access = 'HEADLINE' where id = $1`, [source]);
    const { nodes } = await read(test, { after: pageInfo.endCursor });
    expect(
      nodes.map(({ kind, articleId, article }: { kind: string; articleId: string; article: { body: string } }) => [
        kind,
        articleId,
        article.body,
      ]),
    ).toEqual([
      ['UPDATED', ids[0], null],
      ['UPDATED', ids[1], null],
    ]);
  });
});

describe('a partner', () => {
  it('hears of what is granted to her, from her grant on: first all that is there', async () => {
    const ids = await makeArticles(test.db, [{ sourceId: source }, { sourceId: other }, { sourceId: source }]);
    await sequenceAll(test);
    const partner = await makePartner(test, [{ sourceId: source, access: 'HEADLINE' }]);
    await sequenceAll(test);
    const later = await makeArticle(test.db, { sourceId: source });
    const page = await read(partner);
    expect(page.nodes.map(({ kind, articleId }: { kind: string; articleId: string }) => [kind, articleId])).toEqual([
      ['GRANTED', ids[0]],
      ['GRANTED', ids[2]],
      ['PUBLISHED', later],
    ]);
    expect(
      page.nodes.every(
        ({ article }: { article: { title: string; body: null } }) => article.title && article.body === null,
      ),
    ).toBe(true);
    const one = await read(partner, { first: 1 });
    expect((await read(partner, { after: one.pageInfo.endCursor })).nodes).toEqual(page.nodes.slice(1));
  });

  it('hears of the end of her grant, article by article, and of a withdrawal years later', async () => {
    const partner = await makePartner(test, [{ sourceId: source }, { sourceId: other }]);
    await sequenceAll(test);
    const [kept, taken] = await makeArticles(test.db, [{ sourceId: other }, { sourceId: source }]);
    const before = await read(partner);
    await grant(test, partner.id, [{ sourceId: other }]);
    const page = await read(partner, { after: before.pageInfo.endCursor });
    expect(page.nodes).toMatchObject([{ kind: 'REVOKED', articleId: taken, article: null }]);
    await call(chief, 'editArticle', { articleId: taken, version: 1, content: { title: 'لا يعنيها' } });
    await call(chief, 'publishArticle', { articleId: taken, version: 2 });
    await call(chief, 'withdrawArticle', { articleId: taken, version: 3 });
    await call(chief, 'withdrawArticle', { articleId: kept, version: 1 });
    const last = await read(partner, { after: page.pageInfo.endCursor });
    expect(last.nodes).toMatchObject([
      { kind: 'WITHDRAWN', articleId: taken },
      { kind: 'WITHDRAWN', articleId: kept },
    ]);
  });

  it('hears nothing, withdrawals included, of what she never was shown', async () => {
    const partner = await makePartner(test, [{ sourceId: source, embargoMinutes: 60 }]);
    await sequenceAll(test);
    const [held, foreign] = await makeArticles(test.db, [
      { sourceId: source, releasedAt: new Date() },
      { sourceId: other },
    ]);
    for (const articleId of [held, foreign]) await call(chief, 'withdrawArticle', { articleId, version: 1 });
    expect((await read(partner)).nodes).toEqual([]);
  });

  it('sees what the public does not see yet where her embargo is shorter, and later where it is longer', async () => {
    const early = await makePartner(test, [{}]);
    const late = await makePartner(test, [{ embargoMinutes: 1 }]);
    await sequenceAll(test);
    const at = new Date(Date.now() - 59_700);
    const held = await makeArticle(test.db, { sourceId: source, releasedAt: at, embargoMinutes: 60 });
    expect(kinds(await read(early), held)).toEqual(['PUBLISHED']);
    expect(kinds(await read(late), held)).toEqual([]);
    expect(kinds(await read(test), held)).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, at.getTime() + 60_050 - Date.now()));
    expect(kinds(await read(late), held)).toEqual(['PUBLISHED']);
    expect(kinds(await read(early), held)).toEqual(['PUBLISHED']);
    expect(kinds(await read(test), held)).toEqual([]);
  });

  it('hears that a grant has ended by itself', async () => {
    const partner = await makePartner(test, [{ sourceId: source, until: new Date(Date.now() + 400) }]);
    await sequenceAll(test);
    const articleId = await makeArticle(test.db, { sourceId: source });
    expect(kinds(await read(partner), articleId)).toEqual(['PUBLISHED']);
    await new Promise((resolve) => setTimeout(resolve, 450));
    expect(kinds(await read(partner), articleId)).toEqual(['PUBLISHED', 'REVOKED']);
  });

  it('loses an article that goes to a source of hers of which she has to wait for it', async () => {
    const partner = await makePartner(test, [{ sourceId: source }, { sourceId: other, embargoMinutes: 60 }]);
    await sequenceAll(test);
    const moved = await publish(chief, publishable(source));
    await call(chief, 'editArticle', { articleId: moved, version: 2, content: { sourceId: other } });
    await call(chief, 'publishArticle', { articleId: moved, version: 3 });
    expect(kinds(await read(partner))).toEqual(['PUBLISHED', 'UNPUBLISHED']);
    await call(chief, 'editArticle', { articleId: moved, version: 4, content: { sourceId: source } });
    await call(chief, 'publishArticle', { articleId: moved, version: 5 });
    expect(kinds(await read(partner))).toEqual(['PUBLISHED', 'UNPUBLISHED', 'PUBLISHED']);
  });

  it('reads no turn of her rights by those that she had when she was recognised', async () => {
    const partner = await makePartner(test, [{ sourceId: source }]);
    const articleId = await makeArticle(test.db, { sourceId: source });
    await sequenceAll(test);
    const after = await headOf(test.db);
    const recognised = async () => ((await findKeyHolder(test.db, partner.key)) as KeyHolder).actor;
    const before = await recognised();
    await grant(test, partner.id, []);
    await sequenceAll(test);
    const late = await readChanges(test.db, before, { after, limit: 10, condition: NO_CONDITION });
    expect(late).toMatchObject({ changes: [], more: true, outdated: true });
    const again = await readChanges(test.db, await recognised(), {
      after: late.end,
      limit: 10,
      condition: NO_CONDITION,
    });
    expect(again).toMatchObject({ changes: [{ kind: 'REVOKED', articleId }], more: false });
  });

  it('gets back what a short end of her grant took, though its end and its return are numbered together', async () => {
    const partner = await makePartner(test, [{ sourceId: source }]);
    await sequenceAll(test);
    const articleId = await makeArticle(test.db, { sourceId: source });
    await sequenceAll(test);
    await grant(test, partner.id, []);
    const { data } = await partner.ask(CHANGES); // nothing numbers what was noted meanwhile
    expect(data.changes.nodes).toMatchObject([{ kind: 'PUBLISHED', articleId, article: null }]);
    await grant(test, partner.id, [{ sourceId: source }]);
    const rest = await read(partner, { after: data.changes.pageInfo.endCursor });
    expect(rest.nodes.at(-1)).toMatchObject({ articleId, article: { id: articleId } });
  });

  it('gets back what the end of her grant took, though it was granted anew before that end was numbered', async () => {
    const given = { sourceId: source, embargoMinutes: 1 };
    const partner = await makePartner(test, [{ ...given, until: new Date(Date.now() + 300) }]);
    await sequenceAll(test);
    const articleId = await makeArticle(test.db, { sourceId: source });
    await sequenceAll(test);
    await new Promise((resolve) => setTimeout(resolve, 350));
    const { data } = await partner.ask(CHANGES); // nothing numbers the end meanwhile
    expect(data.changes.nodes).toMatchObject([{ kind: 'PUBLISHED', articleId, article: null }]);
    await grant(test, partner.id, [given, { sourceId: other }]);
    const rest = await read(partner, { after: data.changes.pageInfo.endCursor });
    expect(rest.nodes.at(-1)).toMatchObject({ articleId, article: { id: articleId } });
  });

  it('loses an article that goes to a source that is not hers', async () => {
    const partner = await makePartner(test, [{ sourceId: source }]);
    await sequenceAll(test);
    const articleId = await publish(chief, publishable(source));
    await call(chief, 'editArticle', { articleId, version: 2, content: { sourceId: other } });
    await call(chief, 'publishArticle', { articleId, version: 3 });
    expect(kinds(await read(partner))).toEqual(['PUBLISHED', 'UNPUBLISHED']);
  });

  it('loses an article that goes to a source of which her embargo is not over, and gains one that comes from there', async () => {
    const partner = await makePartner(test, [{ sourceId: source }, { sourceId: other, embargoMinutes: 60 }]);
    await sequenceAll(test);
    const ids = [await publish(chief, publishable(source)), await publish(chief, publishable(other))];
    for (const [at, articleId] of ids.entries()) {
      const content = { sourceId: [other, source][at] };
      await call(chief, 'editArticle', { articleId, version: 2, content });
      await call(chief, 'publishArticle', { articleId, version: 3 });
    }
    const page = await read(partner);
    expect(kinds(page, ids[0])).toEqual(['PUBLISHED', 'UNPUBLISHED']);
    expect(kinds(page, ids[1])).toEqual(['PUBLISHED']);
  });

  it('hears nothing of what had moved away before its source was granted to her', async () => {
    const articleId = await publish(chief, publishable(source));
    await call(chief, 'editArticle', { articleId, version: 2, content: { sourceId: other } });
    await call(chief, 'publishArticle', { articleId, version: 3 });
    const partner = await makePartner(test, [{ sourceId: source }]);
    await sequenceAll(test);
    await grant(test, partner.id, []);
    expect((await read(partner)).nodes).toEqual([]);
    // Nor does the public of the rights of a source that it has left.
    await test.db.query(`update source set access = 'SUMMARY' where id = $1`, [source]);
    expect(kinds(await read(test))).toEqual(['PUBLISHED', 'UPDATED']);
  });

  it('is not told of an embargo that ended after her rights, though both are numbered together', async () => {
    const partner = await makePartner(test, [{ embargoMinutes: 1 }]);
    await sequenceAll(test);
    const at = new Date(Date.now() - 59_500);
    await makeArticle(test.db, { sourceId: source, releasedAt: at });
    await sequenceAll(test);
    await grant(test, partner.id, []);
    await new Promise((resolve) => setTimeout(resolve, at.getTime() + 60_050 - Date.now()));
    expect(kinds(await read(partner))).not.toContain('PUBLISHED');
  });
});

describe('a withdrawal is not told to', () => {
  const withdraw = (articleId: string, version: number) =>
    call(chief, 'withdrawArticle', { articleId, version, publicReason: 'سبب' });
  const lateBy = (milliseconds: number) => new Date(Date.now() - 60_000 + milliseconds);

  it('whoever was under embargo when the article was taken off, though the embargo is over by now', async () => {
    const partner = await makePartner(test, [{ embargoMinutes: 1 }]);
    await sequenceAll(test);
    const releasedAt = lateBy(500);
    const articleId = await makeArticle(test.db, { sourceId: source, releasedAt, embargoMinutes: 1 });
    await sequenceAll(test);
    await call(chief, 'unpublishArticle', { articleId, version: 1 });
    await sequenceAll(test);
    await new Promise((resolve) => setTimeout(resolve, releasedAt.getTime() + 60_050 - Date.now()));
    await withdraw(articleId, 2);
    expect((await read(test)).nodes).toEqual([]);
    expect((await read(partner)).nodes).toEqual([]);
  });

  it('a partner whose rights began when it was unpublished already', async () => {
    const articleId = await makeArticle(test.db, { sourceId: source });
    await call(chief, 'unpublishArticle', { articleId, version: 1 });
    await sequenceAll(test);
    const partner = await makePartner(test);
    await sequenceAll(test);
    await withdraw(articleId, 2);
    expect((await read(partner)).nodes).toEqual([]);
    expect(kinds(await read(test))).toEqual(['PUBLISHED', 'UNPUBLISHED', 'WITHDRAWN']);
  });

  it('a partner whose rights had ended when it was brought in, whatever moment it was released at', async () => {
    const partner = await makePartner(test);
    await sequenceAll(test);
    await grant(test, partner.id, []);
    await sequenceAll(test);
    const articleId = await makeArticle(test.db, { sourceId: source, releasedAt: new Date(Date.now() - 3_600_000) });
    await sequenceAll(test);
    await withdraw(articleId, 1);
    expect((await read(partner)).nodes).toEqual([]);
  });
});

it('a page takes as many statements for three changes as for three hundred', async () => {
  const partner = await makePartner(test, [{ sourceId: source, access: 'SUMMARY' }]);
  await sequenceAll(test);
  await makeArticles(
    test.db,
    Array.from({ length: 300 }, () => ({ sourceId: source })),
  );
  await sequenceAll(test);
  const asked = (first: number) => test.statements(() => partner.ask(CHANGES, { first }));
  await asked(3);
  expect([await asked(3), await asked(300)]).toEqual([8, 8]);
});
