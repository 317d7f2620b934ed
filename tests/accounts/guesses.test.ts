/** Guessing at passwords: how many failures there may be, who counts them, and what does not count. */

import { pino } from 'pino';
import { forgetEnded } from '../../src/accounts/forget-ended.js';
import { networkOf } from '../../src/core/address.js';
import { Database } from '../../src/core/database.js';
import { ENTITIES } from '../../src/entities.js';
import { buildApp } from '../../src/server.js';
import { makeUser, tokenOf, trySignIn } from '../support/accounts.js';
import { startApp, type TestApp } from '../support/app.js';

let test: TestApp;
beforeAll(async () => {
  test = await startApp({ TRUST_PROXY: 'loopback', RATE_LIMIT: 'off' });
});
afterAll(() => test.close());

let address = 0;
const somewhere = () => `198.51.100.${++address}`;
const wrong = (email: string, from = somewhere()) => trySignIn(test, { email, password: 'wrong password' }, from);
const codesOf = (answers: { refusal: string | undefined; errors: { code: string }[] }[]) => {
  const codes = answers.map((answer) => answer.refusal ?? answer.errors[0]?.code ?? 'in');
  return Object.fromEntries([...new Set(codes)].map((code) => [code, codes.filter((one) => one === code).length]));
};

async function repeat<T>(times: number, work: (n: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let n = 0; n < times; n++) results.push(await work(n));
  return results;
}

it('ten failures shut an account for a while, to the right password too, whether or not there is one', async () => {
  const { email } = await makeUser(test);
  for (const asked of [email, 'nobody.here@desk.example']) {
    expect(codesOf(await repeat(12, () => wrong(asked)))).toEqual({ BAD_CREDENTIALS: 10, RATE_LIMITED: 2 });
    const { token, refusal, retryAfter } = await trySignIn(test, { email: asked.toUpperCase() }, somewhere());
    expect({ token, refusal }).toEqual({ token: null, refusal: 'RATE_LIMITED' });
    expect(retryAfter).toBeGreaterThan(800);
    expect(retryAfter).toBeLessThanOrEqual(900);
  }
});

it('opens again when the time is over', async () => {
  const { id, email } = await makeUser(test);
  await repeat(11, () => wrong(email));
  await test.db.query('update guess set expire = $1', [Date.now() - 1]);
  expect((await trySignIn(test, { email }, somewhere())).user?.id).toBe(id);
});

it('thirty failures shut an address, whatever the accounts; an IPv6 address is its /64', async () => {
  for (const from of [() => '203.0.113.77', () => `2001:db8:1:2::${(++address).toString(16)}`]) {
    const answers = await repeat(33, (n) => wrong(`person.${n}@desk.example`, from()));
    expect(codesOf(answers)).toEqual({ BAD_CREDENTIALS: 30, RATE_LIMITED: 3 });
  }
  const { email } = await makeUser(test);
  expect((await trySignIn(test, { email }, '2001:db8:1:2:ffff::1')).refusal).toBe('RATE_LIMITED');
  expect((await trySignIn(test, { email }, '2001:db8:1:3::1')).token).not.toBeNull();
});

it('guesses at the same time are counted each', async () => {
  const { email } = await makeUser(test);
  const answers = await Promise.all(Array.from({ length: 40 }, () => wrong(email)));
  expect(codesOf(answers)).toEqual({ BAD_CREDENTIALS: 10, RATE_LIMITED: 30 });
});

it('guesses in one document are counted each', async () => {
  const { email } = await makeUser(test);
  const flood = Array.from({ length: 15 }, (_, n) => `s${n}: signIn(input: $i) { errors { code } }`).join(' ');
  const { data, errors } = await test.ask(`mutation ($i: SignInInput!) { ${flood} }`, {
    i: { email, password: 'wrong password' },
  });
  expect(Object.values(data).filter((payload) => payload !== null)).toHaveLength(10);
  expect(errors?.map((error) => error.extensions.code)).toEqual(Array(5).fill('RATE_LIMITED'));
});

it('what was right does not count, however often and at once', async () => {
  const { email } = await makeUser(test);
  const from = somewhere();
  const answers = await Promise.all(Array.from({ length: 50 }, () => trySignIn(test, { email }, from)));
  expect(codesOf(answers)).toEqual({ in: 50 });
  await repeat(9, () => wrong(email, from));
  expect((await trySignIn(test, { email }, from)).token).not.toBeNull();
});

it('all processes count together', async () => {
  const db = await Database.open(test.db.url, { pool: 2, statementTimeout: 5_000, entities: ENTITIES });
  const other = { ...test, db, app: await buildApp(test.config, db, pino({ level: 'silent' })) };
  const { email } = await makeUser(test);
  const answers = await repeat(12, (n) =>
    trySignIn(n % 2 ? test : other, { email, password: 'wrong password' }, somewhere()),
  );
  expect(codesOf(answers)).toEqual({ BAD_CREDENTIALS: 10, RATE_LIMITED: 2 });
  await other.app.close();
  await db.close();
});

it('guesses of a stolen session count for the account', async () => {
  const { email } = await makeUser(test);
  const token = await tokenOf(test, email, somewhere());
  const guesses = [
    'changePassword(input: { currentPassword: "wrong password", newPassword: "12345678" }) { errors { code } }',
    'setUpTwoFactor(input: { password: "wrong password" }) { errors { code } }',
    'turnOffTwoFactor(input: { password: "wrong password" }) { errors { code } }',
  ];
  const answers = await repeat(12, (n) => test.ask(`mutation { m: ${guesses[n % 3]} }`, {}, token));
  expect(answers.filter(({ data }) => data.m?.errors[0].code === 'BAD_CREDENTIALS')).toHaveLength(10);
  expect(answers.at(-1)?.errors?.[0]?.extensions.code).toBe('RATE_LIMITED');
  expect((await trySignIn(test, { email }, somewhere())).refusal).toBe('RATE_LIMITED');
});

it('goes on counting where the table of failures does not answer', async () => {
  const { email } = await makeUser(test);
  await test.db.query('alter table guess rename to guess_away');
  const answers = await repeat(12, () => wrong(email));
  await test.db.query('alter table guess_away rename to guess');
  expect(codesOf(answers)).toEqual({ BAD_CREDENTIALS: 10, RATE_LIMITED: 2 });
});

it('keeps neither e-mails nor what ended', async () => {
  await wrong('my-password-in-the-wrong-field');
  const { id, email } = await makeUser(test);
  await tokenOf(test, email, somewhere());
  expect(JSON.stringify(await test.db.query('select * from guess'))).not.toContain('wrong-field');
  await test.db.query('update guess set expire = $1', [Date.now() - 1]);
  await test.db.query(`update session set expires_at = now() - interval '1 second' where user_id = $1`, [id]);
  await forgetEnded(test.db);
  expect(await test.db.query('select 1 from guess')).toEqual([]);
  expect(await test.db.query('select 1 from session where user_id = $1', [id])).toEqual([]);
});

it.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0DB8:0:0:1:2:3:4', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::203.0.113.9', '64:ff9b:0:0::/64'],
  ['1:2:3::', '1:2:3:0::/64'],
])('%s is of %s', (one, network) => expect(networkOf(one)).toBe(network));
