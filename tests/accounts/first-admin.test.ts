/** How the first people come in: the admin of the first start, and `warraq user add`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ensureFirstAdmin } from '../../src/accounts/first-admin.js';
import { trySignIn } from '../support/accounts.js';
import { startApp, type TestApp } from '../support/app.js';
import { waiting } from '../support/databases.js';

let test: TestApp;
beforeEach(async () => {
  test = await startApp();
});
afterEach(() => test.close());

const users = () =>
  test.db.query<{ id: string; email: string; role: string; name: string }>(
    'select id, email, role, name from user_account',
  );

function start(args: string[], settings: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['bin/warraq.js', ...args], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: test.db.url,
      DATA_DIR: test.config.dataDir,
      LOG_LEVEL: 'warn',
      DEMO: 'off',
      PORT: '0',
      ...settings,
    },
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => {
    said.stdout += data;
  });
  child.stderr.on('data', (data) => {
    said.stderr += data;
  });
  return { child, said };
}

async function run(args: string[]) {
  const { child, said } = start(args);
  const [code] = await once(child, 'close');
  return { code, ...said };
}

async function serveOnce(settings: Record<string, string>): Promise<string> {
  const { child, said } = start(['serve'], settings);
  while (!said.stdout.includes('answers at') && child.exitCode === null) await once(child.stdout, 'data');
  child.kill('SIGTERM');
  await once(child, 'close');
  return said.stdout;
}

it('the first admin is made once, by one of many, with a password that is shown', async () => {
  let making: Promise<(string | null)[]> = Promise.resolve([]);
  await test.db.transaction(async (tx) => {
    await tx.query('lock table user_account in share mode'); // all look before one writes
    making = Promise.all([1, 2, 3].map(() => ensureFirstAdmin(test.db, 'Chief@Desk.Example', undefined)));
    await waiting(test.db, 3);
  });
  const made = await making;
  const passwords = made.filter((password) => password !== null);
  expect(passwords).toHaveLength(1);
  expect(await users()).toMatchObject([{ email: 'Chief@Desk.Example', role: 'ADMIN' }]);
  const { token } = await trySignIn(test, { email: 'chief@desk.example', password: passwords[0] as string });
  expect(token).not.toBeNull();
  expect(await ensureFirstAdmin(test.db, 'other@desk.example', undefined)).toBeNull();
  expect(await users()).toHaveLength(1);
});

it('a password that was given is not shown', async () => {
  expect(await ensureFirstAdmin(test.db, 'admin@localhost', 'given password')).toBeNull();
  expect((await trySignIn(test, { email: 'admin@localhost', password: 'given password' })).token).not.toBeNull();
});

it('serve prints the password of the first admin in one line, at the first start only', async () => {
  const first = await serveOnce({ ADMIN_EMAIL: 'first@desk.example' });
  const [, password] = /^First admin: first@desk\.example, password (\S+) .*$/m.exec(first) ?? [];
  expect((await trySignIn(test, { email: 'first@desk.example', password: password as string })).token).not.toBeNull();
  expect(await serveOnce({ ADMIN_EMAIL: 'first@desk.example' })).not.toContain('First admin');
});

it('warraq user add prints a one-time password, and refuses a known e-mail in one line', async () => {
  const add = (...more: string[]) =>
    run(['user', 'add', 'new@desk.example', '--name', 'فاطمة', '--role', 'CHIEF', ...more]);
  const added = await add('--json');
  expect(added).toMatchObject({ code: 0, stderr: '' });
  const { id, oneTimePassword, ...rest } = JSON.parse(added.stdout);
  expect(rest).toEqual({});
  expect(await users()).toEqual([{ id, email: 'new@desk.example', role: 'CHIEF', name: 'فاطمة' }]);
  const entered = await trySignIn(test, { email: 'new@desk.example', password: oneTimePassword });
  expect(entered.user?.id).toBe(id);
  const again = await add();
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toMatch(/^warraq: new@desk\.example: [^\n]+\n$/);
  const other = await run(['user', 'add', 'other@desk.example', '--name', 'x', '--role', 'ADMIN']);
  expect(other.stdout).toMatch(/^other@desk\.example was added.* [0-9a-z-]{19}\n$/);
});

it('warraq user add exits 2 on bad usage, with one line, and helps', async () => {
  for (const args of [
    ['user'],
    ['user', 'add', 'a@b', '--name', 'x'],
    ['user', 'add', 'a@b', '--role', 'EDITOR'],
    ['user', 'add', 'a@b', '--name', 'x', '--role', 'KING'],
    ['user', 'add', 'a@b', '--name', ' ', '--role', 'EDITOR'],
    ['user', 'add', 'nobody', '--name', 'x', '--role', 'EDITOR'],
  ]) {
    const { code, stdout, stderr } = await run(args);
    if (args.length === 1) expect(code).toBe(2);
    else
      expect({ args, code, stdout, lines: stderr.trim().split('\n').length }).toEqual({
        args,
        code: 2,
        stdout: '',
        lines: 1,
      });
  }
  expect(await run(['user', 'add', '--help'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Usage: warraq'),
  });
  expect(await users()).toEqual([]);
});
