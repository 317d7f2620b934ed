/** How subscriptions are reached: both transports, who may open them, what is refused, and how they end. */
import { createClient as createEventClient } from 'graphql-sse';
import { Agent, fetch as undiciFetch } from 'undici';
import { Role } from '../../src/core/access.js';
import { startApp, type TestApp } from '../support/app.js';
import { publish, publishable } from '../support/articles.js';
import { sequenceAll } from '../support/changes.js';
import { makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { byEvents, bySocket, eventually, listen, rawSocket, type Way } from '../support/live.js';
import { makePartner } from '../support/partners.js';

const TICKER = 'subscription { ticker { headlines(first: 3) { title } } }';
const DESK = 'subscription { deskActivity { kind } }';

let test: TestApp;
let port: number;
let editor: Person;
let source: string;
beforeAll(async () => {
  test = await startApp();
  port = await listen(test);
  editor = await signIn(test, Role.EDITOR);
  source = await makeSource(test.db, 'جريدة البث');
});
afterAll(() => test.close());

const WAYS = { ws: bySocket, 'sse by POST': byEvents, 'sse by GET': getEvents } as const;
function getEvents(at: number, query: string, way: Way = {}) {
  return byEvents(at, query, { ...way, method: 'GET' });
}

describe.each(Object.entries(WAYS))('%s', (_name, subscribe) => {
  it('carries answers', async () => {
    const follower = await subscribe(port, TICKER);
    const title = `عنوان ${Math.random()}`;
    await publish(editor, publishable(source, { title }));
    await sequenceAll(test);
    const { data } = await follower.hears();
    expect(data.ticker.headlines[0].title).toBe(title);
    await follower.stop();
  });

  it('takes variables', async () => {
    const query = 'subscription ($slug: String!) { ticker(slug: $slug) { slug } }';
    const wrong = await subscribe(port, query, { variables: { slug: 7 } });
    expect((await wrong.ended).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    const right = await subscribe(port, query, { variables: { slug: 'main' } });
    await right.stop();
    const long = await subscribe(port, query, { variables: { slug: 'س'.repeat(2_100) } });
    expect((await long.ended).errors?.[0]).toMatchObject({
      message: expect.stringContaining('4096'),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });

  it('refuses what is no subscription, and what is too deep, too dear or wrong', async () => {
    const codeOf = async (query: string) => (await (await subscribe(port, query)).ended).errors?.[0]?.extensions?.code;
    expect(await codeOf('{ ticker { slug } }')).toBe('BAD_USER_INPUT');
    expect(await codeOf('mutation { signOut }')).toBe('BAD_USER_INPUT');
    expect(await codeOf('subscription { ticker { nothing } }')).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await codeOf('subscription {')).toBe('GRAPHQL_PARSE_FAILED');
    const related = (inner: string) => `article { relatedHeadlines(first: 24) { headline { ${inner} } } }`;
    const dear = `subscription { ticker { headlines(first: 100) { ${related(related(related('id')))} } } }`;
    expect(await codeOf(dear)).toBe('QUERY_TOO_COMPLEX');
    const deep = Array.from({ length: 12 }).reduce<string>((inner) => related(inner), 'id');
    expect(await codeOf(`subscription { ticker { headlines(first: 1) { ${deep} } } }`)).toBe('QUERY_TOO_COMPLEX');
  });

  it('opens the desk for editors alone', async () => {
    const strangers = [undefined, (await makePartner(test)).key];
    for (const token of strangers) {
      const refused = await subscribe(port, DESK, { token });
      expect((await refused.ended).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    }
    const follower = await subscribe(port, DESK, { token: editor.token });
    await publish(editor, publishable(source));
    await follower.hears(({ data }) => data.deskActivity.kind === 'MOVED');
    await follower.stop();
  });

  it('refuses a key or token that opens nothing, instead of showing what the public sees', async () => {
    for (const token of ['wq_0123456789012345678901234567890123456789012', 'nobodys']) {
      const { code, reason, errors } = await (await subscribe(port, TICKER, { token })).ended;
      expect([4403, 401]).toContain(code);
      expect(reason ?? errors?.[0]?.message).toMatch(/^Forbidden: /);
    }
  });

  it('refuses a header that cannot be read, and a place in the feed that no archive can have answered', async () => {
    for (const authorization of ['wq_0123456789', 'Bearer']) {
      const { code, reason, errors } = await (await subscribe(port, TICKER, { headers: { authorization } })).ended;
      expect([4403, 401]).toContain(code);
      expect(reason ?? errors?.[0]?.message).toContain('cannot be read');
    }
    const { errors } = await (await subscribe(port, 'subscription { changes(after: "c999999999999999") { id } }'))
      .ended;
    expect(errors?.[0]).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', argument: 'after' },
      message: expect.stringContaining('past this very moment'),
    });
  });

  it('takes a cookie from pages of this very site alone', async () => {
    const cookie = `warraq_session=${editor.token}`;
    for (const headers of [{ cookie, origin: 'https://elsewhere.example' }, { cookie }] as Record<string, string>[]) {
      const { code, reason, errors } = await (await subscribe(port, DESK, { headers })).ended;
      expect([4403, 403]).toContain(code);
      expect(reason ?? errors?.[0]?.message).toContain('Origin');
    }
    const follower = await subscribe(port, DESK, { headers: { cookie, origin: `http://127.0.0.1:${port}` } });
    await publish(editor, publishable(source));
    await follower.hears();
    await follower.stop();
  });

  it('takes the Authorization header', async () => {
    const follower = await subscribe(port, DESK, { headers: { authorization: `Bearer ${editor.token}` } });
    await publish(editor, publishable(source));
    await follower.hears();
    await follower.stop();
  });
});

describe('a socket', () => {
  it('prefers connectionParams to the header', async () => {
    const stranger = await signIn(test, Role.CONTRIBUTOR);
    const way = { token: stranger.token, headers: { authorization: `Bearer ${editor.token}` } };
    const follower = await bySocket(port, DESK, way);
    await publish(editor, publishable(source));
    const chief = await bySocket(port, DESK, { token: editor.token });
    await publish(editor, publishable(source));
    await chief.hears();
    expect(follower.heard).toEqual([]);
    await Promise.all([follower.stop(), chief.stop()]);
  });

  it('is closed where it breaks the protocol', async () => {
    const early = await rawSocket(port);
    early.say({ id: '1', type: 'subscribe', payload: { query: TICKER } });
    expect((await early.ended).code).toBe(4401);
    const strange = await rawSocket(port);
    strange.say({ type: 'connection_init', payload: { authorization: 'Basic eDp5' } });
    expect(await strange.ended).toMatchObject({ code: 4403, reason: expect.stringContaining('Bearer') });
    const large = await rawSocket(port);
    large.say({ type: 'connection_init', payload: { much: 'س'.repeat(40_000) } });
    expect((await large.ended).code).toBe(1009);
    const other = await rawSocket(port, {}, 'graphql-ws');
    expect((await other.ended).code ?? 4406).toBe(4406);
  });

  it('is refused where its Host is none', async () => {
    const { ended } = await rawSocket(port, { headers: { host: 'a b' } });
    expect((await ended).reason).toContain('400');
  });

  it('carries 100 subscriptions at most', async () => {
    const { say, messages, socket } = await rawSocket(port);
    say({ type: 'connection_init' });
    await eventually(() => messages.some(({ type }) => type === 'connection_ack'));
    for (let n = 0; n <= 100; n += 1) say({ id: String(n), type: 'subscribe', payload: { query: TICKER } });
    const error = await eventually(() => messages.find(({ type }) => type === 'error'));
    expect(error).toMatchObject({ id: '100', payload: [{ extensions: { code: 'RATE_LIMITED' } }] });
    socket.close();
  });
});

it("events are understood by graphql-sse's own client", async () => {
  const dispatcher = new Agent();
  const fetchFn = (url: string, init: object) => undiciFetch(url, { ...init, dispatcher });
  const client = createEventClient({ url: `http://127.0.0.1:${port}/graphql/stream`, fetchFn, retryAttempts: 0 });
  const answers = client.iterate<{ changes: { articleId: string } }>({
    query: 'subscription { changes { articleId } }',
  });
  const first = answers.next();
  await publishUntil(first);
  expect((await first).value.data.changes.articleId).toMatch(/^a/);
  const refused = client.iterate({ query: 'subscription { deskActivity { kind } }' });
  expect((await refused.next()).value.errors[0].extensions.code).toBe('FORBIDDEN');
  client.dispose();
  await dispatcher.destroy();
});

/** Publishes again and again, since this client does not tell when it is subscribed. */
async function publishUntil(heard: Promise<unknown>): Promise<void> {
  let over = false;
  void heard.then(() => {
    over = true;
  });
  for (let n = 0; n < 50 && !over; n += 1) {
    await publish(editor, publishable(source));
    await sequenceAll(test);
  }
}

it('/graphql refuses subscriptions, and says where they go', async () => {
  const { errors } = await test.ask(TICKER);
  expect(errors?.[0]).toMatchObject({
    message: expect.stringContaining('/graphql/stream'),
    extensions: { code: 'BAD_USER_INPUT' },
  });
});

it('events want a caller who takes events, and variables that are JSON', async () => {
  const ask = (query: Record<string, string>, accept: string) =>
    test.app.inject({ url: '/graphql/stream', query, headers: { accept } });
  expect((await ask({ query: TICKER }, 'application/json')).statusCode).toBe(406);
  expect((await ask({ query: TICKER, variables: '{' }, 'text/event-stream')).json().error.code).toBe('BAD_REQUEST');
});

it('introspection is refused where it is switched off, but to editors', async () => {
  const closed = await startApp({ INTROSPECTION: 'off' });
  const at = await listen(closed);
  const asked = 'subscription S { ticker { slug } } query Q { __schema { types { name } } }';
  const refused = await rawSocket(at);
  refused.say({ type: 'connection_init' });
  await eventually(() => refused.messages.length > 0);
  refused.say({ id: '1', type: 'subscribe', payload: { query: asked, operationName: 'S' } });
  const error = await eventually(() => refused.messages.find(({ type }) => type === 'error'));
  expect(error).toMatchObject({ payload: [{ extensions: { code: 'FORBIDDEN' } }] });
  const wrong = await bySocket(at, 'subscription { ticker { slgu } }');
  expect((await wrong.ended).errors?.[0]?.message).not.toMatch(/did you mean/i);
  refused.socket.close();
  await closed.close();
});

it('what fails is masked, and tells nothing of the server', async () => {
  const follower = await bySocket(port, 'subscription { ticker { headlines(first: 1) { title } } }');
  await test.db.query('alter table revision rename column title to title_away');
  await test.db.query(`notify warraq, 'ticker'`);
  const { errors } = await follower.hears();
  await test.db.query('alter table revision rename column title_away to title');
  expect(errors[0].extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) });
  expect(JSON.stringify(errors)).not.toMatch(/title_away|select|does not exist/i);
  await test.db.query(`notify warraq, 'ticker'`);
  await follower.hears(({ errors: none, data }) => !none && data.ticker.headlines.length === 1);
  await follower.stop();
});

it('a server that closes says so to sockets and ends streams, and does not wait for them', async () => {
  const ending = await startApp();
  const at = await listen(ending);
  const [socket, stream] = await Promise.all([bySocket(at, TICKER), byEvents(at, TICKER)]);
  await ending.close();
  expect((await socket.ended).code).toBe(1012);
  await stream.ended;
});
