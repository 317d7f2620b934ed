/** How many SQL statements the desk takes: bounded for one article, and constant for many. */
import { publishArticle, scheduleArticle } from '../../src/editorial/publish-article.js';
import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable, write } from '../support/articles.js';
import { makeSource, makeTag } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';

let test: TestApp;
let chief: Person;
let source: string;
let tags: string[];
beforeAll(async () => {
  test = await startApp();
  chief = await signIn(test, 'CHIEF');
  source = await makeSource(test.db, 'جريدة العد');
  tags = await Promise.all(['واحد', 'اثنان', 'ثلاثة'].map((name) => makeTag(test.db, name)));
});
afterAll(() => test.close());

/** The statements of a mutation, but for the session's look-up. Only errors are selected of its payload. */
async function cost(mutation: string, input: Record<string, unknown>, inputType: string): Promise<number> {
  let answer: { data: Record<string, { errors: unknown[] }>; errors?: unknown[] } | undefined;
  const statements = await test.statements(async () => {
    answer = await chief.ask(
      `mutation ($input: ${inputType}!) { ${mutation}(input: $input) { errors { code message } } }`,
      { input },
    );
  });
  expect(answer?.errors).toBeUndefined();
  expect(answer?.data[mutation]?.errors).toEqual([]);
  return statements - 1;
}

const MAX = 6;
/** The desk article of the payload is read even where it is not selected. */
const PAYLOAD = 1;

const full = () => publishable(source, { title: 'عنوان يتكرر في كل مرة', tagIds: tags });

it.each<[string, () => Promise<[string, Record<string, unknown>]>]>([
  ['createArticle', async () => ['CreateArticleInput', { content: full(), idempotencyKey: 'ك' }]],
  [
    'editArticle',
    async () => [
      'EditArticleInput',
      { articleId: await write(chief, full()), version: 1, content: full(), comment: 'س' },
    ],
  ],
  ['submitArticle', async () => ['ArticleActionInput', { articleId: await write(chief, full()), version: 1 }]],
  ['publishArticle', async () => ['ArticleActionInput', { articleId: await write(chief, full()), version: 1 }]],
  [
    'scheduleArticle',
    async () => [
      'ScheduleArticleInput',
      { articleId: await write(chief, full()), version: 1, at: '2099-01-01T00:00:00Z' },
    ],
  ],
  ['unpublishArticle', async () => ['ArticleActionInput', { articleId: await publish(chief, full()), version: 2 }]],
  [
    'correctArticle',
    async () => [
      'CorrectArticleInput',
      { articleId: await publish(chief, full()), version: 2, note: 'ن', content: { title: 'ت' } },
    ],
  ],
  [
    'withdrawArticle',
    async () => ['WithdrawArticleInput', { articleId: await publish(chief, full()), version: 2, publicReason: 'س' }],
  ],
  [
    'restoreRevision',
    async () => ['RestoreRevisionInput', { articleId: await publish(chief, full()), version: 2, revision: 1 }],
  ],
  ['deleteArticle', async () => ['ArticleActionInput', { articleId: await write(chief, full()), version: 1 }]],
  [
    'assignArticle',
    async () => ['AssignArticleInput', { articleId: await write(chief, full()), assigneeId: chief.id }],
  ],
  ['lockArticle', async () => ['LockArticleInput', { articleId: await write(chief, full()) }]],
  ['addNote', async () => ['AddNoteInput', { articleId: await write(chief, full()), text: 'س' }]],
  ['createPreviewLink', async () => ['CreatePreviewLinkInput', { articleId: await write(chief, full()) }]],
])('%s takes at most 6 statements', async (mutation, prepare) => {
  const [inputType, input] = await prepare();
  expect(await cost(mutation, input, inputType)).toBeLessThanOrEqual(MAX + PAYLOAD);
});

it('a merge of an older version takes at most 6', async () => {
  const articleId = await publish(chief, full());
  await call(chief, 'editArticle', { articleId, version: 2, content: { summary: 'س' } });
  expect(
    await cost('correctArticle', { articleId, version: 2, note: 'ن', content: { title: 'ت' } }, 'CorrectArticleInput'),
  ).toBeLessThanOrEqual(MAX + PAYLOAD);
});

it('publishing and scheduling, counted in the transaction itself, take at most 6', async () => {
  const actor = { kind: 'editor', userId: chief.id, role: 'CHIEF', requestId: 'r' } as never;
  const ids = await Promise.all([write(chief, full()), write(chief, full())]);
  const input = (articleId: string) => ({ articleId, version: 1, comment: 'س' });
  const uses = [
    () => test.db.transaction((tx) => publishArticle(tx, actor, input(ids[0] as string))),
    () =>
      test.db.transaction((tx) =>
        scheduleArticle(tx, actor, { ...input(ids[1] as string), releasedAt: new Date('2099-01-01') }),
      ),
  ];
  for (const use of uses) expect(await test.statements(use)).toBeLessThanOrEqual(MAX);
});

it('bad input takes none', async () => {
  const statements = await test.statements(async () => {
    const { errors } = await call(chief, 'editArticle', {
      articleId: `a${'0'.repeat(26)}`,
      version: 1,
      content: { title: 'ط'.repeat(2000) },
    });
    expect(errors).toMatchObject([{ code: 'INVALID' }]);
  });
  expect(statements).toBe(1);
});

it('tagging 3 articles and 60 takes the same', async () => {
  const articleIds = await Promise.all(Array.from({ length: 60 }, () => publish(chief, publishable(source))));
  const few = await cost(
    'tagArticles',
    { articleIds: articleIds.slice(0, 3), addTagIds: [tags[0]] },
    'TagArticlesInput',
  );
  expect(await cost('tagArticles', { articleIds, addTagIds: [tags[1]] }, 'TagArticlesInput')).toBe(few);
  expect(few).toBeLessThanOrEqual(MAX + PAYLOAD);
});

it('a page of the queue with contents costs the same for 10 and for 50', async () => {
  const ask = (first: number) =>
    test.statements(async () => {
      const { errors } = await chief.ask(
        `{ desk { queue(first: ${first}) { nodes { status allowedActions createdBy { name } assignee { name } lock { holder { name } } article { title tags { name } }
          workingCopy { title body source { name } tags { name } leadImage { url } } notes { author { name } } revisions(first: 3) { nodes { author { name } } }
          publishPlan { relatedHeadlinesAffected checks { code } } } } } }`,
      );
      expect(errors).toBeUndefined();
    });
  const ten = await ask(10);
  expect(await ask(50)).toBe(ten);
});
