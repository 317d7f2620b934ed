/**
 * Whoever follows the change feed has what she may have, no more and no less: random actions of editors, random grants, the ends
 * of schedules, embargoes and grants in between, and followers who read whenever they like.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { startApp, type TestApp } from '../support/app.js';
import { call, look } from '../support/articles.js';
import { sequenceAll } from '../support/changes.js';
import { makeArticle, makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { grant, makePartner, type TestGrant, type TestPartner } from '../support/partners.js';
import { runs } from '../support/soak.js';

let test: TestApp;
let chief: Person;

beforeAll(async () => {
  test = await startApp();
  chief = await signIn(test, 'CHIEF');
});
afterAll(() => test.close());

const FACE = 'id contentVersion access title body summary source { id }';

/** What a follower keeps: articles by id, and where she is. */
class Mirror {
  readonly articles = new Map<string, string>();
  /** What she was told to be gone, for good. */
  readonly withdrawn = new Set<string>();
  readonly everHad = new Set<string>();
  after: string | null = null;
  /** The last change that she took. */
  last: string | null = null;

  constructor(private readonly ask: TestApp['ask']) {}

  /** One page; answers whether there is more. */
  async read(first: number): Promise<boolean> {
    const { data, errors } = await this.ask(
      `query ($after: String, $first: Int!) { changes(after: $after, first: $first) {
        nodes { id kind articleId article { ${FACE} } } pageInfo { hasNextPage endCursor } } }`,
      { after: this.after, first },
    );
    if (errors) throw new Error(JSON.stringify(errors));
    for (const { id, kind, articleId, article } of data.changes.nodes) {
      expect(this.after === null || id > this.after).toBe(true);
      this.after = id;
      this.last = id;
      if (article) {
        this.articles.set(articleId, JSON.stringify(article));
        this.everHad.add(articleId);
      } else this.articles.delete(articleId);
      if (kind === 'WITHDRAWN') this.withdrawn.add(articleId);
    }
    const { endCursor, hasNextPage } = data.changes.pageInfo;
    // Where a page passed many turns that told her nothing, it ends behind its last change.
    expect(this.after === null ? endCursor === null || hasNextPage : endCursor >= this.after).toBe(true);
    this.after = endCursor;
    return hasNextPage;
  }

  async readAll(first = 100): Promise<void> {
    while (await this.read(first));
  }
}

/** All that a caller may read, asked as lists. */
async function everything(ask: TestApp['ask']): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let after: string | null = null;
  do {
    const {
      data,
    }: { data: { articles: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } } =
      await ask(
        `query ($after: String) { articles(first: 100, after: $after) { nodes { ${FACE} } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
    for (const article of data.articles.nodes) found.set(article.id, JSON.stringify(article));
    after = data.articles.pageInfo.hasNextPage ? data.articles.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

interface CaughtUp {
  /** One who follows for the first time now. */
  fresh: Mirror;
  /** All that there is. */
  archive: Map<string, string>;
}

/** Reads all there is: an embargo of an earlier world may end meanwhile, so that all is done again. */
async function catchUp(mirror: Mirror, ask: TestApp['ask']): Promise<CaughtUp> {
  for (let tries = 1; ; tries += 1) {
    const before = await everything(ask);
    await sequenceAll(test);
    await mirror.readAll();
    const fresh = new Mirror(ask);
    await fresh.readAll(1_000);
    const archive = await everything(ask);
    if (isDeepStrictEqual(before, archive) || tries === 10) return { fresh, archive };
  }
}

const MINUTE = 60_000;

/** Milliseconds from now at which something is released: long ago, an embargo's minute ago but for a moment, soon. */
const RELEASES = [-10 * MINUTE, -MINUTE + 300, -1_000, 250];

const source = fc.nat(2);
const action = fc.oneof(
  fc.record({ do: fc.constant('publish' as const), source, release: fc.nat(RELEASES.length - 1), held: fc.nat(1) }),
  fc.record({
    do: fc.constantFrom(
      'edit' as const,
      'correct' as const,
      'unpublish' as const,
      'republish' as const,
      'withdraw' as const,
    ),
    which: fc.nat(),
  }),
  fc.record({ do: fc.constant('move' as const), which: fc.nat(), source }),
  fc.record({
    do: fc.constant('grant' as const),
    who: fc.nat(2),
    grants: fc.uniqueArray(
      fc.record({
        source: fc.option(source),
        access: fc.constantFrom('FULL_TEXT' as const, 'SUMMARY' as const, 'HEADLINE' as const),
        embargoMinutes: fc.nat(1),
        ends: fc.option(fc.constant(200)),
      }),
      { maxLength: 3, selector: (given) => given.source },
    ),
  }),
  fc.record({
    do: fc.constant('rights' as const),
    source,
    access: fc.constantFrom('FULL_TEXT', 'SUMMARY', 'HEADLINE'),
  }),
  fc.record({
    do: fc.constant('read' as const),
    numbered: fc.boolean(),
    who: fc.nat(3),
    first: fc.constantFrom(1, 3, 50, 50),
  }),
  fc.record({ do: fc.constant('read' as const), numbered: fc.constant(true), who: fc.nat(3), first: fc.constant(50) }),
);

class World {
  readonly articles: string[] = [];
  constructor(
    readonly sources: string[],
    readonly partners: TestPartner[],
    readonly mirrors: Mirror[],
  ) {}

  async act(given: typeof action extends fc.Arbitrary<infer Action> ? Action : never): Promise<void> {
    const now = Date.now();
    switch (given.do) {
      case 'publish':
        this.articles.push(
          await makeArticle(test.db, {
            sourceId: this.sources[given.source] as string,
            releasedAt: new Date(now + (RELEASES[given.release] as number)),
            embargoMinutes: given.held,
            summary: 'ملخص',
          }),
        );
        return;
      case 'grant': {
        const grants = given.grants.map(
          ({ source: at, access, embargoMinutes, ends }): TestGrant => ({
            sourceId: at === null ? null : (this.sources[at] as string),
            access,
            embargoMinutes,
            until: ends === null ? undefined : new Date(now + ends),
          }),
        );
        return grant(test, (this.partners[given.who] as TestPartner).id, grants);
      }
      case 'rights':
        await test.db.query('update source set access = $2 where id = $1', [this.sources[given.source], given.access]);
        return;
      case 'read':
        if (given.numbered) await sequenceAll(test);
        await this.mirrors[given.who]?.read(given.first);
        return;
      default:
        return this.edit(given);
    }
  }

  private async edit(given: { do: string; which: number; source?: number }): Promise<void> {
    if (this.articles.length === 0) return;
    const articleId = this.articles[given.which % this.articles.length] as string;
    const { version } = await look(chief, articleId);
    const content = {
      title: `عنوان ${Math.random()}`,
      ...(given.source === undefined ? {} : { sourceId: this.sources[given.source] }),
    };
    if (given.do === 'correct') await call(chief, 'correctArticle', { articleId, version, content, note: 'تصحيح' });
    else if (given.do === 'unpublish') await call(chief, 'unpublishArticle', { articleId, version });
    else if (given.do === 'republish') await call(chief, 'publishArticle', { articleId, version });
    else if (given.do === 'withdraw') await call(chief, 'withdrawArticle', { articleId, version, publicReason: 'سبب' });
    else {
      await call(chief, 'editArticle', { articleId, version, content });
      await call(chief, 'publishArticle', { articleId, version: version + 1 });
    }
  }
}

it('a mirror equals the archive as its rights show it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 15, maxLength: 40 }), async (actions) => {
      const sources = await Promise.all([1, 2, 3].map((n) => makeSource(test.db, `مصدر ${n}`)));
      const partners = await Promise.all([1, 2, 3].map(() => makePartner(test, [])));
      const askers = [...partners.map(({ ask }) => ask), test.ask] as TestApp['ask'][];
      const world = new World(
        sources,
        partners,
        askers.map((ask) => new Mirror(ask)),
      );
      for (const one of actions) await world.act(one);
      await new Promise((resolve) => setTimeout(resolve, 350));
      await sequenceAll(test);
      for (const [at, ask] of askers.entries()) {
        const mirror = world.mirrors[at] as Mirror;
        const { fresh, archive } = await catchUp(mirror, ask);
        expect(mirror.articles).toEqual(archive);
        expect(fresh.articles).toEqual(archive);
        expect(fresh.last).toBe(mirror.last);
        const gone = await test.db.query<{ id: string }>(
          'select id from article where withdrawn_at is not null and id = any($1)',
          [[...mirror.everHad]],
        );
        expect(gone.filter(({ id }) => !mirror.withdrawn.has(id))).toEqual([]);
      }
    }),
    { numRuns: runs(6), endOnFailure: true },
  );
});
