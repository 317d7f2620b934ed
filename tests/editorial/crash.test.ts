/** The server killed in the middle of publishing: each article is wholly published, with its revision, audit entry and job, or not at all. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { startApp, type TestApp } from '../support/app.js';
import { publishable, write } from '../support/articles.js';
import { makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { addressOf } from '../support/serve.js';
import { runs } from '../support/soak.js';

const ARTICLES = runs(25);
const AT_ONCE = 8;

let test: TestApp;
let editor: Person;
beforeAll(async () => {
  test = await startApp();
  editor = await signIn(test, 'EDITOR');
});
afterAll(() => test.close());

async function serve(): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, ['bin/warraq.js', 'serve', '--role', 'web'], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: test.db.url,
      DATA_DIR: test.config.dataDir,
      DEMO: 'off',
      PORT: '0',
      LOG_LEVEL: 'silent',
      RATE_LIMIT: 'off',
    },
  });
  return { child, address: await addressOf(child) };
}

async function publishOn(address: string, articleId: string): Promise<'published' | 'refused' | 'lost'> {
  const query =
    'mutation ($input: ArticleActionInput!) { publishArticle(input: $input) { article { status } errors { code } } }';
  try {
    const answer = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${editor.token}` },
      body: JSON.stringify({ query, variables: { input: { articleId, version: 1 } } }),
    });
    const { data } = (await answer.json()) as { data: { publishArticle: { errors: unknown[] } } };
    return data.publishArticle.errors.length === 0 ? 'published' : 'refused';
  } catch {
    return 'lost'; // the server was killed before it answered
  }
}

/** All that publishing writes, by article. */
const traces = () =>
  test.db.query<{
    id: string;
    status: string;
    version: number;
    face: number | null;
    revisions: number;
    audits: number;
    jobs: number;
  }>(
    `select a.id, a.status, a.version, a.published_revision as face,
       (select count(*)::int from revision r where r.article_id = a.id and r.action = 'PUBLISH') as revisions,
       (select count(*)::int from audit_entry e where e.subject_id = a.id and e.action = 'PUBLISH') as audits,
       (select count(*)::int from graphile_worker._private_jobs j where j.payload->>'articleId' = a.id) as jobs
     from article a order by a.id`,
  );

it('kill -9 in the middle of publishing leaves nothing half done', async () => {
  const source = await makeSource(test.db, 'جريدة الانقطاع');
  const ids: string[] = [];
  for (let n = 0; n < ARTICLES; n++) ids.push(await write(editor, publishable(source)));
  const { child, address } = await serve();
  const answers = new Map<string, string>();
  const waiting = [...ids];
  const killAt = Math.floor(ARTICLES / 2);
  const worker = async () => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const answer = await publishOn(address, id);
      answers.set(id, answer);
      if ([...answers.values()].filter((one) => one === 'published').length === killAt) child.kill('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  expect([...answers.values()]).toContain('lost');
  // What PostgreSQL was still committing when its client went has come to its end.
  await test.db.query(`select pg_sleep(0.5)`);
  for (const { id, ...trace } of await traces()) {
    const whole = { status: 'PUBLISHED', version: 2, face: 2, revisions: 1, audits: 1, jobs: 1 };
    const none = { status: 'DRAFT', version: 1, face: null, revisions: 0, audits: 0, jobs: 0 };
    expect([whole, none]).toContainEqual(trace);
    if (answers.get(id) === 'published') expect(trace).toEqual(whole);
  }
  const again = await serve();
  const rest = (await traces()).filter(({ status }) => status === 'DRAFT');
  for (const { id } of rest) expect(await publishOn(again.address, id)).toBe('published');
  again.child.kill('SIGTERM');
  expect((await once(again.child, 'close'))[0]).toBe(0);
  expect((await traces()).every(({ status, jobs }) => status === 'PUBLISHED' && jobs === 1)).toBe(true);
});
