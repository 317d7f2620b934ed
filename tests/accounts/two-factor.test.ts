/** The second factor: when it is asked for, that each code works once, and how it goes away again. */
import { type TOTP, URI } from 'otpauth';
import { Role } from '../../src/core/access.js';
import { makeUser, PASSWORD, tokenOf, trySignIn } from '../support/accounts.js';
import { startApp, type TestApp } from '../support/app.js';
import { signIn } from '../support/desk.js';

let test: TestApp;
beforeAll(async () => {
  test = await startApp({ TRUST_PROXY: 'loopback' });
});
afterAll(() => test.close());

let address = 0;
const somewhere = () => `198.51.100.${++address}`;
const STEP = 30_000;
/** The code of now, or of so many steps later. */
const codeOf = (totp: TOTP, later = 0) => totp.generate({ timestamp: Date.now() + later * STEP });

const SET_UP = `mutation ($p: String!) { setUpTwoFactor(input: { password: $p }) { otpauthUri recoveryCodes errors { code path } } }`;
const CONFIRM = `mutation ($c: String!) { confirmTwoFactor(input: { code: $c }) { user { twoFactor } errors { code } } }`;
const TURN_OFF = `mutation ($p: String!, $u: ID) { turnOffTwoFactor(input: { password: $p, userId: $u }) { user { id twoFactor } errors { code path } } }`;

async function prepared(given = {}) {
  const user = await makeUser(test, given);
  const token = await tokenOf(test, user.email, somewhere());
  const { data } = await test.ask(SET_UP, { p: PASSWORD }, token);
  const { otpauthUri, recoveryCodes } = data.setUpTwoFactor;
  return { ...user, token, uri: otpauthUri as string, totp: URI.parse(otpauthUri) as TOTP, recoveryCodes };
}

async function protectedUser(given = {}) {
  const user = await prepared(given);
  const { data } = await test.ask(CONFIRM, { c: codeOf(user.totp, -1) }, user.token);
  expect(data.confirmTwoFactor).toEqual({ user: { twoFactor: true }, errors: [] });
  return user;
}

it('is prepared with the password, and asked for only once a first code has put it on', async () => {
  const user = await prepared();
  expect(user.uri).toMatch(/^otpauth:\/\/totp\/Warraq:/);
  expect(decodeURIComponent(user.uri)).toContain(user.email);
  expect(new Set(user.recoveryCodes).size).toBe(10);
  expect((await trySignIn(test, { email: user.email }, somewhere())).token).not.toBeNull();
  expect((await test.ask(CONFIRM, { c: '000000' }, user.token)).data.confirmTwoFactor).toEqual({
    user: null,
    errors: [{ code: 'BAD_CREDENTIALS' }],
  });
  await test.ask(CONFIRM, { c: codeOf(user.totp) }, user.token);
  expect((await trySignIn(test, { email: user.email }, somewhere())).errors[0]?.code).toBe('CODE_REQUIRED');
  const wrong = await test.ask(SET_UP, { p: 'wrong password' }, user.token);
  expect(wrong.data.setUpTwoFactor).toEqual({
    otpauthUri: null,
    recoveryCodes: null,
    errors: [{ code: 'BAD_CREDENTIALS', path: ['input', 'password'] }],
  });
});

it('says that a code is needed only to those who know the password', async () => {
  const { email } = await protectedUser();
  const wrong = await trySignIn(test, { email, password: 'wrong password' }, somewhere());
  expect(wrong.errors[0]?.code).toBe('BAD_CREDENTIALS');
  const empty = await trySignIn(test, { email, code: ' ' }, somewhere());
  expect(empty).toMatchObject({
    token: null,
    user: null,
    errors: [{ code: 'CODE_REQUIRED', path: ['input', 'code'] }],
  });
});

it('takes each code once, of the steps beside the present one too, and digits of any script', async () => {
  const { email, totp } = await protectedUser();
  const now = codeOf(totp);
  const eastern = [...now].map((digit) => '٠١٢٣٤٥٦٧٨٩'[Number(digit)]).join('');
  expect((await trySignIn(test, { email, code: `${eastern.slice(0, 3)} ${eastern.slice(3)}` })).errors).toEqual([]);
  expect((await trySignIn(test, { email, code: now })).errors[0]?.code).toBe('BAD_CREDENTIALS');
  expect((await trySignIn(test, { email, code: codeOf(totp, 1) })).errors).toEqual([]);
  // Three steps ahead: the clock may go on by one while this runs.
  for (const later of [-1, 0, 1, 3, -3])
    expect((await trySignIn(test, { email, code: codeOf(totp, later) })).errors[0]?.code).toBe('BAD_CREDENTIALS');
});

it('lets one code in once, however many use it at the same time', async () => {
  const { id, email, totp, recoveryCodes } = await protectedUser();
  for (const code of [codeOf(totp, 1), recoveryCodes[0]]) {
    const answers = await Promise.all(Array.from({ length: 4 }, () => trySignIn(test, { email, code }, somewhere())));
    expect(answers.filter(({ token }) => token !== null)).toHaveLength(1);
    await test.db.query('delete from guess');
  }
  const [row] = await test.db.query<{ n: number }>(
    'select cardinality(recovery_hashes) as n from user_account where id = $1',
    [id],
  );
  expect(row?.n).toBe(9);
});

it('is put on once by one code, however often it is sent at the same time', async () => {
  const { token, totp, id } = await prepared();
  const code = codeOf(totp);
  const answers = await Promise.all(Array.from({ length: 4 }, () => test.ask(CONFIRM, { c: code }, token)));
  expect(answers.filter(({ data }) => data.confirmTwoFactor.errors.length === 0)).toHaveLength(1);
  const entries = await test.db.query(
    `select 1 from audit_entry where subject_id = $1 and action = 'CONFIRM_TWO_FACTOR'`,
    [id],
  );
  expect(entries).toHaveLength(1);
});

it('takes each recovery code once, in any case and with or without dashes', async () => {
  const { email, recoveryCodes } = await protectedUser();
  const [first, second] = recoveryCodes as [string, string];
  const typed = first.toUpperCase().replaceAll('-', ' ');
  expect((await trySignIn(test, { email, code: typed })).errors).toEqual([]);
  expect((await trySignIn(test, { email, code: first })).errors[0]?.code).toBe('BAD_CREDENTIALS');
  expect((await trySignIn(test, { email, code: second })).errors).toEqual([]);
});

it('cannot be replaced while it is on', async () => {
  const { email, token, totp } = await protectedUser();
  const { data } = await test.ask(SET_UP, { p: PASSWORD }, token);
  expect(data.setUpTwoFactor.errors[0].code).toBe('INVALID');
  expect((await trySignIn(test, { email, code: codeOf(totp, 1) })).errors).toEqual([]);
});

it('is confirmed only where one was set up', async () => {
  const contributor = await signIn(test, 'CONTRIBUTOR');
  expect((await contributor.ask(CONFIRM, { c: '123456' })).data.confirmTwoFactor.errors[0].code).toBe('INVALID');
});

describe('turning it off', () => {
  it('needs the own password, and forgets secret and recovery codes', async () => {
    const { id, email, token } = await protectedUser({ role: Role.CONTRIBUTOR });
    const wrong = await test.ask(TURN_OFF, { p: 'wrong password' }, token);
    expect(wrong.data.turnOffTwoFactor).toEqual({
      user: null,
      errors: [{ code: 'BAD_CREDENTIALS', path: ['input', 'password'] }],
    });
    const right = await test.ask(TURN_OFF, { p: PASSWORD }, token);
    expect(right.data.turnOffTwoFactor).toEqual({ user: { id, twoFactor: false }, errors: [] });
    expect((await trySignIn(test, { email }, somewhere())).token).not.toBeNull();
    const [row] = await test.db.query('select totp_secret, recovery_hashes from user_account where id = $1', [id]);
    expect(row).toEqual({ totp_secret: null, recovery_hashes: [] });
  });

  it("of another's is for administrators, by their own password", async () => {
    const user = await protectedUser();
    const admin = await makeUser(test, { role: Role.ADMIN });
    const adminToken = await tokenOf(test, admin.email, somewhere());
    const chief = await makeUser(test, { role: Role.CHIEF });
    const refused = await test.ask(
      TURN_OFF,
      { p: PASSWORD, u: user.id },
      await tokenOf(test, chief.email, somewhere()),
    );
    expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const done = await test.ask(TURN_OFF, { p: PASSWORD, u: user.id }, adminToken);
    expect(done.data.turnOffTwoFactor).toEqual({ user: { id: user.id, twoFactor: false }, errors: [] });
    const unknown = await test.ask(TURN_OFF, { p: PASSWORD, u: `u${'0'.repeat(26)}` }, adminToken);
    expect(unknown.data.turnOffTwoFactor.errors[0].code).toBe('NOT_FOUND');
  });
});

it('leaves no secret in the audit log', async () => {
  const { uri, recoveryCodes } = await protectedUser();
  const log = JSON.stringify(await test.db.query('select * from audit_entry'));
  for (const secret of [...recoveryCodes, new URL(uri).searchParams.get('secret')]) expect(log).not.toContain(secret);
});
