/** API keys: shown once, kept as hashes, looked up at each request; and `warraq key add`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hashOfToken, newToken } from '../../src/core/token.js';
import { isApiKey, newApiKey } from '../../src/partners/api-key.js';
import { startApp, type TestApp } from '../support/app.js';
import { type Person, signIn } from '../support/desk.js';
import { makePartner, type TestPartner } from '../support/partners.js';

const KEY = 'id name prefix createdAt expiresAt lastUsedAt revokedAt';

let test: TestApp;
let admin: Person;
let she: TestPartner;
beforeAll(async () => {
  test = await startApp();
  admin = await signIn(test, 'ADMIN');
});
beforeEach(async () => {
  she = await makePartner(test);
});
afterAll(() => test.close());

const create = async (input: Record<string, unknown> = {}) =>
  (
    await admin.ask(
      `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { ${KEY} } secret errors { code path message } } }`,
      { input: { partnerId: she.id, name: 'نسخة', ...input } },
    )
  ).data.createApiKey;

const revoke = async (id: string) =>
  (
    await admin.ask(
      `mutation ($input: ApiKeyIdInput!) { revokeApiKey(input: $input) { apiKey { ${KEY} } errors { code path } } }`,
      { input: { id } },
    )
  ).data.revokeApiKey;

/** Whose the key is, and the status of the answer; null with 401 for one that is not in force. */
async function whose(key: string): Promise<[number, string | null, string | undefined]> {
  const response = await test.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization: `Bearer ${key}` },
    payload: { query: '{ viewer { partner { id } } }' },
  });
  const { data, errors } = response.json();
  return [response.statusCode, data?.viewer?.partner?.id ?? null, errors?.[0].extensions.code];
}
const REFUSED = [401, null, 'UNAUTHENTICATED'];

it('a key is shown once, and only its hash and its first letters are kept', async () => {
  const { apiKey, secret, errors } = await create();
  expect(errors).toEqual([]);
  expect(secret).toMatch(/^wq_[\w-]{43}$/);
  expect(apiKey).toMatchObject({
    name: 'نسخة',
    prefix: secret.slice(0, 9),
    expiresAt: null,
    lastUsedAt: null,
    revokedAt: null,
  });
  expect(await whose(secret)).toEqual([200, she.id, undefined]);
  const [row] = await test.db.query<{ hash: Buffer }>('select hash from api_key where id = $1', [apiKey.id]);
  expect(row?.hash).toEqual(hashOfToken(secret));
  const everywhere = await test.db.query<{ text: string }>(
    `select k::text as text from api_key k union all select e::text from audit_entry e`,
  );
  expect(everywhere.filter(({ text }) => text.includes(secret.slice(9)))).toEqual([]);
  const { data } = await admin.ask('query ($id: ID!) { desk { audit(subjectId: $id) { nodes { action summary } } } }', {
    id: apiKey.id,
  });
  expect(data.desk.audit.nodes).toEqual([
    { action: 'CREATE_API_KEY', summary: `"نسخة" (${apiKey.prefix}…) for ${she.id}` },
  ]);
});

it('its last use is known to about a minute, and costs no statement of its own', async () => {
  const { apiKey, secret } = await create();
  const used = async () => {
    const { data } = await admin.ask(`query ($id: ID!) { node(id: $id) { ... on ApiKey { ${KEY} } } }`, {
      id: apiKey.id,
    });
    return data.node.lastUsedAt;
  };
  expect(await used()).toBeNull();
  expect(await test.statements(() => test.ask('{ __typename }', {}, secret))).toBe(1);
  const first = await used();
  expect(Math.abs(Date.parse(first) - Date.now())).toBeLessThan(60_000);
  await test.ask('{ __typename }', {}, secret);
  expect(await used()).toBe(first);
  await test.db.query(`update api_key set last_used_at = last_used_at - interval '2 minutes' where id = $1`, [
    apiKey.id,
  ]);
  await test.ask('{ __typename }', {}, secret);
  expect(Date.parse(await used())).toBeGreaterThanOrEqual(Date.parse(first));
});

it('a revoked key opens nothing from the next request on; to revoke it again changes nothing', async () => {
  const { apiKey, secret } = await create();
  expect(await whose(secret)).toEqual([200, she.id, undefined]);
  const first = await revoke(apiKey.id);
  expect(first).toMatchObject({ apiKey: { revokedAt: expect.any(String) }, errors: [] });
  expect(await whose(secret)).toEqual(REFUSED);
  expect(await revoke(apiKey.id)).toEqual(first);
  const entries = await test.db.query('select 1 from audit_entry where subject_id = $1', [apiKey.id]);
  expect(entries).toHaveLength(2);
  expect((await revoke('y00000000000000000000000000')).errors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
});

it('a key ends at its moment, which lies in the future', async () => {
  const past = await create({ expiresAt: '2020-01-01T00:00:00Z' });
  expect(past).toMatchObject({
    apiKey: null,
    secret: null,
    errors: [{ code: 'INVALID', path: ['input', 'expiresAt'] }],
  });
  const { apiKey, secret } = await create({ expiresAt: '2199-01-01T00:00:00Z' });
  expect(await whose(secret)).toEqual([200, she.id, undefined]);
  await test.db.query("update api_key set expires_at = now() - interval '1 second' where id = $1", [apiKey.id]);
  expect(await whose(secret)).toEqual(REFUSED);
});

it('keys rotate with overlap: both work until the first is revoked; at most twenty are in force', async () => {
  const first = await create();
  const second = await create();
  expect(await whose(first.secret)).toEqual(await whose(second.secret));
  await revoke(first.apiKey.id);
  expect(await whose(first.secret)).toEqual(REFUSED);
  expect(await whose(second.secret)).toEqual([200, she.id, undefined]);
  // With the partner's first key, the second is one of two in force.
  const more = [];
  for (let n = 2; n < 20; n++) more.push(await create());
  expect(more.flatMap(({ errors }) => errors)).toEqual([]);
  expect((await create()).errors).toMatchObject([{ code: 'INVALID', path: ['input', 'partnerId'] }]);
  await revoke(more[0].apiKey.id);
  expect((await create()).errors).toEqual([]);
});

it('names are checked, and unknown partners are NOT_FOUND', async () => {
  expect((await create({ name: ' ' })).errors).toMatchObject([{ code: 'INVALID', path: ['input', 'name'] }]);
  expect((await create({ name: 'ط'.repeat(201) })).errors).toMatchObject([{ path: ['input', 'name'] }]);
  expect((await create({ partnerId: 'p00000000000000000000000000' })).errors).toMatchObject([
    { code: 'NOT_FOUND', path: ['input', 'partnerId'] },
  ]);
});

it('no key of an inactive partner opens anything, and each does again with her', async () => {
  await test.db.query('update partner set active = false where id = $1', [she.id]);
  expect(await whose(she.key)).toEqual(REFUSED);
  await test.db.query('update partner set active = true where id = $1', [she.id]);
  expect(await whose(she.key)).toEqual([200, she.id, undefined]);
});

it('an unknown key is refused everywhere, instead of getting what the public gets', async () => {
  const response = await test.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization: `Bearer ${newApiKey()}` },
    payload: { query: '{ articles { nodes { id } } }' },
  });
  expect([response.statusCode, response.headers['cache-control']]).toEqual([401, 'no-store']);
  expect(response.json().errors).toEqual([
    { message: expect.stringContaining('send one that is in force'), extensions: { code: 'UNAUTHENTICATED' } },
  ]);
  // What is no key is a session's token, as good as none: also one that happens to begin like a key.
  const token = `wq_${newToken().slice(3)}`;
  expect([isApiKey(token), await whose(token)]).toEqual([false, [200, null, undefined]]);
  const file = await test.app.inject({
    url: `/media/i${she.id.slice(1)}/original`,
    headers: { authorization: 'Bearer wq_x' },
  });
  expect([file.statusCode, file.json().error.code]).toEqual([401, 'UNAUTHENTICATED']);
});

it('what is meant as a key and cannot be read is refused everywhere; other schemes are for proxies', async () => {
  const ask = (authorization: string, url: string) =>
    test.app.inject({
      method: url.startsWith('/graphql') ? 'POST' : 'GET',
      url,
      headers: { authorization, accept: '*/*' },
      ...(url.startsWith('/graphql') ? { payload: { query: '{ viewer { partner { id } } }' } } : {}),
    });
  for (const header of [
    she.key,
    `Token ${she.key}`,
    'Bearer',
    'Bearer ',
    `Bearer ${she.key} x`,
    `bearer:${she.key}`,
    `"Bearer ${she.key}"`,
  ]) {
    for (const url of ['/graphql', '/graphql/stream', '/partner/changes']) {
      const answer = await ask(header, url);
      const { errors, error } = answer.json();
      const said = errors?.[0] ?? error;
      expect([header, url, answer.statusCode, said.extensions?.code ?? said.code]).toEqual([
        ...[header, url, 401, 'UNAUTHENTICATED'],
      ]);
      expect(said.message).toContain('`Authorization: Bearer`');
    }
  }
  for (const header of ['', 'Basic d2FycmFxOng=', 'Digest username="x", realm="y"'])
    expect([header, (await ask(header, '/graphql')).json()]).toEqual([header, { data: { viewer: { partner: null } } }]);
});

it('keys are for their partner and for administrators to see', async () => {
  const { data } = await she.ask('{ viewer { partner { apiKeys { prefix } } } }');
  expect(data.viewer.partner.apiKeys).toEqual([{ prefix: she.key.slice(0, 9) }]);
});

describe('warraq key add', () => {
  async function run(...args: string[]) {
    const child = spawn(process.execPath, ['bin/warraq.js', 'key', 'add', ...args], {
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: test.db.url,
        DATA_DIR: test.config.dataDir,
        LOG_LEVEL: 'warn',
        DEMO: 'off',
      },
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (data) => {
      said.stdout += data;
    });
    child.stderr.on('data', (data) => {
      said.stderr += data;
    });
    const [code] = await once(child, 'close');
    return { code, ...said };
  }

  it('prints a key once, for a partner by her id or her name', async () => {
    await test.db.query(`update partner set name = 'وكالة الأنباء' where id = $1`, [she.id]);
    const byName = await run('وكالة الأنباء', '--name', 'mirror', '--json');
    expect(byName).toMatchObject({ code: 0, stderr: '' });
    const { id, secret, ...rest } = JSON.parse(byName.stdout);
    expect(rest).toEqual({});
    expect(await whose(secret)).toEqual([200, she.id, undefined]);
    expect(await test.db.query('select name, partner_id from api_key where id = $1', [id])).toEqual([
      { name: 'mirror', partner_id: she.id },
    ]);
    const byId = await run(she.id);
    expect(byId).toMatchObject({ code: 0, stderr: '' });
    const [, made, secretOfMade] = /^Her key (y\w+), shown this once: (\S+)\n$/.exec(byId.stdout) as string[];
    expect(await whose(secretOfMade as string)).toEqual([200, she.id, undefined]);
    expect((await revoke(made as string)).errors).toEqual([]);
    expect(await whose(secretOfMade as string)).toEqual(REFUSED);
  });

  it('refuses an unknown partner in one line, and bad usage with 2', async () => {
    expect(await run('nobody')).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^warraq: [^\n]*"nobody"[^\n]*\n$/),
    });
    expect(await run()).toMatchObject({ code: 2, stdout: '' });
    expect(await run('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: warraq') });
  });
});
