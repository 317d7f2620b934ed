/**
 * After random histories of publishing, taking off, withdrawing, tagging and merging, every number that readers are shown is
 * what a plain count of the rows answers, and an article's content version grew when, and only when, readers saw a change.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { settleCounts } from '../../src/core/counts.js';
import { writeDownDue } from '../../src/editorial/write-down-due.js';
import { startApp, type TestApp } from '../support/app.js';
import { call, look, publishable, write } from '../support/articles.js';
import { makeSource, makeTag } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { drainJobs } from '../support/jobs.js';
import { runs } from '../support/soak.js';

const ARTICLES = 4;
const TAGS = 6;
let test: TestApp;
let chief: Person;
beforeEach(async () => {
  test = await startApp();
  chief = await signIn(test, 'CHIEF');
});
afterEach(() => test.close());

interface World {
  sources: string[];
  tags: string[];
  articles: string[];
}

/** What may happen; `a`, `b` and `c` choose what it happens to. Most is refused now and then, which changes nothing. */
const STEPS = [
  'publish',
  'schedule',
  'unschedule',
  'unpublish',
  'withdraw',
  'correct',
  'retitle',
  'retag',
  'resource',
  'bulk',
  'merge',
  'move',
  'settle',
  'due',
  'work',
] as const;
type Step = { does: (typeof STEPS)[number]; a: number; b: number; c: number };

const send = (mutation: string, type: string, input: object) =>
  chief.ask(`mutation ($input: ${type}!) { ${mutation}(input: $input) { errors { code } } }`, { input });

async function take({ does, a, b, c }: Step, { sources, tags, articles }: World): Promise<void> {
  const articleId = articles[a % ARTICLES] as string;
  const tag = (n: number) => tags[n % TAGS] as string;
  const { version } = await look(chief, articleId, 'version');
  const act = (mutation: string, more: object = {}) => call(chief, mutation, { articleId, version, ...more });
  const pair = [...new Set([tag(b), tag(c)])];
  if (does === 'publish') await act('publishArticle');
  if (does === 'schedule') await act('scheduleArticle', { at: new Date(Date.now() + 20 + 40 * (b % 4)).toISOString() });
  if (does === 'unschedule') await act('unscheduleArticle');
  if (does === 'unpublish') await act('unpublishArticle');
  if (does === 'withdraw' && b % 3 === 0) await act('withdrawArticle');
  if (does === 'correct') await act('correctArticle', { note: 'تصحيح', content: { tagIds: pair } });
  if (does === 'retitle') await act('editArticle', { content: { title: `عنوان ${b}`, language: c % 2 ? 'ar' : 'fr' } });
  if (does === 'retag') await act('editArticle', { content: { tagIds: pair } });
  if (does === 'resource') await act('editArticle', { content: { sourceId: sources[b % sources.length] } });
  if (does === 'bulk') {
    const articleIds = [...new Set([articleId, articles[b % ARTICLES]])];
    await send('tagArticles', 'TagArticlesInput', { articleIds, addTagIds: [tag(b)], removeTagIds: [tag(c)] });
  }
  if (does === 'merge') await send('mergeTags', 'MergeTagsInput', { from: [tag(b)], into: tag(c) });
  if (does === 'move') await send('editTag', 'EditTagInput', { id: tag(b), broaderId: a % 3 === 0 ? null : tag(c) });
  if (does === 'settle') await settleCounts(test.db, 1 + (b % 5));
  if (does === 'due') await sleep(10 * (b % 5));
  if (does === 'work') await writeDownDue(test.db);
}

interface TagRow {
  id: string;
  broaderId: string | null;
  mergedIntoId: string | null;
}
interface Shown {
  id: string;
  sourceId: string;
  tagIds: string[];
  date: string;
}

/** Public articles by their revisions alone, each with all tags that it counts under. */
async function recount() {
  const tags = await test.db.query<TagRow>(
    'select id, broader_id as "broaderId", merged_into_id as "mergedIntoId" from tag',
  );
  const byId = new Map(tags.map((tag) => [tag.id, tag]));
  const shown = await test.db.query<Shown>(
    `select a.id, r.source_id as "sourceId", r.tag_ids as "tagIds",
       to_char(r.published_at at time zone 'Africa/Casablanca', 'YYYY-MM-DD') as date
     from article a join revision r on r.article_id = a.id and r.number = a.published_revision where a.public_at <= now()`,
  );
  const above = (id: string): string[] => {
    const tag = byId.get(byId.get(id)?.mergedIntoId ?? id) as TagRow;
    return [tag.id, ...(tag.broaderId === null ? [] : above(tag.broaderId))];
  };
  const all = shown.map((article) => ({ ...article, tags: new Set(article.tagIds.flatMap(above)) }));
  const live = tags.filter((tag) => tag.mergedIntoId === null).map((tag) => tag.id);
  const days = [...new Set(all.map((one) => one.date))].sort();
  return {
    total: all.length,
    ids: all.map((one) => one.id).sort(),
    tags: Object.fromEntries(live.map((id) => [id, all.filter((one) => one.tags.has(id)).length])),
    sources: (id: string) => all.filter((one) => one.sourceId === id).length,
    days: days.map((date) => ({ date, count: all.filter((one) => one.date === date).length })),
  };
}

/** The same, as readers are answered it: by counters, by lists, and by counting. */
async function answered({ sources }: World) {
  const { data } = await test.ask(`{
    articles(first: 10) { nodes { id } totalCount { value } }
    again: articles(first: 10, filter: { exclude: ["a00000000000000000000000000"] }) { totalCount { value } }
    archiveCounts(from: "2024-01-01", to: "2024-12-31") { date count }
    tags(first: 10) { nodes { id articleCount { value } articles(first: 10) { nodes { id } totalCount { value } } } }
    sources(first: 10) { nodes { id articleCount { value } articles(first: 10) { nodes { id } totalCount { value } } } } }`);
  const numbers = (node: {
    articleCount: { value: number };
    articles: { nodes: []; totalCount: { value: number } };
  }) => [...[node.articleCount.value, node.articles.nodes.length, node.articles.totalCount.value]];
  const sourceNumbers = new Map(data.sources.nodes.map((node: { id: string }) => [node.id, numbers(node as never)]));
  return {
    totals: [data.articles.totalCount.value, data.again.totalCount.value],
    ids: data.articles.nodes.map((node: { id: string }) => node.id).sort(),
    days: data.archiveCounts,
    tags: Object.fromEntries(data.tags.nodes.map((node: { id: string }) => [node.id, numbers(node as never)])),
    sources: sources.map((id) => sourceNumbers.get(id)),
  };
}

async function check(world: World): Promise<void> {
  const plain = await recount();
  expect(await answered(world)).toEqual({
    totals: [plain.total, plain.total],
    ids: plain.ids,
    days: plain.days,
    tags: Object.fromEntries(Object.entries(plain.tags).map(([id, n]) => [id, [n, n, n]])),
    sources: world.sources.map((id) => Array(3).fill(plain.sources(id))),
  });
}

/** Each article's public face, with the number that must grow when it changes. */
async function faces({ articles }: World) {
  const { data } = await test.ask(
    `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Article {
       contentVersion title language tags { id } source { id } corrections { at } } } }`,
    { ids: articles },
  );
  return data.nodes.map((node: { contentVersion: number } | null) => {
    const { contentVersion = null, ...face } = node ?? {};
    return { contentVersion, face: JSON.stringify(face) };
  });
}

it('every count is a plain recount, and content versions grow with what readers see', async () => {
  const step = fc.record({
    does: fc.constantFrom(...STEPS),
    a: fc.nat(11),
    b: fc.nat(11),
    c: fc.nat(11),
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
      run += 1;
      await test.db.query(
        'truncate article, source, tag, slug, article_tag, article_count, article_count_delta cascade',
      );
      const sources = [
        await makeSource(test.db, `جريدة ${run}`),
        await makeSource(test.db, `وكالة ${run}`, { embargoMinutes: 60 }),
      ];
      const tags = await Promise.all(Array.from({ length: TAGS }, (_, n) => makeTag(test.db, `وسم ${run} ${n}`)));
      const articles = await Promise.all(
        Array.from({ length: ARTICLES }, (_, n) =>
          write(chief, publishable(sources[0] as string, { tagIds: tags.slice(n, n + 2) })),
        ),
      );
      const world = { sources, tags, articles };
      const highest = new Map<number, number>();
      for (const one of steps) {
        const before = await faces(world);
        await take(one, world);
        const after = await faces(world);
        after.forEach(({ contentVersion, face }: { contentVersion: number | null; face: string }, n: number) => {
          const was = before[n];
          if (contentVersion === null) return;
          expect(contentVersion).toBeGreaterThanOrEqual(highest.get(n) ?? 1);
          if (was.contentVersion !== null && was.face !== face)
            expect(contentVersion).toBeGreaterThan(was.contentVersion);
          if (was.contentVersion !== null && was.face === face && !['publish', 'correct'].includes(one.does))
            expect(contentVersion).toBe(was.contentVersion);
          if (was.contentVersion === null && highest.has(n))
            expect(contentVersion).toBeGreaterThan(highest.get(n) as number);
          highest.set(n, contentVersion);
        });
      }
      await drainJobs(test);
      await sleep(200); // what was scheduled last is due by then
      await check(world);
      await settleCounts(test.db);
      await check(world);
    }),
    { numRuns: runs(8), endOnFailure: true },
  );
});
