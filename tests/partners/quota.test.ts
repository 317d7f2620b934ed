/** Quotas: all keys of a partner count together, on all machines, and every answer says what is left. */
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { readConfig } from '../../src/config.js';
import { Database } from '../../src/core/database.js';
import { newId } from '../../src/core/ids.js';
import { hashOfToken } from '../../src/core/token.js';
import { ENTITIES } from '../../src/entities.js';
import { newApiKey, prefixOf } from '../../src/partners/api-key.js';
import { requirePartner } from '../../src/partners/identify.js';
import { forgetOldQuotas } from '../../src/partners/quota.js';
import { buildApp } from '../../src/server.js';
import { startApp, type TestApp } from '../support/app.js';
import { makePartner } from '../support/partners.js';

let test: TestApp;
let elsewhere: { app: FastifyInstance; db: Database };
beforeAll(async () => {
  test = await startApp({ RATE_LIMIT: 'on' });
  const config = readConfig({ DATABASE_URL: test.db.url, DATA_DIR: test.config.dataDir, LOG_LEVEL: 'silent' });
  const db = await Database.open(test.db.url, { pool: 2, statementTimeout: 15_000, entities: ENTITIES });
  elsewhere = { app: await buildApp(config, db, pino({ level: 'silent' })), db };
  // As a route for partners alone is written.
  elsewhere.app.get('/for-partners', async (request, reply) => requirePartner(db, request, reply, config));
});
afterAll(async () => {
  await elsewhere.app.close();
  await elsewhere.db.close();
  await test.close();
});

async function withQuota(requestsPerMinute: number) {
  const partner = await makePartner(test);
  await test.db.query('update partner set requests_per_minute = $2 where id = $1', [partner.id, requestsPerMinute]);
  return partner;
}

async function post(app: FastifyInstance, key: string, query = '{ viewer { partner { id } } }') {
  const response = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization: `Bearer ${key}` },
    payload: { query },
  });
  const { statusCode: status, headers } = response;
  return { status, headers, left: headers['ratelimit-remaining'], answer: response.json() };
}

it('counts all her keys together on all machines, and says what is left', async () => {
  const { id, key } = await withQuota(4);
  const second = newApiKey();
  await test.db.query('insert into api_key (id, partner_id, name, prefix, hash) values ($1, $2, $3, $4, $5)', [
    ...[newId('y'), id, 'second', prefixOf(second), hashOfToken(second)],
  ]);
  const first = await post(test.app, key);
  expect(first).toMatchObject({ status: 200, left: '3', answer: { data: { viewer: { partner: { id } } } } });
  expect(first.headers['ratelimit-limit']).toBe('4');
  expect(Number(first.headers['ratelimit-reset'])).toBeGreaterThanOrEqual(1);
  expect(Number(first.headers['ratelimit-reset'])).toBeLessThanOrEqual(60);
  expect(await post(elsewhere.app, second)).toMatchObject({ status: 200, left: '2' });
  // What cannot be answered is a request too.
  expect(await post(test.app, second, '{ nonsense')).toMatchObject({ status: 400, left: '1' });
  expect(await post(elsewhere.app, key)).toMatchObject({ status: 200, left: '0' });
  const refused = await post(test.app, key);
  expect(refused).toMatchObject({
    status: 429,
    left: '0',
    answer: { errors: [{ message: expect.stringContaining('4 requests'), extensions: { code: 'RATE_LIMITED' } }] },
  });
  expect(refused.headers['retry-after']).toBe(refused.headers['ratelimit-reset']);
  expect(refused.answer).not.toHaveProperty('data');
  expect(await post(elsewhere.app, second)).toMatchObject({ status: 429 });
  // Another partner's quota is her own, and nobody else has one.
  const other = await withQuota(4);
  expect(await post(test.app, other.key)).toMatchObject({ status: 200, left: '3' });
  const { headers } = await test.app.inject({ url: '/graphql?query={__typename}' });
  expect(headers).not.toHaveProperty('ratelimit-limit');
});

it('many requests at the same time do not slip through together', async () => {
  const { key } = await withQuota(10);
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, n) => post(n % 2 ? test.app : elsewhere.app, key, '{ __typename }')),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
});

it('begins anew when its minute is over, and what is over is forgotten', async () => {
  const { id, key } = await withQuota(1);
  await post(test.app, key);
  expect(await post(test.app, key)).toMatchObject({ status: 429 });
  await test.db.query('update quota set expire = $1', [Date.now() - 1]);
  expect(await post(test.app, key)).toMatchObject({ status: 200, left: '0' });
  await forgetOldQuotas(test.db);
  expect(await test.db.query(`select 1 from quota where key like $1`, [`%${id}`])).toHaveLength(1);
  await test.db.query('update quota set expire = $1', [Date.now() - 1]);
  await forgetOldQuotas(test.db);
  expect(await test.db.query('select 1 from quota')).toEqual([]);
});

it('another quota holds from the next request on', async () => {
  const { id, key } = await withQuota(1);
  await post(test.app, key);
  await test.db.query('update partner set requests_per_minute = 3 where id = $1', [id]);
  expect(await post(test.app, key)).toMatchObject({ status: 200, left: '1' });
});

it('routes for partners refuse all others, and past the quota, as errors outside GraphQL look', async () => {
  const { id, key } = await withQuota(1);
  const get = (authorization?: string) =>
    elsewhere.app.inject({ url: '/for-partners', headers: authorization ? { authorization } : {} });
  const nobody = await get();
  expect([nobody.statusCode, nobody.json()]).toEqual([
    401,
    {
      error: { code: 'UNAUTHENTICATED', message: expect.stringContaining('Bearer wq_'), requestId: expect.any(String) },
    },
  ]);
  expect((await get('Bearer wq_unknown')).statusCode).toBe(401);
  const first = await get(`Bearer ${key}`);
  expect([first.statusCode, first.json().partnerId, first.headers['ratelimit-remaining']]).toEqual([200, id, '0']);
  const second = await get(`Bearer ${key}`);
  expect([second.statusCode, second.json().error.code]).toEqual([429, 'RATE_LIMITED']);
  expect(second.headers).toMatchObject({
    'ratelimit-limit': '1',
    'ratelimit-remaining': '0',
    'retry-after': second.headers['ratelimit-reset'],
  });
});

it('RATE_LIMIT=off lifts it', async () => {
  const config = readConfig({
    DATABASE_URL: test.db.url,
    DATA_DIR: test.config.dataDir,
    LOG_LEVEL: 'silent',
    RATE_LIMIT: 'off',
  });
  const app = await buildApp(config, elsewhere.db, pino({ level: 'silent' }));
  try {
    const { key } = await withQuota(1);
    for (let n = 0; n < 3; n++) expect(await post(app, key)).toMatchObject({ status: 200, left: undefined });
  } finally {
    await app.close();
  }
});
