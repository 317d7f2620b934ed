/** How much one caller may open, and that operators see it. */
import { Connections } from '../../src/live/connections.js';
import { startApp, type TestApp } from '../support/app.js';
import { byEvents, bySocket, eventually, type Follower, listen, rawSocket } from '../support/live.js';
import { makePartner } from '../support/partners.js';

let test: TestApp;
let port: number;
beforeAll(async () => {
  test = await startApp({ RATE_LIMIT: 'on' });
  port = await listen(test);
});
afterAll(() => test.close());

it('a subscription is a request of the quota of a partner', async () => {
  const { id, key } = await makePartner(test);
  await test.db.query('update partner set requests_per_minute = 2 where id = $1', [id]);
  const ways = [bySocket, byEvents, byEvents];
  const followers: Follower[] = [];
  for (const subscribe of ways)
    followers.push(await subscribe(port, 'subscription { changes { id } }', { token: key }));
  expect((await followers[2]?.ended)?.errors?.[0]?.extensions?.code).toBe('RATE_LIMITED');
  await Promise.all(followers.slice(0, 2).map((follower) => follower.stop()));
});

it('open subscriptions together cost no more than so much, until they end', async () => {
  const { say, messages, socket } = await rawSocket(port);
  say({ type: 'connection_init' });
  await eventually(() => messages.length > 0);
  const dear = (n: number) =>
    `subscription { ticker { headlines(first: 99) { article { id relatedHeadlines(first: 24) { a${n}: headline { title source { name } } sharedTags { name } } } } } }`;
  const refused = () =>
    messages.find(({ type, payload }) => type === 'next' && (payload as { errors?: unknown }).errors);
  let n = 0;
  for (; n < 100 && !refused(); n += 1) {
    say({ id: String(n), type: 'subscribe', payload: { query: dear(n) } });
    say({ type: 'ping' });
    await eventually(() => messages.filter(({ type }) => type === 'pong').length > n);
  }
  expect(await eventually(refused)).toMatchObject({
    payload: { errors: [{ extensions: { code: 'RATE_LIMITED', limit: 400_000 } }] },
  });
  socket.close();
  const again = await bySocket(port, dear(0));
  await again.stop();
});

it('one network has 1,000 connections, and gets a place where one ends', () => {
  const connections = new Connections(true);
  const connection = { beat: () => undefined, goAway: () => undefined, cut: () => undefined };
  const leave = Array.from({ length: 1_000 }, (_, n) =>
    connections.enter(`2001:db8::${n.toString(16)}`, { ...connection }),
  );
  expect(connections.refusal('2001:db8::ffff')).toMatchObject({ everywhere: false });
  expect(connections.refusal('2001:db8:0:1::1')).toBeNull();
  leave[0]?.();
  leave[0]?.();
  expect(connections.refusal('2001:db8::ffff')).toBeNull();
  for (let n = 0; n < 19_001; n += 1) connections.enter(`10.${n % 250}.0.1`, { ...connection });
  expect(connections.refusal('192.0.2.1')).toMatchObject({ everywhere: true });
});

it('a connection that is gone without a word is ended, and closing waits for none', async () => {
  const connections = new Connections(false);
  let cuts = 0;
  const cut = () => {
    cuts += 1;
  };
  connections.enter('192.0.2.1', { beat: () => undefined, goAway: () => undefined, cut });
  await connections.close();
  expect(cuts).toBe(1);
  expect(connections.refusal('192.0.2.1')).toMatchObject({ everywhere: true });
});

it('operators see how many are open', async () => {
  const follower = await bySocket(port, 'subscription { ticker { slug } }');
  const open = async () =>
    /^live_subscriptions\{transport="ws"\} (\d+)$/m.exec((await test.app.inject({ url: '/metrics' })).body)?.[1];
  expect(await open()).toBe('1');
  await follower.stop();
  await eventually(async () => (await open()) === '0');
});
