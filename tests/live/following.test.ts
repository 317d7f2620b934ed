/**
 * What subscribers hear: every change that they may see and nothing else, on every node, without a gap, for as long as they
 * may.
 */
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { Role } from '../../src/core/access.js';
import { Database } from '../../src/core/database.js';
import { slowSubscribers } from '../../src/core/metrics.js';
import { ENTITIES } from '../../src/entities.js';
import { buildApp } from '../../src/server.js';
import { startApp, type TestApp } from '../support/app.js';
import { call, look, publish, publishable, write } from '../support/articles.js';
import { sequenceAll } from '../support/changes.js';
import { makeArticles, makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { byEvents, bySocket, eventually, type Follower, listen, rawSocket } from '../support/live.js';
import { grant, makePartner } from '../support/partners.js';

let test: TestApp;
let port: number;
let editor: Person;
let source: string;
beforeAll(async () => {
  test = await startApp();
  port = await listen(test);
  editor = await signIn(test, Role.EDITOR);
  source = await makeSource(test.db, 'جريدة المتابعة');
});
afterAll(() => test.close());

const TICKER = 'subscription { ticker { headlines(first: 5) { title } } }';
const CHANGES = 'subscription ($after: String) { changes(after: $after) { id kind articleId article { title body } } }';
const DESK = `subscription ($id: ID) { deskActivity(articleId: $id) {
  kind version at actor { name } deskArticle { articleId workingCopy { title } } } }`;

/** Publishes, and gives the change its place. */
async function publishNow(given: Record<string, unknown> = {}): Promise<string> {
  const id = await publish(editor, publishable(source, given));
  await sequenceAll(test);
  return id;
}

const idsOf = (follower: Follower) => follower.heard.map(({ data }) => data.changes.articleId);

describe('the ticker', () => {
  it('is sent when it changed, and only then', async () => {
    const [socket, stream] = [await bySocket(port, TICKER), await byEvents(port, TICKER)];
    const draft = await write(editor, publishable(source, { title: 'مسودة لا يراها أحد' }));
    await test.db.query(`notify warraq, 'changes'`);
    await publishNow({ title: 'أول ما يصل' });
    for (const follower of [socket, stream]) {
      const { data } = await follower.hears();
      expect(data.ticker.headlines[0].title).toBe('أول ما يصل');
    }
    await editor.ask('mutation ($input: PinHeadlineInput!) { pinHeadline(input: $input) { errors { code } } }', {
      input: { ticker: 'main', title: 'سطر يقود إلى مكان آخر', url: 'https://elsewhere.example/1', position: 1 },
    });
    await socket.hears(({ data }) => data.ticker.headlines[0].title === 'سطر يقود إلى مكان آخر');
    expect(JSON.stringify(socket.heard)).not.toContain('مسودة');
    expect(socket.heard).toHaveLength(2);
    await call(editor, 'deleteArticle', { articleId: draft, version: 1 });
    await Promise.all([socket.stop(), stream.stop()]);
  });

  it('is made once for all who ask the same', async () => {
    const followers: Follower[] = [];
    for (let n = 0; n < 20; n += 1) followers.push(await (n % 2 ? bySocket : byEvents)(port, TICKER));
    const id = await publish(editor, publishable(source, { title: 'واحد للجميع' }));
    const statements = await test.statements(async () => {
      await sequenceAll(test);
      for (const follower of followers)
        await follower.hears(({ data }) =>
          data.ticker.headlines.some(({ title }: { title: string }) => title === 'واحد للجميع'),
        );
    });
    expect(statements).toBeLessThan(20);
    expect(new Set(followers.map(({ heard }) => JSON.stringify(heard))).size).toBe(1);
    await Promise.all(followers.map((follower) => follower.stop()));
    await call(editor, 'unpublishArticle', { articleId: id, version: 2 });
  });
});

describe('changes', () => {
  it('come from now on, in their order', async () => {
    await publishNow();
    const follower = await bySocket(port, CHANGES);
    const id = await publishNow({ title: 'تغيير جديد' });
    await call(editor, 'correctArticle', {
      articleId: id,
      version: 2,
      note: 'تصويب',
      content: { title: 'عنوان مصوب' },
    });
    await call(editor, 'unpublishArticle', { articleId: id, version: 3 });
    await sequenceAll(test);
    await follower.hears(({ data }) => data.changes.kind === 'UNPUBLISHED');
    expect(follower.heard.map(({ data }) => data.changes)).toEqual([
      expect.objectContaining({ kind: 'PUBLISHED', articleId: id }),
      expect.objectContaining({ kind: 'CORRECTED', articleId: id }),
      expect.objectContaining({ kind: 'UNPUBLISHED', articleId: id, article: null }),
    ]);
    await follower.stop();
  });

  it('resume where one left off, without a gap and without a change twice', async () => {
    const first = await bySocket(port, CHANGES);
    const ids = [await publishNow()];
    const { data } = await first.hears();
    await first.stop();
    ids.push(
      ...(await makeArticles(
        test.db,
        Array.from({ length: 120 }, () => ({ sourceId: source })),
      )),
    );
    await sequenceAll(test);
    const again = await byEvents(port, CHANGES, { variables: { after: data.changes.id } });
    ids.push(await publishNow());
    await again.hears(({ data: { changes } }) => changes.articleId === ids.at(-1));
    expect([ids[0], ...idsOf(again)]).toEqual(ids);
    const wrong = await bySocket(port, CHANGES, { variables: { after: 'nowhere' } });
    expect((await wrong.ended).errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    await again.stop();
  });

  it('are only those that a caller asks for', async () => {
    const other = await makeSource(test.db, 'جريدة أخرى');
    const query = 'subscription ($filter: ChangeFilter) { changes(filter: $filter) { articleId } }';
    const follower = await bySocket(port, query, { variables: { filter: { sourceIds: [other] } } });
    await publishNow();
    const id = await publish(editor, publishable(other));
    await sequenceAll(test);
    await follower.hears();
    expect(idsOf(follower)).toEqual([id]);
    await follower.stop();
  });

  it('are those that one may see: nothing under embargo, of other grants, or of a text that is withheld', async () => {
    const later = await makeSource(test.db, 'جريدة متأنية', { embargoMinutes: 60 });
    const [early, other] = [
      await makePartner(test, [{ sourceId: later, access: 'HEADLINE' }]),
      await makePartner(test, [{ sourceId: source }]),
    ];
    await sequenceAll(test); // what they were granted is behind them
    const followers = [
      await bySocket(port, CHANGES),
      await bySocket(port, CHANGES, { token: early.key }),
      await bySocket(port, CHANGES, { token: other.key }),
    ] as const;
    const held = await publish(editor, publishable(later, { title: 'تحت الحظر' }));
    const open = await publishNow();
    const [anonymous, headlines, stranger] = followers;
    await Promise.all([anonymous.hears(), stranger.hears(), headlines.hears()]);
    expect([anonymous, headlines, stranger].map(idsOf)).toEqual([[open], [held], [open]]);
    expect(headlines.heard[0].data.changes.article).toEqual({ title: 'تحت الحظر', body: null });
    await Promise.all(followers.map((follower) => follower.stop()));
  });

  it('tell of a grant that ends by the clock, before anybody knew', async () => {
    const brief = await makeSource(test.db, 'جريدة إلى أجل');
    const until = new Date(Date.now() + 1_500);
    const partner = await makePartner(test, [{ sourceId: brief, until }]);
    const old = await publish(editor, publishable(brief));
    await sequenceAll(test);
    const follower = await bySocket(port, CHANGES, { token: partner.key });
    await eventually(() => Date.now() > until.getTime() + 20);
    await sequenceAll(test);
    const { data } = await follower.hears();
    expect(data.changes).toMatchObject({ kind: 'REVOKED', articleId: old, article: null });
    await follower.stop();
  });

  it('go on with other grants when these change', async () => {
    const more = await makeSource(test.db, 'جريدة تمنح لاحقا');
    const old = await publish(editor, publishable(more));
    const partner = await makePartner(test, [{ sourceId: source }]);
    await sequenceAll(test);
    const follower = await bySocket(port, CHANGES, { token: partner.key });
    await grant(test, partner.id, [{ sourceId: source }, { sourceId: more }]);
    await test.db.query(`update partner set name = name where id = $1`, [partner.id]);
    await sequenceAll(test);
    await follower.hears(
      ({ data }) => data.changes.kind === 'GRANTED' && data.changes.articleId === old && data.changes.article !== null,
    );
    await follower.stop();
  });
});

describe('the desk', () => {
  it('hears who opens, locks, edits, moves, assigns and notes what', async () => {
    const reader = await signIn(test, Role.EDITOR);
    const id = await write(editor, publishable(source, { title: 'على المكتب' }));
    const follower = await bySocket(port, DESK, { token: reader.token, variables: { id } });
    await look(editor, id);
    await look(editor, id); // she has it open already
    await call(editor, 'lockArticle', { articleId: id });
    await call(editor, 'editArticle', { articleId: id, version: 1, content: { title: 'عنوان أفضل' } });
    await call(editor, 'addNote', { articleId: id, text: 'ملاحظة' });
    await call(editor, 'assignArticle', { articleId: id, assigneeId: reader.id });
    await call(editor, 'unlockArticle', { articleId: id });
    await publishNow(); // another one
    await call(editor, 'submitArticle', { articleId: id, version: 2 });
    await follower.hears(({ data }) => data.deskActivity.kind === 'MOVED');
    expect(follower.heard.map(({ data }) => data.deskActivity.kind)).toEqual([
      'OPENED',
      'LOCKED',
      'EDITED',
      'NOTED',
      'ASSIGNED',
      'UNLOCKED',
      'MOVED',
    ]);
    const [name] = await test.db.query<{ name: string }>('select name from user_account where id = $1', [editor.id]);
    expect(follower.heard.at(-1).data.deskActivity).toMatchObject({
      version: 3,
      actor: name,
      deskArticle: { articleId: id, workingCopy: { title: 'عنوان أفضل' } },
    });
    await follower.stop();
  });

  it("never tells a contributor of another's draft, but of what becomes hers", async () => {
    const contributor = await signIn(test, Role.CONTRIBUTOR);
    const follower = await byEvents(port, DESK, { token: contributor.token });
    const id = await write(editor, publishable(source, { title: 'سر المحرر' }));
    await call(editor, 'editArticle', { articleId: id, version: 1, content: { title: 'سر آخر' } });
    await contributor.ask('query ($id: ID!) { desk { article(articleId: $id) { id } } }', { id });
    const own = await write(contributor, publishable(source));
    await follower.hears();
    await call(editor, 'assignArticle', { articleId: id, assigneeId: contributor.id });
    await follower.hears(({ data }) => data.deskActivity.kind === 'ASSIGNED');
    expect(follower.heard.map(({ data }) => data.deskActivity.deskArticle.articleId)).toEqual([own, id]);
    await follower.stop();
  });
});

describe('rights', () => {
  it('end a subscription when the key is revoked, the session ends, or who has it is switched off', async () => {
    const [one, other] = [await makePartner(test), await makePartner(test)];
    const [out, off, expired] = await Promise.all([1, 2, 3].map(() => signIn(test, Role.EDITOR)));
    const ends: [string | undefined, string, unknown[]][] = [
      [one.key, 'update api_key set revoked_at = now() where partner_id = $1', [one.id]],
      [other.key, 'update partner set active = false where id = $1', [other.id]],
      [out?.token, 'delete from session where user_id = $1', [out?.id]],
      [off?.token, 'update user_account set active = false where id = $1', [off?.id]],
    ];
    for (const [token, change, values] of ends) {
      const [socket, stream] = [await bySocket(port, TICKER, { token }), await byEvents(port, CHANGES, { token })];
      await test.db.query(change, values);
      expect(await socket.ended).toMatchObject({ code: 4403, reason: expect.stringMatching(/^Forbidden: /) });
      expect((await stream.ended).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    }
    // What ends by the clock is seen when it is looked at again.
    const follower = await bySocket(port, TICKER, { token: expired?.token });
    await test.db.query(`update session set expires_at = now() - interval '1 second' where user_id = $1`, [
      expired?.id,
    ]);
    await test.db.query(`notify warraq, 'access'`);
    expect((await follower.ended).code).toBe(4403);
  });

  it('of others stay as they are', async () => {
    const partner = await makePartner(test);
    const follower = await bySocket(port, CHANGES);
    const kept = await bySocket(port, CHANGES, { token: editor.token });
    await test.db.query('update partner set active = false where id = $1', [partner.id]);
    const id = await publishNow();
    await Promise.all([follower.hears(), kept.hears()]);
    expect([idsOf(follower), idsOf(kept)]).toEqual([[id], [id]]);
    await Promise.all([follower.stop(), kept.stop()]);
  });
});

describe('two nodes on one database', () => {
  let other: { app: FastifyInstance; db: Database };
  let otherPort: number;
  beforeAll(async () => {
    const db = await Database.open(test.db.url, { pool: 5, statementTimeout: 15_000, entities: ENTITIES });
    other = { db, app: await buildApp(test.config, db, pino({ level: 'silent' })) };
    otherPort = await listen(other as unknown as TestApp);
  });
  afterAll(async () => {
    await other.app.close();
    await other.db.close();
  });

  it('tell what happens on either', async () => {
    const followers = [
      await bySocket(otherPort, TICKER),
      await byEvents(otherPort, CHANGES),
      await bySocket(otherPort, DESK, { token: editor.token }),
    ] as const;
    const id = await publishNow({ title: 'من العقدة الأخرى' });
    await look(editor, id);
    const [ticker, changes, desk] = followers;
    await ticker.hears(({ data }) =>
      data.ticker.headlines.some(({ title }: { title: string }) => title === 'من العقدة الأخرى'),
    );
    await changes.hears(({ data }) => data.changes.articleId === id);
    await desk.hears(({ data }) => data.deskActivity.kind === 'OPENED');
    await Promise.all(followers.map((follower) => follower.stop()));
  });

  it('lose nothing while the channel is broken', async () => {
    const [ticker, changes] = [await bySocket(port, TICKER), await bySocket(port, CHANGES)];
    await breakChannel();
    const ids = [await publishNow(), await publishNow({ title: 'أثناء الانقطاع' })];
    await ticker.hears(({ data }) =>
      data.ticker.headlines.some(({ title }: { title: string }) => title === 'أثناء الانقطاع'),
    );
    await changes.hears(({ data }) => data.changes.articleId === ids[1]);
    expect(idsOf(changes)).toEqual(ids);
    await Promise.all([ticker.stop(), changes.stop()]);
  });

  it('see a key that was revoked while the channel was broken', async () => {
    const partner = await makePartner(test);
    const follower = await bySocket(otherPort, CHANGES, { token: partner.key });
    await breakChannel();
    await test.db.query('update api_key set revoked_at = now() where partner_id = $1', [partner.id]);
    expect((await follower.ended).code).toBe(4403);
  });
});

async function breakChannel(): Promise<void> {
  await test.db.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'warraq listener' and datname = current_database()`,
  );
}

async function dropped(): Promise<number> {
  return (await slowSubscribers.get()).values.reduce((sum, { value }) => sum + value, 0);
}

describe('a subscriber who does not take what she is sent', () => {
  it('is dropped with a reason, holds up nobody, and comes back for the rest', async () => {
    const body = `<p>${'كلمة '.repeat(20_000)}</p>`;
    const slow = await rawSocket(port);
    slow.say({ type: 'connection_init' });
    await eventually(() => slow.messages.length > 0);
    slow.say({ id: '1', type: 'subscribe', payload: { query: CHANGES } });
    const quick = await bySocket(port, CHANGES);
    slow.socket.pause();
    const ids: string[] = [];
    const before = await dropped();
    while ((await dropped()) === before && ids.length < 100) {
      ids.push(...(await makeArticles(test.db, [{ sourceId: source, body }])));
      await sequenceAll(test);
    }
    await quick.hears(({ data }) => data.changes.articleId === ids.at(-1));
    slow.socket.resume();
    expect(await slow.ended).toMatchObject({ code: 1013, reason: expect.stringContaining('after') });
    const last = slow.messages.filter(({ type }) => type === 'next').at(-1) as unknown as {
      payload: { data: { changes: { id: string } } };
    };
    const rest = await bySocket(port, CHANGES, { variables: { after: last.payload.data.changes.id } });
    await rest.hears(({ data }) => data.changes.articleId === ids.at(-1));
    expect([
      ...slow.messages
        .filter(({ type }) => type === 'next')
        .map(({ payload }) => (payload as { data: { changes: { articleId: string } } }).data.changes.articleId),
      ...idsOf(rest),
    ]).toEqual(ids);
    await Promise.all([rest.stop(), quick.stop()]);
  });

  it('is waited for where she catches up alone', async () => {
    const stream = await byEvents(port, CHANGES, { variables: { after: `c${'0'.repeat(15)}` } });
    stream.response.pause();
    await publishNow();
    stream.response.resume();
    const id = await publishNow();
    await stream.hears(({ data }) => data.changes.articleId === id);
    expect(new Set(stream.heard.map(({ data }) => data.changes.id)).size).toBe(stream.heard.length);
    await stream.stop();
  });
});
