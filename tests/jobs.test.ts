/** The queue: jobs are done by a running worker, and operators see how it stands. */
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { ARTICLE_PUBLISHED } from '../src/articles/article-events.js';
import { newId } from '../src/core/ids.js';
import { enqueue } from '../src/jobs/job.js';
import { FolderStorage } from '../src/media/storage.js';
import { MediaStore } from '../src/media/variants.js';
import { startWorker } from '../src/worker.js';
import { startApp, type TestApp } from './support/app.js';
import { makeArticle, makeSource } from './support/content.js';
import { countJobs } from './support/jobs.js';

let test: TestApp;
beforeAll(async () => {
  test = await startApp();
});
afterAll(() => test.close());

const figures = async () => {
  const { body } = await test.app.inject({ url: '/metrics' });
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(body)?.[1]);
  return {
    queued: value('jobs_queued'),
    oldest: value('jobs_oldest_age_seconds'),
    givenUp: value('jobs_given_up'),
    lag: value('schedule_lag_seconds'),
  };
};

it('its length, its oldest job and what was given up stand in the metrics, and how late schedules are', async () => {
  expect(await figures()).toEqual({ queued: 0, oldest: 0, givenUp: 0, lag: 0 });
  await test.db.transaction((tx) =>
    enqueue(tx, ARTICLE_PUBLISHED, [{ articleId: 'x' }, { articleId: 'y' }, { articleId: 'z' }]),
  );
  await test.db.query(
    `update graphile_worker._private_jobs set run_at = now() - interval '2 minutes' where payload->>'articleId' = 'x'`,
  );
  await test.db.query(
    `update graphile_worker._private_jobs set attempts = max_attempts where payload->>'articleId' = 'z'`,
  );
  const article = await makeArticle(test.db, { sourceId: await makeSource(test.db, 'المصدر') });
  await test.db.query(
    `update article set status = 'SCHEDULED', released_at = now() - interval '90 seconds' where id = $1`,
    [article],
  );
  const { queued, oldest, givenUp, lag } = await figures();
  expect({ queued, givenUp }).toEqual({ queued: 2, givenUp: 1 });
  expect(oldest).toBeGreaterThanOrEqual(120);
  expect(oldest).toBeLessThan(150);
  expect(lag).toBeGreaterThanOrEqual(90);
  expect(lag).toBeLessThan(120);
  await test.db.query('delete from graphile_worker._private_jobs');
});

it('is worked off by a worker, which ends when told to', async () => {
  const worker = await startWorker(
    test.db,
    pino({ level: 'silent' }),
    new MediaStore(new FolderStorage(test.config.dataDir)),
    { ...test.config, origin: 'http://warraq.example' },
  );
  await test.db.transaction((tx) => enqueue(tx, ARTICLE_PUBLISHED, [{ articleId: newId('a') }]));
  for (let tries = 0; tries < 100 && (await countJobs(test, ARTICLE_PUBLISHED.name)) > 0; tries += 1) await sleep(50);
  expect(await countJobs(test, ARTICLE_PUBLISHED.name)).toBe(0);
  const stopping = Date.now();
  await worker.stop();
  expect(Date.now() - stopping).toBeLessThan(5000);
});

it('hides no other figure where the database does not answer', async () => {
  await test.db.query('alter schema graphile_worker rename to away');
  const read = await figures();
  await test.db.query('alter schema away rename to graphile_worker');
  expect(read).toMatchObject({ queued: Number.NaN, oldest: Number.NaN, givenUp: Number.NaN });
  expect(read.lag).toBeGreaterThan(0);
});
