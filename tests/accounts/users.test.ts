/** Users: who sees what of them, and what administrators and they themselves change. */
import { Role } from '../../src/core/access.js';
import { makeUser, PASSWORD, tokenOf, trySignIn } from '../support/accounts.js';
import { startApp, type TestApp } from '../support/app.js';
import { type Person, ROLES, signIn } from '../support/desk.js';

let test: TestApp;
let admin: Person;
beforeAll(async () => {
  test = await startApp({ TRUST_PROXY: 'loopback' });
  admin = await signIn(test, 'ADMIN');
});
afterAll(() => test.close());

let address = 0;
const somewhere = () => `198.51.100.${++address}`;

const CREATE = `mutation ($i: CreateUserInput!) { createUser(input: $i) {
  user { id name email role active } oneTimePassword errors { code path message } } }`;
const EDIT = `mutation ($i: EditUserInput!) { editUser(input: $i) {
  user { id name role active language timeZone } errors { code path message } } }`;
const RESET = `mutation ($u: ID!) { resetPassword(input: { userId: $u }) { user { id } oneTimePassword errors { code path } } }`;
const CHANGE = `mutation ($i: ChangePasswordInput!) { changePassword(input: $i) { user { id } errors { code path } } }`;

const lastAudit = async (id: string) =>
  (
    await test.db.query<{ action: string; actor_id: string; summary: string }>(
      'select action, actor_id, summary from audit_entry where subject_id = $1 order by id desc limit 1',
      [id],
    )
  )[0];

describe('what is seen of a user', () => {
  it.each(ROLES)('a %s looks up whom she may', async (role) => {
    const person = await signIn(test, role);
    const other = await makeUser(test);
    const query = 'query ($id: ID!) { node(id: $id) { ... on User { id name email twoFactor } } }';
    const own = await person.ask(query, { id: person.id });
    expect(own.data.node).toMatchObject({ id: person.id, email: expect.any(String), twoFactor: false });
    const { data, errors } = await person.ask(query, { id: other.id });
    expect(errors).toBeUndefined();
    if (role === 'CONTRIBUTOR') expect(data.node).toBeNull();
    else expect(data.node).toMatchObject({ id: other.id, email: role === 'ADMIN' ? other.email : null });
    expect(data.node?.twoFactor ?? null).toBe(role === 'ADMIN' ? false : null);
    expect((await test.ask(query, { id: other.id })).data.node).toBeNull();
  });

  it('the list is for editors, by name, in pages', async () => {
    const ids: string[] = [];
    for (const name of ['ب. فاطمة', 'أ. سعيد', 'أ. سعيد']) ids.push((await makeUser(test, { name })).id);
    await test.db.query('update user_account set active = false where id = $1', [ids[1]]);
    const editor = await signIn(test, 'EDITOR');
    const query = `query ($active: Boolean, $after: String) { desk { users(active: $active, first: 3, after: $after) {
      nodes { id name } totalCount { value } pageInfo { hasNextPage endCursor } } } }`;
    const walk = async (active: boolean | null) => {
      const nodes: { id: string; name: string }[] = [];
      for (let after: string | null = null, more = true; more; ) {
        const {
          data,
        }: {
          data: { desk: { users: { nodes: typeof nodes; pageInfo: { hasNextPage: boolean; endCursor: string } } } };
        } = await editor.ask(query, { active, after });
        nodes.push(...data.desk.users.nodes);
        more = data.desk.users.pageInfo.hasNextPage;
        after = data.desk.users.pageInfo.endCursor;
      }
      return nodes.map(({ id }) => id);
    };
    const stored = await test.db.query<{ id: string; active: boolean }>(
      'select id, active from user_account order by name, id',
    );
    expect(await walk(null)).toEqual(stored.map(({ id }) => id));
    expect(await walk(true)).toEqual(stored.filter(({ active }) => active).map(({ id }) => id));
    expect(await walk(false)).toEqual([ids[1]]);
    const { data } = await editor.ask(query);
    expect(data.desk.users.totalCount.value).toBe(stored.length);
    const contributor = await signIn(test, 'CONTRIBUTOR');
    const refused = await contributor.ask(query);
    expect(refused).toMatchObject({ data: { desk: { users: null } }, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  });

  it('takes the same statements for 3 and for 30', async () => {
    for (let n = 0; n < 30; n++) await makeUser(test);
    const ask = (first: number) => () =>
      admin.ask('query ($n: Int) { desk { users(first: $n) { nodes { id email twoFactor role } } } }', { n: first });
    expect(await test.statements(ask(30))).toBe(await test.statements(ask(3)));
  });
});

describe('a new user', () => {
  it('gets a password that is shown once, and signs in with it', async () => {
    const input = { name: '  فاطمة   الزهراء ', email: ' Fatima@Desk.Example ', role: 'CONTRIBUTOR' };
    const { data } = await admin.ask(CREATE, { i: input });
    const { user, oneTimePassword, errors } = data.createUser;
    expect(errors).toEqual([]);
    expect(user).toMatchObject({
      name: 'فاطمة الزهراء',
      email: 'Fatima@Desk.Example',
      role: 'CONTRIBUTOR',
      active: true,
    });
    const entered = await trySignIn(test, { email: 'fatima@desk.example', password: oneTimePassword }, somewhere());
    expect(entered.user?.id).toBe(user.id);
    const entry = await test.db.query<{ summary: string; actor_id: string }>(
      `select summary, actor_id from audit_entry where subject_id = $1 and action = 'CREATE_USER'`,
      [user.id],
    );
    expect(entry).toEqual([{ actor_id: admin.id, summary: 'added "فاطمة الزهراء" as CONTRIBUTOR' }]);
    expect(JSON.stringify(entry)).not.toMatch(new RegExp(`${oneTimePassword}|fatima@`, 'i'));
  });

  it('has the password that was given, which is not shown', async () => {
    const input = { name: 'x', email: 'given@desk.example', role: 'EDITOR', password: 'خبر سري' };
    expect((await admin.ask(CREATE, { i: input })).data.createUser.errors).toMatchObject([
      { code: 'INVALID', path: ['input', 'password'] },
    ]);
    const { data } = await admin.ask(CREATE, { i: { ...input, password: 'خبر سري جدا' } });
    expect(data.createUser).toMatchObject({ oneTimePassword: null, errors: [] });
    const entered = await trySignIn(
      test,
      { email: input.email, password: 'خبر سري جدا'.normalize('NFD') },
      somewhere(),
    );
    expect(entered.errors).toEqual([]);
  });

  it('is DUPLICATE for a known e-mail in any case, at the same time too', async () => {
    const inputs = ['twin@desk.example', 'TWIN@desk.example', 'Twin@Desk.Example'].map((email) => ({
      name: 'twin',
      email,
      role: 'EDITOR',
    }));
    const answers = await Promise.all(inputs.map((i) => admin.ask(CREATE, { i })));
    const codes = answers.map(({ data }) => data.createUser.errors[0]?.code ?? 'added').sort();
    expect(codes).toEqual(['DUPLICATE', 'DUPLICATE', 'added']);
    const { data } = await admin.ask(CREATE, { i: inputs[0] });
    expect(data.createUser).toMatchObject({
      user: null,
      oneTimePassword: null,
      errors: [{ code: 'DUPLICATE', path: ['input', 'email'] }],
    });
  });

  it('is told all that is wrong with her, for no statement', async () => {
    const i = { name: ' \u200b ', email: 'nobody', role: 'EDITOR', password: 'short' };
    const ask = async () =>
      (await admin.ask(CREATE, { i })).data.createUser.errors.map((e: { path: string[] }) => e.path[1]);
    expect(await ask()).toEqual(['name', 'email', 'password']);
    expect(await test.statements(ask)).toBe(1); // the session's
  });
});

describe('a changed user', () => {
  it('is at her next request what she was made', async () => {
    const person = await signIn(test, 'EDITOR');
    const i = { id: person.id, name: 'اسم جديد', role: 'CHIEF', language: 'FR', timeZone: 'Africa/Casablanca' };
    const { data } = await admin.ask(EDIT, { i });
    expect(data.editUser).toEqual({
      user: { ...i, language: 'fr', active: true },
      errors: [],
    });
    expect((await person.ask('{ viewer { permissions } }')).data.viewer.permissions).toContain('TAG_MERGE');
    expect((await lastAudit(person.id))?.summary).toMatch(
      /name "editor \d+" → "اسم جديد", role "EDITOR" → "CHIEF", language/,
    );
    const cleared = await admin.ask(EDIT, { i: { id: person.id, language: null, timeZone: null } });
    expect(cleared.data.editUser.user).toMatchObject({
      name: 'اسم جديد',
      role: 'CHIEF',
      language: null,
      timeZone: null,
    });
  });

  it('is signed out for good where she is deactivated', async () => {
    const { id, email } = await makeUser(test);
    const token = await tokenOf(test, email, somewhere());
    await admin.ask(EDIT, { i: { id, active: false } });
    expect((await test.ask('{ viewer { user { id } } }', {}, token)).data.viewer.user).toBeNull();
    expect((await trySignIn(test, { email }, somewhere())).errors[0]?.code).toBe('BAD_CREDENTIALS');
    await admin.ask(EDIT, { i: { id, active: true } });
    expect((await test.ask('{ viewer { user { id } } }', {}, token)).data.viewer.user).toBeNull();
    expect((await trySignIn(test, { email }, somewhere())).errors).toEqual([]);
  });

  it('keeps what cannot be cleared, and takes no zone that is none', async () => {
    const { id } = await makeUser(test);
    const i = { id, name: null, role: null, active: null, timeZone: 'Mars/Olympus' };
    const { data } = await admin.ask(EDIT, { i });
    expect(data.editUser.user).toBeNull();
    expect(data.editUser.errors.map((error: { path: string[] }) => error.path[1])).toEqual([
      'name',
      'role',
      'active',
      'timeZone',
    ]);
    const unknown = await admin.ask(EDIT, { i: { id: `u${'0'.repeat(26)}`, name: 'x' } });
    expect(unknown.data.editUser.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
    const foreign = await admin.ask(EDIT, { i: { id: `t${'0'.repeat(26)}`, name: 'x' } });
    expect(foreign.data.editUser.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
  });
});

describe('the last administrator', () => {
  it('cannot go, not even when two go at once', async () => {
    const alone = await startApp();
    const [one, other] = [await signIn(alone, 'ADMIN'), await signIn(alone, 'ADMIN')];
    for (let round = 0; round < 10; round++) {
      const answers = await Promise.all([
        one.ask(EDIT, { i: { id: one.id, role: 'CHIEF' } }),
        other.ask(EDIT, { i: { id: other.id, active: false } }),
        one.ask(EDIT, { i: { id: other.id, role: 'EDITOR' } }),
      ]);
      expect(answers.flatMap(({ data }) => data.editUser?.errors ?? []).every(({ code }) => code === 'INVALID')).toBe(
        true,
      );
      const left = await alone.db.query(`select id from user_account where role = 'ADMIN' and active`);
      expect(left).toHaveLength(1);
      await alone.db.query(`update user_account set role = 'ADMIN', active = true`);
      for (const { id, token } of [one, other]) {
        await alone.db.query(
          `insert into session (token_hash, user_id, expires_at) values (sha256($1::bytea), $2, now() + interval '1 hour') on conflict do nothing`,
          [Buffer.from(token), id],
        );
      }
    }
    await other.ask(EDIT, { i: { id: other.id, active: false } });
    for (const change of [{ role: 'CHIEF' }, { active: false }]) {
      const { data } = await one.ask(EDIT, { i: { id: one.id, ...change } });
      expect(data.editUser).toMatchObject({
        user: null,
        errors: [{ code: 'INVALID', path: ['input', Object.keys(change)[0]] }],
      });
    }
    expect((await one.ask(EDIT, { i: { id: one.id, name: 'still here' } })).data.editUser.errors).toEqual([]);
    await alone.close();
  });
});

describe('passwords', () => {
  it('are changed by their owner, who is signed out everywhere else', async () => {
    const { id, email } = await makeUser(test, { role: Role.CONTRIBUTOR });
    const [here, there] = [await tokenOf(test, email, somewhere()), await tokenOf(test, email, somewhere())];
    const change = (currentPassword: string, newPassword: string) =>
      test.ask(CHANGE, { i: { currentPassword, newPassword } }, here);
    expect((await change('wrong password', 'a new password')).data.changePassword).toEqual({
      user: null,
      errors: [{ code: 'BAD_CREDENTIALS', path: ['input', 'currentPassword'] }],
    });
    for (const bad of ['seven 7', 'x'.repeat(201)])
      expect((await change(PASSWORD, bad)).data.changePassword.errors).toEqual([
        { code: 'INVALID', path: ['input', 'newPassword'] },
      ]);
    expect((await change(PASSWORD, 'a new password')).data.changePassword).toEqual({ user: { id }, errors: [] });
    const who = async (token: string) => (await test.ask('{ viewer { user { id } } }', {}, token)).data.viewer.user;
    expect([await who(here), await who(there)]).toEqual([{ id }, null]);
    expect((await trySignIn(test, { email }, somewhere())).errors[0]?.code).toBe('BAD_CREDENTIALS');
    expect((await trySignIn(test, { email, password: 'a new password' }, somewhere())).errors).toEqual([]);
  });

  it('are changed once where two change the same one', async () => {
    const { email } = await makeUser(test);
    const token = await tokenOf(test, email, somewhere());
    const answers = await Promise.all(
      ['first new one', 'second new one'].map((newPassword) =>
        test.ask(CHANGE, { i: { currentPassword: PASSWORD, newPassword } }, token),
      ),
    );
    expect(answers.filter(({ data }) => data.changePassword.errors.length === 0)).toHaveLength(1);
  });

  it('are replaced by administrators, which ends all sessions', async () => {
    const { id, email } = await makeUser(test);
    const token = await tokenOf(test, email, somewhere());
    const { data } = await admin.ask(RESET, { u: id });
    expect(data.resetPassword).toEqual({ user: { id }, oneTimePassword: expect.any(String), errors: [] });
    expect((await test.ask('{ viewer { user { id } } }', {}, token)).data.viewer.user).toBeNull();
    expect((await trySignIn(test, { email }, somewhere())).errors[0]?.code).toBe('BAD_CREDENTIALS');
    const password = data.resetPassword.oneTimePassword;
    expect((await trySignIn(test, { email, password }, somewhere())).errors).toEqual([]);
    expect((await admin.ask(RESET, { u: `u${'0'.repeat(26)}` })).data.resetPassword).toEqual({
      user: null,
      oneTimePassword: null,
      errors: [{ code: 'NOT_FOUND', path: ['input', 'userId'] }],
    });
  });
});

it.each(ROLES.filter((role) => role !== 'ADMIN'))('a %s manages no users', async (role) => {
  const person = await signIn(test, role);
  const asked = [
    [CREATE, { i: { name: 'x', email: 'x@desk.example', role: 'ADMIN' } }],
    [EDIT, { i: { id: person.id, role: 'ADMIN' } }],
    [RESET, { u: admin.id }],
  ] as const;
  for (const [query, variables] of asked) {
    expect((await person.ask(query, variables)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await test.ask(query, variables)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  }
});
