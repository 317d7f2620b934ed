/** What a partner is answered against what a plain loop over all articles would say, for random grants and releases. */
import fc from 'fast-check';
import type { AccessLevel } from '../../src/core/access.js';
import { settleCounts } from '../../src/core/counts.js';
import { startApp, type TestApp } from '../support/app.js';
import { type ArticleGiven, makeArticles, makeSource, makeTag } from '../support/content.js';
import { grant, makePartner, type TestGrant, type TestPartner } from '../support/partners.js';
import { runs } from '../support/soak.js';

const MINUTE = 60_000;
const ARTICLES = 45;
const SOURCES = 4;

interface Known {
  id: string;
  sourceId: string | null;
  day: string;
  tagId: string;
  draft: boolean;
}

let test: TestApp;
let she: TestPartner;
let sources: string[];
let tags: string[];
let known: Known[];

beforeAll(async () => {
  test = await startApp();
  she = await makePartner(test, []);
  sources = [];
  for (let n = 0; n < SOURCES; n++) sources.push(await makeSource(test.db, `مصدر ${n}`));
  tags = [await makeTag(test.db, 'وسم أول'), await makeTag(test.db, 'وسم ثان')];
  const wanted = Array.from({ length: ARTICLES }, (_, n) => ({
    sourceId: n % 9 === 8 ? null : (sources[(n * n) % SOURCES] as string),
    day: `2024-03-${String(1 + (n % 5)).padStart(2, '0')}`,
    tagId: tags[n % 3 === 0 ? 0 : 1] as string,
    draft: n % 11 === 10,
  }));
  const ids = await makeArticles(
    test.db,
    wanted.map(({ sourceId, day, tagId, draft }, n) => ({
      ...{ sourceId: sourceId as string, tagIds: [tagId], publishedAt: new Date(`${day}T12:00:00Z`) },
      ...{ summary: `ملخص ${n}`, body: `<p>نص ${n}.</p>`, ...(draft ? { releasedAt: null } : {}) },
    })) satisfies ArticleGiven[],
  );
  known = wanted.map((one, n) => ({ ...one, id: ids[n] as string }));
});
afterAll(() => test.close());

/** Releases lie on fives and embargoes on tens, so that none ends while the test runs. */
const releases = fc.array(
  fc.record({
    minutesAgo: fc.integer({ min: -6, max: 20 }).map((n) => n * 10 + 5),
    publicEmbargo: fc.integer({ min: 0, max: 5 }).map((n) => n * 10),
  }),
  { minLength: ARTICLES, maxLength: ARTICLES },
);
const someGrant = fc.record({
  access: fc.constantFrom<AccessLevel>('FULL_TEXT', 'SUMMARY', 'HEADLINE'),
  embargoMinutes: fc.integer({ min: 0, max: 10 }).map((n) => n * 10),
  ended: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
});
const someGrants = fc.record({
  general: fc.option(someGrant),
  named: fc.array(fc.option(someGrant), { minLength: SOURCES, maxLength: SOURCES }),
});
type Granted = { access: AccessLevel; embargoMinutes: number; ended: boolean };

const QUERY = `query ($ids: [ID!]!, $sources: [ID!]!) {
  articles(first: 100) { nodes { id access summary body source { id } } totalCount { value exact } }
  days: archiveCounts(from: "2024-03-01", to: "2024-03-31") { date count }
  nodes(ids: $ids) { id }
  sources: nodes(ids: $sources) { ... on Source { id articleCount { value } articles(first: 100) { nodes { id } totalCount { value } } } }
  most: sources(orderBy: MOST_ARTICLES) { nodes { id } totalCount { value } }
  tags(orderBy: MOST_USED) { nodes { id articleCount { value } articles(first: 100) { nodes { id } } } }
  ticker { headlines(first: 100) { id source { id } } }
}`;

it('answers, counts, orders and days are those of what she was granted', async () => {
  await fc.assert(
    fc.asyncProperty(releases, someGrants, fc.boolean(), async (released, { general, named }, settle) => {
      const now = Date.now();
      await test.db.query(
        `update article a set released_at = to_timestamp(w.released / 1000.0), public_at = to_timestamp(w.public / 1000.0)
         from unnest($1::text[], $2::float8[], $3::float8[]) as w(id, released, public) where a.id = w.id and a.published_revision is not null`,
        [
          known.map(({ id }) => id),
          released.map(({ minutesAgo }) => now - minutesAgo * MINUTE),
          released.map(({ minutesAgo, publicEmbargo }) => now - (minutesAgo - publicEmbargo) * MINUTE),
        ],
      );
      if (settle) await settleCounts(test.db);
      const given = ({ access, embargoMinutes, ended }: Granted): TestGrant => ({
        ...{ access, embargoMinutes },
        ...(ended ? { until: new Date(now - MINUTE) } : {}),
      });
      await grant(test, she.id, [
        ...(general ? [given(general)] : []),
        ...named.flatMap((one, n) => (one ? [{ ...given(one), sourceId: sources[n] as string }] : [])),
      ]);

      const holds = (sourceId: string | null): Granted | null => {
        const own = sourceId === null ? null : named[sources.indexOf(sourceId)];
        if (own && !own.ended) return own;
        return general && !general.ended ? general : null;
      };
      const hers = known
        .filter(({ sourceId, draft }, n) => {
          const rights = holds(sourceId);
          return !draft && rights !== null && (released[n]?.minutesAgo as number) >= rights.embargoMinutes;
        })
        .sort((one, other) => other.day.localeCompare(one.day) || (one.id < other.id ? 1 : -1));
      const idsOf = (some: Known[]) => some.map(({ id }) => id);
      const known_ = sources.filter((id) => holds(id) !== null);
      const countOf = (sourceId: string) => hers.filter((one) => one.sourceId === sourceId).length;
      const usesOf = (tagId: string) => hers.filter((one) => one.tagId === tagId).length;
      const byCount = (count: (id: string) => number) => (one: string, other: string) =>
        count(other) - count(one) || (one < other ? 1 : -1);

      const { data, errors } = await she.ask(QUERY, { ids: known.map(({ id }) => id), sources });
      expect(errors).toBeUndefined();
      expect(data.articles.nodes).toEqual(
        hers.map(({ id, sourceId }) => {
          const access = holds(sourceId)?.access;
          return {
            ...{ id, access, source: sourceId === null ? null : { id: sourceId } },
            summary: access === 'HEADLINE' ? null : expect.stringMatching(/^ملخص \d+$/),
            body: access === 'FULL_TEXT' ? expect.stringMatching(/^<p>نص \d+\.<\/p>$/) : null,
          };
        }),
      );
      expect(data.articles.totalCount).toEqual({ value: hers.length, exact: true });
      expect(data.days).toEqual(
        [...new Set(hers.map(({ day }) => day))]
          .sort()
          .map((date) => ({ date, count: hers.filter(({ day }) => day === date).length })),
      );
      expect(data.nodes).toEqual(known.map((one) => (hers.includes(one) ? { id: one.id } : null)));
      expect(data.sources).toEqual(
        sources.map((id) => {
          if (holds(id) === null) return null;
          const own = idsOf(hers.filter((one) => one.sourceId === id));
          const articles = { nodes: own.map((one) => ({ id: one })), totalCount: { value: own.length } };
          return { id, articleCount: { value: own.length }, articles };
        }),
      );
      expect(data.most).toEqual({
        nodes: known_.sort(byCount(countOf)).map((id) => ({ id })),
        totalCount: { value: known_.length },
      });
      expect(data.tags.nodes).toEqual(
        tags.toSorted(byCount(usesOf)).map((id) => ({
          ...{ id, articleCount: { value: usesOf(id) } },
          articles: { nodes: idsOf(hers.filter((one) => one.tagId === id)).map((one) => ({ id: one })) },
        })),
      );
      expect(data.ticker.headlines).toEqual(
        hers.map(({ id, sourceId }) => ({ id: `h${id}`, source: sourceId === null ? null : { id: sourceId } })),
      );
    }),
    { numRuns: runs(40) },
  );
});

it('a thousand grants are one predicate still', async () => {
  const rows = await test.db.query<{ id: string }>(
    `insert into source (id, slug, names, name_key, sort_key, languages, time_zone, access, embargo_minutes, country)
     select 's' || lpad(n::text, 26, '0'), 'g' || n, '[{"language":"ar","text":"x"}]', 'x', 'x', '{ar}', 'Africa/Casablanca', 'FULL_TEXT', 0, null
     from generate_series(1, 999) n returning id`,
  );
  const granted = known.find(({ sourceId, draft }) => sourceId !== null && !draft) as Known;
  await test.db.query(`update article set released_at = now() - interval '3 hours' where id = $1`, [granted.id]);
  await grant(test, she.id, [
    { sourceId: granted.sourceId },
    ...rows.map(
      ({ id }, n): TestGrant => ({ sourceId: id, embargoMinutes: n % 7, access: n % 2 ? 'SUMMARY' : 'FULL_TEXT' }),
    ),
  ]);
  const { data, errors } = await she.ask(QUERY, { ids: [granted.id], sources: [granted.sourceId] });
  expect(errors).toBeUndefined();
  expect(data.nodes).toEqual([{ id: granted.id }]);
  expect(data.most.totalCount.value).toBe(1_000);
});
