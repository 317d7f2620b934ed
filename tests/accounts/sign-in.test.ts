/** Who gets in, what she gets, and what those who do not get in learn from it. */
import { createHook } from 'node:async_hooks';
import { findByEmail, replacePassword } from '../../src/accounts/account.sql.js';
import { closeSessionsOf, openSession } from '../../src/accounts/session.js';
import type { Account } from '../../src/accounts/user.entity.js';
import { MAX_COST } from '../../src/core/limits.js';
import { makeUser, PASSWORD, tokenOf, trySignIn } from '../support/accounts.js';
import { startApp, type TestApp } from '../support/app.js';
import { waiting } from '../support/databases.js';
import { signIn } from '../support/desk.js';

let test: TestApp;
beforeAll(async () => {
  test = await startApp({ TRUST_PROXY: 'loopback', SESSION_HOURS: '2' });
});
afterAll(() => test.close());

let address = 0;
/** An address that nobody has failed from. */
const somewhere = () => `198.51.100.${++address}`;

const whoAmI = (token?: string) => test.ask('{ viewer { user { id email twoFactor } permissions } }', {}, token);
const auditOf = (id: string) =>
  test.db.query<{ action: string; actor_id: string; summary: string; request_id: string }>(
    'select action, actor_id, summary, request_id from audit_entry where subject_id = $1 order by id',
    [id],
  );

describe('signing in', () => {
  it('opens a session that ends after SESSION_HOURS, and says who is signed in', async () => {
    const { id, email } = await makeUser(test);
    const { token, expiresAt, user, errors } = await trySignIn(test, { email }, somewhere());
    expect(errors).toEqual([]);
    expect(user).toMatchObject({ id, email, active: true, twoFactor: false });
    const hours = (Date.parse(expiresAt as string) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(1.9);
    expect(hours).toBeLessThanOrEqual(2);
    const { data } = await whoAmI(token as string);
    expect(data.viewer.user).toEqual({ id, email, twoFactor: false });
    expect(data.viewer.permissions).toContain('ARTICLE_PUBLISH');
    expect(data.viewer.permissions).not.toContain('USERS_MANAGE');
    expect((await auditOf(id)).at(-1)).toMatchObject({
      action: 'SIGN_IN',
      actor_id: id,
      request_id: expect.any(String),
    });
  });

  it('takes the e-mail in any case and normal form, with blanks around it', async () => {
    const { id } = await makeUser(test, { email: 'Réda.Émile@Desk.Example' });
    const typed = '  réda.émile@DESK.example '.normalize('NFD');
    expect((await trySignIn(test, { email: typed }, somewhere())).user?.id).toBe(id);
  });

  it('keeps no token and no password', async () => {
    const { email } = await makeUser(test);
    const token = await tokenOf(test, email, somewhere());
    const rows = await test.db.query('select * from session s join user_account u on u.id = s.user_id');
    const audit = await test.db.query('select * from audit_entry');
    for (const secret of [token, PASSWORD]) expect(JSON.stringify([rows, audit])).not.toContain(secret);
  });

  it('answers the same to an unknown e-mail, a wrong password and a user who may not', async () => {
    const { email } = await makeUser(test);
    const gone = await makeUser(test);
    await test.db.query('update user_account set active = false where id = $1', [gone.id]);
    const answers = await Promise.all([
      trySignIn(test, { email: 'nobody@desk.example' }, somewhere()),
      trySignIn(test, { email, password: 'wrong password' }, somewhere()),
      trySignIn(test, { email: gone.email }, somewhere()),
      trySignIn(test, { email: gone.email, password: 'wrong password' }, somewhere()),
      trySignIn(test, { email, password: '' }, somewhere()),
      trySignIn(test, { email: '' }, somewhere()),
    ]);
    expect(answers[0]?.errors).toEqual([{ code: 'BAD_CREDENTIALS', path: ['input'], message: expect.any(String) }]);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('does the same work for an unknown e-mail as for a wrong password', async () => {
    const { email } = await makeUser(test);
    const work = async (asked: string) => {
      const begun: string[] = [];
      const hook = createHook({ init: (_id, type) => void begun.push(type) }).enable();
      const statements = await test.statements(() =>
        trySignIn(test, { email: asked, password: 'wrong password' }, somewhere()),
      );
      hook.disable();
      // What the hash library does off the main thread has no name of its own; nothing else here is like that.
      return { statements, hashes: begun.filter((type) => type === 'undefined').length };
    };
    await work(email); // connections are warm from here on
    const known = await work(email);
    expect(known.hashes).toBe(1);
    expect(await work('nobody.at.all@desk.example')).toEqual(known);
  });

  it('takes no more statements than a change may', async () => {
    const { email } = await makeUser(test);
    // Six of its own and the user of the payload.
    expect(await test.statements(() => trySignIn(test, { email }, somewhere()))).toBeLessThanOrEqual(7);
  });

  it('comes to nothing where the password is changed meanwhile', async () => {
    const { id, email } = await makeUser(test);
    const account = (await findByEmail(test.db, email)).account as Account;
    let entering: Promise<string | null> = Promise.resolve(null);
    await test.db.transaction(async (tx) => {
      await replacePassword(tx, id, 'another', account.passwordHash);
      entering = test.db.transaction((other) => openSession(other, account, new Date(Date.now() + 60_000)));
      await waiting(test.db, 1);
    });
    expect(await entering).toBeNull();
  });

  it('is undone where the password is changed just after', async () => {
    const { id, email } = await makeUser(test);
    const account = (await findByEmail(test.db, email)).account as Account;
    let changing: Promise<void> = Promise.resolve();
    await test.db.transaction(async (tx) => {
      await openSession(tx, account, new Date(Date.now() + 60_000));
      changing = test.db.transaction(async (other) => {
        await replacePassword(other, id, 'another', account.passwordHash);
        await closeSessionsOf(other, id);
      });
      await waiting(test.db, 1);
    });
    await changing;
    expect(await test.db.query('select 1 from session where user_id = $1', [id])).toEqual([]);
  });
});

describe('a session', () => {
  it('ends by signing out, alone', async () => {
    const { id, email } = await makeUser(test);
    const [one, other] = [await tokenOf(test, email, somewhere()), await tokenOf(test, email, somewhere())];
    expect((await test.ask('mutation { signOut }', {}, one)).data).toEqual({ signOut: true });
    expect((await whoAmI(one)).data.viewer).toEqual({ user: null, permissions: [] });
    expect((await whoAmI(other)).data.viewer.user.id).toBe(id);
    expect((await auditOf(id)).at(-1)).toMatchObject({ action: 'SIGN_OUT', actor_id: id });
    expect((await test.ask('mutation { signOut }', {}, one)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('ends by its time, and is nobody from then on', async () => {
    const { id, email } = await makeUser(test);
    const token = await tokenOf(test, email, somewhere());
    await test.db.query(`update session set expires_at = now() - interval '1 second' where user_id = $1`, [id]);
    expect((await whoAmI(token)).data.viewer.user).toBeNull();
    expect((await test.ask('{ desk { __typename } }', {}, token)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('is never one that the caller brought along', async () => {
    const { email } = await makeUser(test);
    const response = await test.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: 'Bearer chosen-by-an-attacker', 'x-forwarded-for': somewhere() },
      payload: {
        query: 'mutation ($i: SignInInput!) { signIn(input: $i) { token } }',
        variables: { i: { email, password: PASSWORD } },
      },
    });
    expect(response.json().data.signIn.token).toMatch(/^[\w-]{43}$/);
    expect((await whoAmI('chosen-by-an-attacker')).data.viewer.user).toBeNull();
  });
});

describe('the desk', () => {
  it('is open to whoever is signed in, and FORBIDDEN with null to others', async () => {
    const contributor = await signIn(test, 'CONTRIBUTOR');
    expect((await contributor.ask('{ desk { __typename } }')).data).toEqual({ desk: { __typename: 'Desk' } });
    const { data, errors } = await test.ask('{ desk { __typename } }');
    expect({ data, code: errors?.[0]?.extensions.code }).toEqual({ data: { desk: null }, code: 'FORBIDDEN' });
  });
});

describe('a document full of sign-ins', () => {
  it('is refused as a whole where there are too many', async () => {
    const count = Math.ceil(MAX_COST / 200) + 1;
    const many = Array.from({ length: count }, (_, n) => `s${n}: signIn(input: $i) { token }`).join(' ');
    const { errors } = await test.ask(`mutation ($i: SignInInput!) { ${many} }`, {
      i: { email: 'nobody@desk.example', password: 'wrong password' },
    });
    expect(errors?.[0]?.extensions.code).toBe('QUERY_TOO_COMPLEX');
  });
});
