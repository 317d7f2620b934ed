/** What editors choose to stand beside an article, and observed lines that articles come to stand behind. */
import { ARTICLE_PUBLISHED } from '../../src/articles/article-events.js';
import type { Editor } from '../../src/core/access.js';
import { newId } from '../../src/core/ids.js';
import { Rejected } from '../../src/core/user-error.js';
import { linkHeadlines, linkToWithdrawn } from '../../src/headlines/link-headlines.js';
import { blockRelated, pinRelated, type RelatedChoice, resetRelated } from '../../src/headlines/pin-related.js';
import { enqueue } from '../../src/jobs/job.js';
import { titleKey } from '../../src/text/fold.js';
import { urlKey } from '../../src/text/url-key.js';
import { startApp, type TestApp } from '../support/app.js';
import { makeArticle, makeArticles, makeSource, makeTag } from '../support/content.js';
import { signIn } from '../support/desk.js';
import { drainJobs } from '../support/jobs.js';

let test: TestApp;
let source: string;
let actor: Editor;
beforeAll(async () => {
  test = await startApp();
  source = await makeSource(test.db, 'المصدر');
  actor = {
    kind: 'editor',
    userId: (await signIn(test, 'EDITOR')).id,
    role: 'EDITOR' as Editor['role'],
    requestId: 'r',
  };
});
afterAll(() => test.close());

type Choice = (tx: Parameters<typeof pinRelated>[0], actor: Editor, input: RelatedChoice) => Promise<void>;
const choose = (choice: Choice, articleId: string, relatedId: string, position?: number) =>
  test.db.transaction((tx) => choice(tx, actor, { articleId, relatedId, position }));
const failure = async (work: Promise<void>) => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Rejected);
  return (error as Rejected).errors.map(({ code, path }) => [code, path[1]]);
};
const related = async (id: string) => {
  const { data } = await test.ask(
    `{ article(id: "${id}") { relatedHeadlines(first: 24) { reason headline { article { id } } } } }`,
  );
  return data.article.relatedHeadlines.map((one: { reason: string; headline: { article: { id: string } } }) => [
    one.reason,
    one.headline.article.id,
  ]);
};
const withdraw = (id: string) =>
  test.db.query(
    `update article set published_revision = null, status = 'WITHDRAWN', withdrawn_at = now() where id = $1`,
    [id],
  );

describe('beside an article', () => {
  it('a pin stands at its place, those after it moving down; the next goes to the end', async () => {
    const [me, a, b, c] = (await makeArticles(test.db, Array(4).fill({ sourceId: source }))) as [
      string,
      string,
      string,
      string,
    ];
    await choose(pinRelated, me, a);
    await choose(pinRelated, me, b);
    await choose(pinRelated, me, c, 1);
    expect(await related(me)).toEqual([
      ['PINNED', c],
      ['PINNED', a],
      ['PINNED', b],
    ]);
    await choose(pinRelated, me, c, 2);
    expect(await related(me)).toEqual([
      ['PINNED', a],
      ['PINNED', c],
      ['PINNED', b],
    ]);
    await choose(pinRelated, me, a);
    expect(await related(me)).toEqual([
      ['PINNED', c],
      ['PINNED', b],
      ['PINNED', a],
    ]);
    await choose(resetRelated, me, b);
    expect(await related(me)).toEqual([
      ['PINNED', c],
      ['PINNED', a],
    ]);
    const audit = await test.db.query<{ action: string }>(
      'select action from audit_entry where subject_id = $1 order by id',
      [me],
    );
    expect(audit.map((entry) => entry.action)).toEqual([...Array(5).fill('PIN_RELATED'), 'RESET_RELATED']);
  });

  it('what is blocked never stands, until it is pinned or reset; and the next takes its place', async () => {
    const tag = await makeTag(test.db, 'وسم');
    const ids = (await makeArticles(test.db, Array(30).fill({ sourceId: source, tagIds: [tag] }))) as [
      string,
      ...string[],
    ];
    const [me, ...others] = ids.reverse() as [string, ...string[]];
    for (const id of others.slice(0, 24)) await choose(blockRelated, me, id);
    expect((await related(me)).map(([, id]: string[]) => id)).toEqual(others.slice(24));
    expect(await related(others[0] as string)).toContainEqual(['SHARED_TAGS', me]);
    await choose(pinRelated, me, others[3] as string);
    expect((await related(me))[0]).toEqual(['PINNED', others[3]]);
    await choose(blockRelated, me, others[3] as string);
    await choose(resetRelated, me, others[5] as string);
    const shown = (await related(me)).map(([, id]: string[]) => id);
    expect([shown.includes(others[3]), shown.includes(others[5])]).toEqual([false, true]);
  });

  it('a draft may be pinned, and shows when it is public; what was withdrawn is not there', async () => {
    const [me, draft, gone] = (await makeArticles(test.db, [
      { sourceId: source },
      { sourceId: source, releasedAt: new Date(Date.now() + 60_000) },
      { sourceId: source },
    ])) as [string, string, string];
    await choose(pinRelated, me, draft);
    expect(await related(me)).toEqual([]);
    await test.db.query('update article set public_at = now() where id = $1', [draft]);
    expect(await related(me)).toEqual([['PINNED', draft]]);
    await choose(pinRelated, me, gone);
    await withdraw(gone);
    expect(await related(me)).toEqual([['PINNED', draft]]);
    expect(await failure(choose(pinRelated, me, gone))).toEqual([['NOT_FOUND', 'relatedId']]);
    expect(await failure(choose(blockRelated, gone, me))).toEqual([['NOT_FOUND', 'articleId']]);
    expect(await failure(choose(resetRelated, me, 'x'))).toEqual([['NOT_FOUND', 'relatedId']]);
    expect(await failure(choose(pinRelated, me, me))).toEqual([['INVALID', 'relatedId']]);
    expect(await failure(choose(pinRelated, me, draft, 25))).toEqual([['INVALID', 'position']]);
  });

  it('each choice takes three statements', async () => {
    const [me, a] = (await makeArticles(test.db, Array(2).fill({ sourceId: source }))) as [string, string];
    for (const choice of [pinRelated, blockRelated, resetRelated])
      expect(await test.statements(() => choose(choice, me, a))).toBe(3);
  });
});

describe('an observed line', () => {
  /** A page with this article and these lines, as imports leave it. */
  async function capture(articleId: string, lines: { title: string; url?: string }[]): Promise<string> {
    const id = newId('c');
    await test.db.query(
      `insert into capture (id, sha256, bytes, article_id) values ($1, sha256(convert_to($1, 'UTF8')), '', $2)`,
      [id, articleId],
    );
    for (const [at, { title, url }] of lines.entries())
      await test.db.query(
        `insert into headline (id, title, title_key, language, url, url_key, capture_id, position, seen_at) values ($1, $2, $3, 'ar', $4, $5, $6, $7, now())`,
        [newId('h'), title, titleKey(title), url ?? null, url ? urlKey(url) : null, id, at + 1],
      );
    return id;
  }
  const observed = async (id: string) => {
    const { data } = await test.ask(`{ article(id: "${id}") { observedHeadlines { title article { id } } } }`);
    return data.article.observedHeadlines.map((line: { title: string; article: { id: string } | null }) => [
      line.title,
      line.article?.id ?? null,
    ]);
  };

  it('leads to its article once that is published at the desk', async () => {
    const page = await makeArticle(test.db, { sourceId: source });
    await capture(page, [{ title: 'برلماني يطالب بكشف الحقيقة' }]);
    const article = await makeArticle(test.db, {
      sourceId: source,
      title: 'برلماني يطالب بكشف الحقيقة',
      publishedAt: new Date(),
    });
    expect(await observed(page)).toEqual([['برلماني يطالب بكشف الحقيقة', null]]);
    await test.db.transaction((tx) => enqueue(tx, ARTICLE_PUBLISHED, [{ articleId: article }]));
    await drainJobs(test);
    expect(await observed(page)).toEqual([['برلماني يطالب بكشف الحقيقة', article]]);
  });

  it('of a withdrawn article vanishes by address and by telling title, now and on pages that come later', async () => {
    const page = await makeArticle(test.db, { sourceId: source });
    const title = 'وزير سابق أمام القضاء';
    const lines = [
      { title: 'وزير سابق امام القضاء!' },
      { title: 'بعنوان آخر تماما', url: 'https://www.outlet.example/w?utm_source=x' },
      { title: 'طقس اليوم' },
      { title: 'خبر آخر لا شأن له' },
    ];
    await capture(page, lines);
    const gone = await makeArticle(test.db, { sourceId: source, title, publishedAt: new Date(Date.UTC(2020, 0, 1)) });
    await withdraw(gone);
    const keys = [urlKey('https://outlet.example/w')];
    expect(
      await test.statements(() => test.db.transaction((tx) => linkToWithdrawn(tx, gone, [titleKey(title)], keys))),
    ).toBe(1);
    expect(await observed(page)).toEqual([
      ['طقس اليوم', null],
      ['خبر آخر لا شأن له', null],
    ]);
    await test.db.transaction((tx) => linkToWithdrawn(tx, gone, [titleKey('طقس اليوم')], []));
    expect(await observed(page)).toHaveLength(2);
    const later = await capture(page, lines);
    await test.db.transaction((tx) => linkHeadlines(tx, { captureId: later }));
    expect((await observed(page)).map(([line]: string[]) => line)).toEqual(lines.slice(1).map((line) => line.title));
  });

  it('of a title that a public article has too leads to that one', async () => {
    const title = 'عنوان مشترك بين خبرين';
    const [page, gone, here] = (await makeArticles(test.db, [
      { sourceId: source },
      { sourceId: source, title, publishedAt: new Date() },
      { sourceId: source, title, publishedAt: new Date() },
    ])) as [string, string, string];
    await withdraw(gone);
    const id = await capture(page, [{ title }]);
    await test.db.transaction((tx) => linkHeadlines(tx, { captureId: id }));
    expect(await observed(page)).toEqual([[title, here]]);
  });
});
