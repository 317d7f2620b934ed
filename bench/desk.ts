/**
 * What the desk costs in a large archive: `node dist/bench/desk.js`. Its lists, counts and calendar, and an article's way from
 * draft to tombstone, through the real HTTP app; milliseconds are medians, statements include the session's.
 */
import 'reflect-metadata';
import { pino } from 'pino';
import { readConfig } from '../src/config.js';
import { databaseStatements } from '../src/core/metrics.js';
import { buildApp } from '../src/server.js';
import { openArchive, readSettings } from './archive.js';
import { signInChief } from './chief.js';
import { median } from './median.js';
import { printTable } from './table.js';

const ROUNDS = 21;

const settings = readSettings();
const { db, url, close } = await openArchive(settings);
const config = readConfig({ DATABASE_URL: url, DATA_DIR: settings.dataDir, RATE_LIMIT: 'off', LOG_LEVEL: 'silent' });
const app = await buildApp(config, db, pino({ level: 'silent' }));
const token = await signInChief(db);

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
async function ask(query: string, variables: object = {}): Promise<any> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = (await app.inject({ method: 'POST', url: '/graphql', headers, payload: { query, variables } })).json();
  if (answer.errors) throw new Error(JSON.stringify(answer.errors[0]));
  return answer.data;
}

const statements = async () => (await databaseStatements.get()).values[0]?.value ?? 0;

async function measure(name: string, work: () => Promise<unknown>): Promise<(string | number)[]> {
  const times: number[] = [];
  const before = await statements();
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return [name, median(times).toFixed(1), Math.max(...times).toFixed(1), ((await statements()) - before) / ROUNDS];
}

const ROW =
  'nodes { status version workingCopy { title source { name } tags { name } } createdBy { name } assignee { name } }';
const [source] = await db.query<{ id: string }>(
  'select source_id as id from article group by 1 order by count(*) limit 1',
);
const lists: [string, string][] = [
  ['queue, first 20', `queue(first: 20) { ${ROW} }`],
  ['queue with its count', `queue(first: 20) { ${ROW} totalCount { value } }`],
  ['queue, latest arrived', `queue(first: 20, orderBy: RECENTLY_ARRIVED) { ${ROW} }`],
  ['queue of drafts', `queue(first: 20, filter: { statuses: [DRAFT, IN_REVIEW] }) { ${ROW} totalCount { value } }`],
  ['queue by a part of a title', `queue(first: 20, text: "المدينة") { ${ROW} }`],
  ['queue by a title that is not there', `queue(first: 20, text: "لا يوجد شيء كهذا") { ${ROW} totalCount { value } }`],
  ['queue of the rarest source', `queue(first: 20, filter: { sourceIds: ["${source?.id}"] }) { ${ROW} }`],
  ['counts by state', 'statusCounts { status count { value } }'],
  ['calendar of 62 days', 'calendar(from: "2026-10-01T00:00:00Z", before: "2026-12-01T00:00:00Z") { at kind }'],
];

/** One article through every state; answers the time of each step. */
async function live(): Promise<Map<string, number>> {
  const steps = new Map<string, number>();
  const step = async (name: string, type: string, input: object) => {
    const start = performance.now();
    const { [name]: payload } = await ask(
      `mutation ($input: ${type}!) { ${name}(input: $input) { article { articleId version } errors { message } } }`,
      { input },
    );
    if (payload.errors.length > 0) throw new Error(payload.errors[0].message);
    steps.set(name, performance.now() - start);
    return payload.article as { articleId: string; version: number };
  };
  const content = {
    title: 'خبر يقيس ما يكلفه المكتب',
    body: `<p>${'جملة من متن الخبر الذي يقاس به. '.repeat(60)}</p>`,
    language: 'ar',
    sourceId: source?.id,
    publishedAt: '2026-11-01T10:00:00Z',
  };
  const { articleId } = await step('createArticle', 'CreateArticleInput', { content });
  const at = async (name: string, type: string, input: object = {}) => {
    const [row] = await db.query<{ version: number }>('select version from article where id = $1', [articleId]);
    return step(name, type, { articleId, version: row?.version, ...input });
  };
  await at('editArticle', 'EditArticleInput', { content: { title: 'خبر يقيس ما يكلفه التحرير' } });
  await at('submitArticle', 'ArticleActionInput');
  await at('publishArticle', 'ArticleActionInput');
  await at('correctArticle', 'CorrectArticleInput', { note: 'تصويب', content: { summary: 'ملخص' } });
  await at('unpublishArticle', 'ArticleActionInput');
  await at('withdrawArticle', 'WithdrawArticleInput');
  return steps;
}

try {
  await db.query('analyze');
  const read: (string | number)[][] = [];
  for (const [name, field] of lists) read.push(await measure(name, () => ask(`{ desk { ${field} } }`)));
  printTable(['desk', 'ms', 'slowest ms', 'statements'], read);
  const lives: Map<string, number>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) lives.push(await live());
  const middle = (name: string) => median(lives.map((steps) => steps.get(name) as number));
  console.log();
  printTable(
    ['mutation', 'ms'],
    [...(lives[0] as Map<string, number>).keys()].map((name) => [name, middle(name).toFixed(1)]),
  );
} finally {
  await app.close();
  await close();
}
