/** Browsers: the cookie that signing in sets, and what other sites can make a browser do with it: nothing. */
import { makeUser, PASSWORD } from '../support/accounts.js';
import { startApp, type TestApp } from '../support/app.js';
import { signIn } from '../support/desk.js';

let test: TestApp;
beforeAll(async () => {
  test = await startApp({ PUBLIC_URL: 'https://press.example' });
});
afterAll(() => test.close());

const SIGN_IN = {
  query: 'mutation ($i: SignInInput!) { signIn(input: $i) { token } }',
  variables: {} as object,
};

async function enter(app: TestApp) {
  const { id, email } = await makeUser(app);
  const response = await app.app.inject({
    method: 'POST',
    url: '/graphql',
    payload: { ...SIGN_IN, variables: { i: { email, password: PASSWORD } } },
  });
  const cookie = response.cookies[0];
  return { id, token: response.json().data.signIn.token as string, cookie, header: `${cookie?.name}=${cookie?.value}` };
}

const post = (headers: Record<string, string>, payload: object | string) =>
  test.app.inject({ method: 'POST', url: '/graphql', headers, payload });

const WHO = { query: '{ viewer { user { id } } }' };
const OUT = { query: 'mutation { signOut }' };

it('is out of reach of scripts and other sites, and goes by https alone where readers come by https', async () => {
  const { token, cookie } = await enter(test);
  expect(cookie).toMatchObject({ value: token, httpOnly: true, sameSite: 'Lax', secure: true, path: '/' });
  expect(Number(cookie?.expires)).toBeGreaterThan(Date.now() + 11 * 3_600_000);
  const plain = await startApp();
  expect((await enter(plain)).cookie?.secure).toBeUndefined();
  await plain.close();
});

it('says who asks, and is cleared by signing out', async () => {
  const { id, header } = await enter(test);
  expect((await post({ cookie: header }, WHO)).json().data.viewer.user).toEqual({ id });
  const out = await post({ cookie: header, origin: 'https://press.example' }, OUT);
  expect(out.json().data).toEqual({ signOut: true });
  expect(out.cookies[0]).toMatchObject({ name: header.split('=')[0], value: '' });
  expect((await post({ cookie: header }, WHO)).json().data.viewer.user).toBeNull();
});

it.each([
  ['no Origin', undefined],
  ['another site', 'https://evil.example'],
  ['a site that only looks like it', 'https://press.example.evil.example'],
  ['a site below it', 'https://evil.press.example'],
  ['a page without one', 'null'],
  ['another scheme', 'ftp://press.example'],
  ['nonsense', 'press.example'],
])('with %s it changes nothing', async (_case, origin) => {
  const { id, header } = await enter(test);
  const answer = await post({ cookie: header, ...(origin === undefined ? {} : { origin }) }, OUT);
  expect(answer.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  expect((await post({ cookie: header }, WHO)).json().data.viewer.user).toEqual({ id });
});

it.each(['http://localhost', 'http://LOCALHOST:3000', 'https://press.example', 'https://press.example:8443'])(
  'with the Origin %s of this site it does',
  async (origin) => {
    const { header } = await enter(test);
    const answer = await post({ cookie: header, origin, host: 'LocalHost:80' }, OUT);
    expect(answer.json().data).toEqual({ signOut: true });
  },
);

it.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonp',
  '',
])('a body of type "%s" is not looked at', async (type) => {
  const { header } = await enter(test);
  const answer = await post(
    { cookie: header, origin: 'https://press.example', 'content-type': type },
    JSON.stringify(OUT),
  );
  expect(answer.statusCode).toBe(415);
});

it('is not needed by a bearer token, which needs no Origin, and wins', async () => {
  const { header } = await enter(test);
  const person = await signIn(test, 'EDITOR');
  const headers = { cookie: header, authorization: `Bearer ${person.token}`, origin: 'https://evil.example' };
  expect((await post(headers, WHO)).json().data.viewer.user).toEqual({ id: person.id });
  expect((await post(headers, OUT)).json().data).toEqual({ signOut: true });
  const nobody = await post({ cookie: header, authorization: 'Bearer nonsense' }, WHO);
  expect(nobody.json().data.viewer.user).toBeNull();
});

it('changes nothing by GET', async () => {
  const { header } = await enter(test);
  const answer = await test.app.inject({
    url: '/graphql',
    query: { query: OUT.query },
    headers: { cookie: header, origin: 'https://press.example' },
  });
  expect(answer.statusCode).toBe(405);
});

it('INTROSPECTION=off leaves the schema to editors', async () => {
  const closed = await startApp({ INTROSPECTION: 'off' });
  const person = await signIn(closed, 'CONTRIBUTOR');
  for (const query of [
    '{ __schema { types { name } } }',
    'query { ...F } fragment F on Query { x: __type(name: "User") { name } }',
  ]) {
    expect((await person.ask(query)).errors).toBeUndefined();
    const refused = await closed.ask(query);
    expect(refused).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(refused.data).toBeUndefined();
  }
  expect((await closed.ask('{ viewr { user { id } } }')).errors?.[0]?.message).not.toContain('viewer');
  await closed.close();
});
