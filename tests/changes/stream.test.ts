/** GET /partner/changes: lines of the feed with ninjs items, resumed from any of them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { writeChangeCursor } from '../../src/changes/change-cursor.js';
import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable } from '../support/articles.js';
import { sequenceAll } from '../support/changes.js';
import { makeArticle, makeArticles, makeSource, makeTag } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { grant, makePartner } from '../support/partners.js';
import { makeImage } from '../support/pictures.js';

let test: TestApp;
let chief: Person;
let source: string;

beforeEach(async () => {
  test = await startApp();
  chief = await signIn(test, 'CHIEF');
  source = await makeSource(test.db, 'جريدة الساحل', { credit: 'جريدة الساحل، كل الحقوق' });
});
afterEach(() => test.close());

const get = (key: string | null, query = '') =>
  test.app.inject({ url: `/partner/changes${query}`, headers: key === null ? {} : { authorization: `Bearer ${key}` } });

interface Line {
  cursor: string;
  kind: string;
  articleId: string;
  canonicalUrl: string | null;
  reason: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: an item of many shapes
  item?: any;
}

async function lines(key: string, query = ''): Promise<Line[]> {
  await sequenceAll(test);
  const answer = await get(key, query);
  expect(answer.statusCode).toBe(200);
  return answer.body === ''
    ? []
    : answer.body
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => JSON.parse(line));
}

it('is for partners alone', async () => {
  expect((await get(null)).json()).toMatchObject({ error: { code: 'UNAUTHENTICATED' } });
  expect((await get('wq_nobody')).statusCode).toBe(401);
  expect((await get(chief.token)).statusCode).toBe(401);
});

it('refuses what it cannot read, by name', async () => {
  const { key } = await makePartner(test);
  for (const query of ['?after=x', '?after=1', '?limit=0', '?limit=-1', '?limit=1.5', '?limit=x', '?after=a&after=b']) {
    const answer = await get(key, query);
    expect([query, answer.statusCode, answer.json().error.code]).toEqual([query, 400, 'BAD_USER_INPUT']);
    expect(answer.json().error.message).toMatch(query.startsWith('?after') ? /^after: / : /^limit: /);
  }
});

it('refuses a parameter that there is not, which would else begin anew each time', async () => {
  const { key } = await makePartner(test);
  for (const name of ['affter', 'since', 'constructor', '__proto__']) {
    const answer = await get(key, `?${name}=c000000000000001`);
    expect([name, answer.statusCode]).toEqual([name, 400]);
    expect(answer.json().error).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringMatching(`^${name}: `),
    });
  }
});

it('refuses a place that no archive can have answered, and takes one that a restored archive has still to reach', async () => {
  const { key } = await makePartner(test);
  const inMinutes = (minutes: number) =>
    writeChangeCursor({ position: (Date.now() + minutes * 60_000) * 100, bulk: '' });
  const answer = await get(key, `?after=${inMinutes(5)}`);
  expect([answer.statusCode, answer.json().error.message]).toEqual([400, expect.stringMatching(/^after: .*moment/)]);
  const now = inMinutes(0);
  expect((await get(key, `?after=${now}`)).statusCode).toBe(200);
  const articleId = await publish(chief, publishable(source));
  await sequenceAll(test);
  expect(await lines(key, `?after=${now}`)).toMatchObject([{ articleId }]);
  // A feed that is ahead of the clock is read to its end all the same.
  const [head] = await test.db.query<{ position: number }>('select position::float8 as position from change_head');
  const ahead = (Date.now() + 600_000) * 100;
  await test.db.query('update change_head set position = $1', [ahead]);
  expect((await get(key, `?after=${writeChangeCursor({ position: ahead, bulk: '' })}`)).statusCode).toBe(200);
  await test.db.query('update change_head set position = $1', [head?.position]);
});

it('answers each change as a line, with the article as it is and without it in tombstones', async () => {
  const { key } = await makePartner(test);
  await sequenceAll(test);
  const kept = await publish(chief, publishable(source, { title: 'خبر باق', canonicalUrl: 'https://sahel.example/1' }));
  const gone = await publish(chief, publishable(source, { canonicalUrl: 'https://sahel.example/2' }));
  await call(chief, 'withdrawArticle', { articleId: gone, version: 2, publicReason: 'حكم قضائي' });
  const found = await lines(key);
  expect(found.map(({ kind, articleId, reason }) => [kind, articleId, reason])).toEqual([
    ['PUBLISHED', kept, null],
    ['PUBLISHED', gone, null],
    ['WITHDRAWN', gone, 'حكم قضائي'],
  ]);
  expect(found[0]?.item).toMatchObject({
    uri: `urn:warraq:${kept}`,
    headlines: [{ value: 'خبر باق' }],
    altIds: [
      { role: 'id', value: kept },
      { role: 'canonicalUrl', value: 'https://sahel.example/1' },
    ],
    copyrightNotice: 'جريدة الساحل، كل الحقوق',
  });
  expect(found.slice(1).map((line) => 'item' in line)).toEqual([false, false]);
  expect(found[2]?.canonicalUrl).toBe('https://sahel.example/2');
});

it('is resumed behind any line, and ends at the limit', async () => {
  const { key } = await makePartner(test);
  await sequenceAll(test);
  await makeArticles(
    test.db,
    Array.from({ length: 7 }, () => ({ sourceId: source })),
  );
  const all = await lines(key);
  expect(all).toHaveLength(7);
  for (const [at, { cursor }] of all.entries()) expect(await lines(key, `?after=${cursor}`)).toEqual(all.slice(at + 1));
  expect(await lines(key, '?limit=3')).toEqual(all.slice(0, 3));
  expect([...all].sort((one, other) => (one.cursor < other.cursor ? -1 : 1))).toEqual(all);
});

it('goes on over more than one page, whole lines each', async () => {
  await makeArticles(
    test.db,
    Array.from({ length: 1_203 }, () => ({ sourceId: source })),
  );
  await sequenceAll(test);
  const { key } = await makePartner(test, [{ access: 'HEADLINE' }]);
  const found = await lines(key);
  expect(new Set(found.map(({ articleId }) => articleId)).size).toBe(1_203);
  expect(found.every(({ kind, item }) => kind === 'GRANTED' && item.headlines)).toBe(true);
});

it('gives each partner as much as she is granted', async () => {
  const content = { summary: 'ملخص سري', body: '<p>نص سري</p>', sourceId: source };
  await makeArticle(test.db, content);
  const partner = await makePartner(test, [{ access: 'FULL_TEXT' }]);
  const seen = async () => JSON.stringify((await lines(partner.key)).at(-1)?.item);
  expect(await seen()).toMatch(/ملخص سري.*نص سري/);
  await grant(test, partner.id, [{ access: 'SUMMARY' }]);
  const brief = await seen();
  expect(brief).toContain('ملخص سري');
  expect(brief).not.toContain('نص سري');
  await grant(test, partner.id, [{ access: 'HEADLINE' }]);
  expect(await seen()).not.toContain('سري');
  await grant(test, partner.id, []);
  expect((await lines(partner.key)).at(-1)).toMatchObject({ kind: 'REVOKED' });
  expect(await seen()).toBeUndefined();
});

it('a date of which only the day is known is no instant, and a hidden image is left out', async () => {
  const image = await makeImage(test, { alt: 'صورة الميناء' });
  const articleId = await makeArticle(test.db, {
    sourceId: source,
    publishedAt: null,
    publishedOn: {
      value: '2020-11-17',
      precision: 'DAY',
      approximate: false,
      timeZone: 'Africa/Casablanca',
      basis: 'PAGE',
      raw: null,
    } as never,
    leadImageId: image,
  });
  const { key } = await makePartner(test);
  const [line] = await lines(key);
  expect(line?.articleId).toBe(articleId);
  expect(line?.item.contentCreated).toBeUndefined();
  expect(line?.item.descriptions).toContainEqual({ role: 'publishedOn', value: '2020-11-17' });
  expect(line?.item.associations).toMatchObject([
    { name: 'leadImage', descriptions: [{ role: 'alt', value: 'صورة الميناء' }] },
  ]);
  await test.db.query('update image set hidden_at = now() where id = $1', [image]);
  const hidden = await lines(key);
  expect(hidden.map(({ kind }) => kind)).toEqual(['GRANTED', 'UPDATED']);
  expect(hidden.every(({ item }) => item.associations === undefined)).toBe(true);
});

/** IPTC's schemas are not ours to copy: NINJS_SCHEMAS is a folder that holds them. Without it, the few rules that matter most. */
function itemChecks(): ((item: object) => void)[] {
  const known = (item: object) => {
    expect(item).toMatchObject({
      uri: expect.stringMatching(/^urn:/),
      type: 'text',
      pubStatus: 'usable',
      version: expect.stringMatching(/^\d+$/),
    });
    for (const date of ['versionCreated', 'contentCreated'])
      if (date in item)
        expect((item as Record<string, string>)[date]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  };
  const folder = process.env.NINJS_SCHEMAS;
  if (!folder || !existsSync(folder)) return [known];
  const validators = ['3.0', '3.1'].map((version) => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'https://geojson.org/schema/GeoJSON.json', type: 'object' });
    return ajv.compile(JSON.parse(readFileSync(join(folder, `ninjs-schema_${version}.json`), 'utf8')));
  });
  return [
    known,
    ...validators.map((validate) => (item: object) => {
      validate(item);
      expect(validate.errors ?? []).toEqual([]);
    }),
  ];
}

it('items are valid ninjs, whatever the article has', async () => {
  const kinds = ['TOPIC', 'PERSON', 'PLACE', 'ORGANISATION', 'EVENT'] as const;
  const tags = await Promise.all(
    kinds.map((kind) =>
      makeTag(test.db, `وسم ${kind}`, { kind: kind as never, mediaTopic: kind === 'TOPIC' ? 'medtop:04000000' : null }),
    ),
  );
  const [lead, figure] = [await makeImage(test, { caption: 'تعليق', credit: 'مصور' }), await makeImage(test)];
  await makeArticles(test.db, [
    {
      sourceId: source,
      tagIds: tags,
      leadImageId: lead,
      imageIds: [figure],
      byline: 'ليلى',
      summary: 'ملخص',
      canonicalUrl: 'https://sahel.example/خبر',
    },
    { sourceId: source, body: null, summary: null, publishedAt: null },
  ]);
  for (const access of ['FULL_TEXT', 'SUMMARY', 'HEADLINE'] as const) {
    const { key } = await makePartner(test, [{ access }]);
    const found = await lines(key);
    expect(found).toHaveLength(2);
    for (const check of itemChecks()) for (const { item } of found) check(item);
  }
});
