/** The desk's lists: every filter and order, page by page, against a plain loop; counts and the calendar. */
import fc from 'fast-check';
import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable, write } from '../support/articles.js';
import { makeSource, makeTag } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { runs } from '../support/soak.js';

interface Row {
  articleId: string;
  status: string;
  modifiedAt: string;
  createdAt: string;
  scheduledFor: string | null;
  hasUnpublishedChanges: boolean;
  withdrawnBefore: boolean;
  assignee: { id: string } | null;
  createdBy: { id: string } | null;
  workingCopy: { title: string; language: string | null; source: { id: string } | null; tags: { id: string }[] } | null;
}

let test: TestApp;
let people: { writer: Person; editor: Person; chief: Person };
let sources: string[];
let tags: string[];
let all: Row[];
const ROW = `articleId status modifiedAt createdAt scheduledFor hasUnpublishedChanges withdrawnBefore assignee { id } createdBy { id }
  workingCopy { title language source { id } tags { id } }`;

beforeAll(async () => {
  test = await startApp();
  const [writer, editor, chief] = await Promise.all([
    signIn(test, 'CONTRIBUTOR'),
    signIn(test, 'EDITOR'),
    signIn(test, 'CHIEF'),
  ]);
  people = { writer, editor, chief };
  sources = await Promise.all(['ألف', 'باء'].map((name) => makeSource(test.db, name)));
  tags = await Promise.all(['وسم', 'سمة', 'علامة'].map((name) => makeTag(test.db, name)));
  for (let n = 0; n < 60; n++) {
    const content = publishable(sources[n % 2] as string, {
      title: `المقال ${n % 7} رقم ${n}`,
      language: n % 3 ? 'ar' : 'fr',
      tagIds: tags.filter((_, at) => (n >> at) % 2),
    });
    const author = n % 4 ? editor : writer;
    const articleId = n % 3 === 0 ? await write(author, content) : await publish(n % 4 ? editor : chief, content);
    if (n % 3 === 0 && n % 2 === 0)
      await call(editor, 'scheduleArticle', {
        articleId,
        version: 1,
        at: new Date(Date.now() + (n - 4) * 600_000 + 3_000_000).toISOString(),
      });
    if (n % 3 === 0 && n % 5 === 0) await call(author, 'submitArticle', { articleId, version: 1 });
    if (n % 3 === 1 && n % 2 === 0)
      await call(editor, 'editArticle', { articleId, version: 2, content: { title: `معدل ${n}` } });
    if (n % 11 === 1) await call(editor, 'assignArticle', { articleId, assigneeId: n % 2 ? writer.id : editor.id });
    if (n % 13 === 2) await call(chief, 'withdrawArticle', { articleId, version: 2 });
  }
  // Some that came in one moment, one that is due and not written down, and one that came again.
  await test.db.query(
    `update article set worked_at = date_trunc('minute', worked_at) where id in (select id from article order by id limit 30)`,
  );
  await test.db.query(
    `update article set released_at = now() - interval '1 minute', public_at = now() - interval '1 minute' where id in (select id from article where status = 'SCHEDULED' limit 2)`,
  );
  await test.db.query(
    `update article set withdrawn_before = true where id in (select id from article where status = 'IN_REVIEW' limit 2)`,
  );
  all = await page(chief, {}, 'RECENTLY_MODIFIED', 100);
});
afterAll(() => test.close());

const QUERY = `query ($filter: DeskFilter, $text: String, $orderBy: DeskOrder!, $first: Int, $after: String, $last: Int, $before: String) { desk {
  queue(filter: $filter, text: $text, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    totalCount { value } pageInfo { hasNextPage hasPreviousPage endCursor startCursor } nodes { ${ROW} } } } }`;

async function page(
  person: Person,
  { text, ...filter }: Record<string, unknown>,
  orderBy: string,
  size: number,
  backward = false,
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  for (;;) {
    const place: Record<string, unknown> = backward ? { last: size, before: cursor } : { first: size, after: cursor };
    const { data, errors } = await person.ask(QUERY, { filter, text, orderBy, ...place });
    expect(errors).toBeUndefined();
    const { nodes, pageInfo, totalCount } = data.desk.queue;
    if (backward) rows.unshift(...nodes);
    else rows.push(...nodes);
    expect(rows.length).toBeLessThanOrEqual(totalCount.value);
    if (!(backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) {
      expect(rows.length).toBe(totalCount.value);
      return rows;
    }
    cursor = backward ? pageInfo.startCursor : pageInfo.endCursor;
  }
}

/** What a list ought to be, by a plain loop over all rows. */
function expected(role: keyof typeof people, filter: Record<string, unknown>, orderBy: string): string[] {
  const me = people[role].id;
  const overdue = (row: Row) => row.status === 'PUBLISHED' && overdueIds.includes(row.articleId);
  const readable = (row: Row) => role === 'chief' || row.status !== 'WITHDRAWN';
  const has = (given: unknown, value: string | null | undefined) =>
    given == null || (given as string[]).includes(value ?? '');
  const is = (given: unknown, value: boolean) => given == null || given === value;
  const rows = all.filter((row) => {
    if (role === 'writer' && row.createdBy?.id !== me && row.assignee?.id !== me) return false;
    const byContent = filter.sourceIds ?? filter.tagIds ?? filter.languages ?? filter.text;
    if (byContent != null && !readable(row)) return false;
    return (
      has(filter.statuses, row.status) &&
      (filter.assigneeId == null || row.assignee?.id === filter.assigneeId) &&
      (filter.authorId == null || row.createdBy?.id === filter.authorId) &&
      is(filter.unassigned, row.assignee === null) &&
      is(filter.hasUnpublishedChanges, row.hasUnpublishedChanges) &&
      is(filter.withdrawnBefore, row.withdrawnBefore) &&
      is(filter.overdue, overdue(row)) &&
      has(filter.sourceIds, row.workingCopy?.source?.id) &&
      has(filter.languages, row.workingCopy?.language) &&
      (filter.tagIds == null || row.workingCopy?.tags.some((tag) => (filter.tagIds as string[]).includes(tag.id))) &&
      (filter.text == null || row.workingCopy?.title.includes(filter.text as string))
    );
  });
  const descending = (key: (row: Row) => string) => (one: Row, another: Row) => (key(one) < key(another) ? 1 : -1);
  if (orderBy === 'RECENTLY_MODIFIED') rows.sort(descending((row) => `${row.modifiedAt} ${row.articleId}`));
  if (orderBy === 'RECENTLY_ARRIVED') rows.sort(descending((row) => row.articleId));
  if (orderBy === 'SCHEDULED_FIRST')
    rows.sort((one, another) => {
      const part = Number(one.scheduledFor === null) - Number(another.scheduledFor === null);
      if (part !== 0) return part;
      const by =
        one.scheduledFor === null
          ? another.modifiedAt.localeCompare(one.modifiedAt)
          : one.scheduledFor.localeCompare(another.scheduledFor as string);
      return by || (one.articleId < another.articleId ? -1 : 1);
    });
  return rows.map((row) => row.articleId);
}
let overdueIds: string[] = [];
beforeAll(async () => {
  overdueIds = (
    await test.db.query<{ id: string }>(`select id from article where status = 'SCHEDULED' and released_at <= now()`)
  ).map((row) => row.id);
});

it('has articles of every state to look at', () => {
  expect([...new Set(all.map((row) => row.status))].sort()).toEqual([
    'DRAFT',
    'IN_REVIEW',
    'PUBLISHED',
    'SCHEDULED',
    'WITHDRAWN',
  ]);
  expect(overdueIds).toHaveLength(2);
});

it('any filter, order and page size answer what a plain loop does, both ways', async () => {
  const some = <T>(values: T[]) => fc.option(fc.subarray(values, { minLength: 1 }), { nil: undefined, freq: 2 });
  const flag = fc.option(fc.boolean(), { nil: undefined, freq: 4 });
  const filters = fc.record({
    statuses: some(['DRAFT', 'IN_REVIEW', 'SCHEDULED', 'PUBLISHED', 'UNPUBLISHED', 'WITHDRAWN']),
    sourceIds: some([0, 1]),
    tagIds: some([0, 1, 2]),
    languages: some(['ar', 'fr']),
    assigneeId: fc.option(fc.constantFrom('writer', 'editor'), { nil: undefined, freq: 6 }),
    authorId: fc.option(fc.constantFrom('writer', 'editor'), { nil: undefined, freq: 6 }),
    unassigned: flag,
    hasUnpublishedChanges: flag,
    overdue: flag,
    withdrawnBefore: flag,
    text: fc.option(fc.constantFrom('المقال', 'المقال 3', 'معدل', 'رقم 1', 'لا شيء'), { nil: undefined, freq: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(
      filters,
      fc.constantFrom('RECENTLY_MODIFIED', 'RECENTLY_ARRIVED', 'SCHEDULED_FIRST'),
      fc.integer({ min: 1, max: 30 }),
      fc.boolean(),
      fc.constantFrom<keyof typeof people>('writer', 'editor', 'chief'),
      async (given, orderBy, size, backward, role) => {
        const filter = {
          ...given,
          sourceIds: given.sourceIds?.map((at) => sources[at]),
          tagIds: given.tagIds?.map((at) => tags[at]),
          assigneeId: given.assigneeId && people[given.assigneeId as 'writer'].id,
          authorId: given.authorId && people[given.authorId as 'writer'].id,
        };
        const rows = await page(people[role], filter, orderBy, size, backward);
        expect(rows.map((row) => row.articleId)).toEqual(expected(role, filter, orderBy));
      },
    ),
    { numRuns: runs(60) },
  );
});

it('counts by state, as they read now', async () => {
  const { data, errors } = await people.editor.ask('{ desk { statusCounts { status count { value } } } }');
  expect(errors).toBeUndefined();
  for (const { status, count } of data.desk.statusCounts)
    expect({ status, n: count.value }).toEqual({ status, n: all.filter((row) => row.status === status).length });
  const mine = await people.writer.ask(
    'query ($id: ID!) { desk { statusCounts(filter: { authorId: $id, statuses: [DRAFT] }) { status count { value } } } }',
    { id: people.writer.id },
  );
  expect(mine.data.desk.statusCounts).toEqual([
    {
      status: 'DRAFT',
      count: { value: expected('writer', { authorId: people.writer.id, statuses: ['DRAFT'] }, '').length },
    },
  ]);
});

it('shows in a calendar what comes out when', async () => {
  const slow = await makeSource(test.db, 'متأنية', { embargoMinutes: 120 });
  const articleId = await publish(people.editor, publishable(slow));
  const ask = (from: number, before: number) =>
    people.editor.ask(
      'query ($from: DateTime!, $before: DateTime!) { desk { calendar(from: $from, before: $before) { at kind article { articleId } } } }',
      {
        from: new Date(Date.now() + from * 3_600_000).toISOString(),
        before: new Date(Date.now() + before * 3_600_000).toISOString(),
      },
    );
  const { calendar } = (await ask(-24, 48)).data.desk;
  expect(calendar.map((entry: { at: string }) => entry.at)).toEqual(
    calendar.map((entry: { at: string }) => entry.at).sort(),
  );
  const kinds = (id: string) =>
    calendar
      .filter((entry: { article: { articleId: string } }) => entry.article.articleId === id)
      .map((entry: { kind: string }) => entry.kind);
  expect(kinds(articleId)).toEqual(['PUBLISHED', 'EMBARGO_ENDS']);
  for (const row of all.filter((one) => one.status === 'SCHEDULED'))
    expect(kinds(row.articleId)).toEqual(['SCHEDULED']);
  expect((await ask(0, 24 * 63)).errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'before' });
});
