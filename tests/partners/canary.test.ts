/**
 * Secret words in all that a partner was not granted: no way through the schema shows her one, and nothing that she is
 * answered changes by their being there, neither a count nor an order. The ways are generated from the schema.
 */
import { newId } from '../../src/core/ids.js';
import { buildSchema } from '../../src/schema.js';
import { slugify } from '../../src/text/slug.js';
import { startApp, type TestApp } from '../support/app.js';
import { call } from '../support/articles.js';
import { sequenceAll } from '../support/changes.js';
import { type ArticleGiven, makeArticle, makeArticles, makeSource, makeTag } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { makePartner, type TestPartner } from '../support/partners.js';
import { makeImage } from '../support/pictures.js';
import { walkFrom } from '../support/schema-walk.js';

const schema = buildSchema();
const DEPTH = process.env.SOAK ? 3 : 2;
const MINUTE = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE);

let serial = 0;
/** A text that she must never meet, in two scripts. */
const secret = () => `zqxwithheld${++serial} سرمحجوب${serial}`;
const LEAK = /zqxwithheld|سرمحجوب/i;

let test: TestApp;
let editor: Person;
let chief: Person;
let she: TestPartner;
/** Of whose articles she has headlines, summaries, nothing, and everything an hour after their publication. */
let headlines: string;
let summaries: string;
let nothing: string;
let late: string;
let usual: string;
let rare: string;

beforeAll(async () => {
  test = await startApp();
  [editor, chief] = await Promise.all([signIn(test, 'EDITOR'), signIn(test, 'CHIEF')]);
  headlines = await makeSource(test.db, 'جريدة العناوين');
  summaries = await makeSource(test.db, 'جريدة الملخصات');
  late = await makeSource(test.db, 'جريدة متأخرة');
  usual = await makeTag(test.db, 'وسم شائع');
  rare = await makeTag(test.db, 'وسم نادر', { broaderId: await makeTag(test.db, 'وسم أعم') });
  she = await makePartner(test, [
    { sourceId: headlines, access: 'HEADLINE' },
    { sourceId: summaries, access: 'SUMMARY' },
    { sourceId: late, access: 'FULL_TEXT', embargoMinutes: 60 },
  ]);
});
afterAll(() => test.close());

/** A text with a picture and its caption. */
const body = (text: string, image: string) =>
  `<p>${text}</p><figure data-image-id="${image}"><img alt="${text}"><figcaption>${text}</figcaption></figure>`;

/** An article of which everything is secret. */
function hidden(sourceId: string, image: string, given: Partial<ArticleGiven> = {}): ArticleGiven {
  const [title, summary, byline, text] = [secret(), secret(), secret(), secret()];
  return {
    ...{ sourceId, title, summary, byline, body: body(text, image), leadImageId: image, imageIds: [image] },
    ...{ tagIds: [rare], canonicalUrl: `https://zqxwithheld.example/${++serial}` },
    ...{ publishedAt: new Date('2024-05-01T12:00:00Z'), releasedAt: ago(500), ...given },
  };
}

/** How each field of Query is asked: for what she has, and for what she must not find. A new one has to be added. */
function rootsFor(ids: string[], slugs: string[] = [], urls: string[] = []): Record<string, string[]> {
  const text = JSON.stringify;
  const names = ['جريدة-العناوين', 'جريدة-الملخصات', 'جريدة-متأخرة', 'مصدر-محجوب'];
  return {
    node: ids.map((id) => `(id: ${text(id)})`),
    nodes: [`(ids: ${text(ids.slice(0, 100))})`],
    article: [
      ...ids.filter((id) => id.startsWith('a')).map((id) => `(id: ${text(id)})`),
      ...slugs.map((slug) => `(slug: ${text(slug)})`),
      ...urls.map((url) => `(canonicalUrl: ${text(url)})`),
    ],
    articles: [
      ...['NEWEST', 'OLDEST', 'RECENTLY_MODIFIED', 'RECENTLY_ADDED'].map((order) => `(first: 3, orderBy: ${order})`),
      `(filter: { sources: ${text(names)}, anyTags: ["وسم-نادر", "وسم-شائع"] })`,
      '(last: 2, filter: { languages: ["ar"], hasImage: true })',
      '(filter: { noTags: ["وسم-شائع"], publishedFrom: "2024-01-01T00:00:00Z" })',
    ],
    archiveDay: ['(date: "2024-05-01")', '(date: "2024-04-01", filter: { anyTags: ["وسم-نادر"] })'],
    archiveCounts: ['(from: "2024-01-01", to: "2024-12-31")', '(from: "2020-01-01", to: "2030-12-31", by: YEAR)'],
    source: names.map((name) => `(slug: ${text(name)})`),
    sources: ['', '(orderBy: MOST_ARTICLES)', '(orderBy: LATEST)', '(filter: { nameContains: "محجوب" })'],
    tag: ['(slug: "وسم-نادر")', '(slug: "وسم-أعم")'],
    tags: ['', '(orderBy: MOST_USED)', '(first: 1, orderBy: MOST_USED)'],
    ticker: [''],
    changes: ['(first: 10)', '(first: 10, filter: { kinds: [PUBLISHED, WITHDRAWN, UNPUBLISHED] })'],
    preview: ['(token: "none")'],
    viewer: [''],
    desk: [''],
  };
}

const walk = (ask: TestPartner['ask'], roots: Record<string, string[]>, depth: number) =>
  walkFrom(schema, ask as TestApp['ask'], roots, depth);
const leaks = (said: Map<string, string>) => [...said].filter(([, answer]) => LEAK.test(answer)).map(([text]) => text);

it('knows how to ask every field of Query', () => {
  expect(Object.keys(rootsFor([])).sort()).toEqual(Object.keys(schema.getQueryType()?.getFields() ?? {}).sort());
});

it('no text that was not granted shows, and nothing that was granted changes by its being there', async () => {
  const image = await makeImage(test, { caption: 'صورة معروفة' });
  const shared = {
    leadImageId: image,
    imageIds: [image],
    publishedAt: new Date('2024-05-01T10:00:00Z'),
    releasedAt: ago(600),
  };
  const given: ArticleGiven[] = [
    { ...shared, sourceId: headlines, summary: secret(), body: body(secret(), image), tagIds: [usual, rare] },
    { ...shared, sourceId: headlines, summary: null, body: body(secret(), image), tagIds: [usual] },
    { ...shared, sourceId: summaries, summary: 'ملخص معلن', body: body(secret(), image), tagIds: [usual] },
    { ...shared, sourceId: summaries, summary: null, body: body(secret(), image), tagIds: [rare] },
    { ...shared, sourceId: late, body: body('نص معلن', image), tagIds: [usual, rare] },
  ];
  const open = await makeArticles(test.db, given);
  const capture = newId('c');
  const [line, joined] = [newId('h'), newId('h')];
  await test.db.query('insert into capture (id, sha256, bytes, article_id) values ($1, $2, $2, $3)', [
    ...[capture, Buffer.from('one'), open[0]],
  ]);
  await test.db.query(
    `insert into headline (id, title, title_key, language, article_id, capture_id, position, seen_at)
     values ($1, 'سطر معلن', 'k1', 'ar', null, $3, 1, '2024-05-01'), ($2, 'سطر آخر معلن', 'k2', 'ar', $4, $3, 2, '2024-05-01')`,
    [line, joined, capture, open[2]],
  );
  await sequenceAll(test);
  const known = [...open, ...open.map((id) => `h${id}`), line, joined, image, headlines, summaries, late, usual, rare];
  const { viewer: _, ...roots } = rootsFor(known);
  const before = await walk(she.ask, roots, DEPTH);
  expect(leaks(before)).toEqual([]);
  expect(before.size).toBeGreaterThan(1_000);

  // What she was not granted: a source, more of it than of all others; and what is under her embargo, public for everybody else.
  const picture = await makeImage(test, { caption: secret(), alt: secret(), credit: secret() });
  nothing = await makeSource(test.db, 'مصدر محجوب', { logoId: picture });
  const withheld = await makeArticles(test.db, [
    ...Array.from({ length: 6 }, () => hidden(nothing, picture)),
    ...Array.from({ length: 6 }, () => hidden(late, picture, { releasedAt: ago(5) })),
  ]);
  const withdrawn = await makeArticle(test.db, hidden(nothing, picture));
  await test.db.query('insert into correction (id, article_id, note, at) values ($1, $2, $3, now())', [
    ...[newId('n'), withheld[0], secret()],
  ]);
  await call(chief, 'withdrawArticle', { articleId: withdrawn, version: 1, publicReason: secret() });
  for (const [at, articleId] of [withheld[0], withheld[6]].entries()) {
    await editor.ask('mutation ($input: PinHeadlineInput!) { pinHeadline(input: $input) { errors { code } } }', {
      input: { articleId, position: at + 1 },
    });
    await editor.ask('mutation ($input: RelatedInput!) { pinRelated(input: $input) { errors { code } } }', {
      input: { articleId: open[0], relatedId: articleId },
    });
  }
  // A line of hers turns out to be of such an article; so does an editor's, and lines of a page that she does not have.
  await test.db.query('update headline set article_id = $2 where id = $1', [line, withheld[0]]);
  const other = newId('c');
  const [pinned, alone] = [newId('h'), newId('h')];
  await test.db.query('insert into capture (id, sha256, bytes, article_id) values ($1, $2, $2, $3)', [
    ...[other, Buffer.from('two'), withheld[1]],
  ]);
  await test.db.query(
    `insert into headline (id, title, title_key, language, url, article_id, capture_id, position, seen_at)
     values ($1, $3, 'k3', 'ar', 'https://zqxwithheld.example/x', $4, null, null, now()), ($2, $3, 'k4', 'ar', null, null, $5, 1, now())`,
    [pinned, alone, secret(), withheld[1], other],
  );
  await sequenceAll(test);

  const after = await walk(she.ask, roots, DEPTH);
  expect([...after].filter(([text, answer]) => answer !== before.get(text)).map(([text]) => text)).toEqual([]);
  const ids = [...withheld, withdrawn, ...withheld.map((id) => `h${id}`), pinned, alone, picture, nothing];
  const rows = await test.db.query<{ title: string; url: string | null }>(
    'select title, canonical_url as url from revision where title ~ $1',
    ['zqxwithheld'],
  );
  const hiddenRoots = rootsFor(
    ids,
    rows.map(({ title }) => slugify(title)),
    rows.flatMap(({ url }) => url ?? []),
  );
  const asked = await walk(she.ask, hiddenRoots, 1);
  expect(leaks(asked)).toEqual([]);
  for (const name of ['node', 'article'] as const)
    for (const args of hiddenRoots[name] as string[])
      expect([args, JSON.parse(asked.get(`{ ${name}${args} { __typename } }`) as string)]).toEqual([
        args,
        { data: { [name]: null } },
      ]);

  // Of herself, when her key was used last changes with time.
  expect(leaks(await walk(she.ask, { node: [`(id: "${she.id}")`], viewer: [''] }, DEPTH))).toEqual([]);

  // The walk can see: a partner who has everything finds the secrets.
  const rich = await makePartner(test);
  expect(leaks(await walk(rich.ask, { node: hiddenRoots.node as string[], articles: [''] }, 1)).length).toBeGreaterThan(
    10,
  );
});

it('what she sees before the public, she gets with her key alone, pictures too', async () => {
  const slow = await makeSource(test.db, 'جريدة بطيئة', { embargoMinutes: 600 });
  const picture = await makeImage(test);
  const article = await makeArticle(test.db, { sourceId: slow, leadImageId: picture, embargoMinutes: 600 });
  const early = await makePartner(test, [{ sourceId: slow }]);
  const read = async (ask: TestPartner['ask']) =>
    (await ask('query ($id: ID!) { article(id: $id) { leadImage { id url } } }', { id: article })).data.article;
  const found = await read(early.ask);
  expect(found.leadImage.id).toBe(picture);
  for (const ask of [test.ask, she.ask, editor.ask]) expect(await read(ask)).toBeNull();
  const file = async (key?: string) => {
    const { statusCode, headers } = await test.app.inject({
      url: new URL(found.leadImage.url).pathname,
      headers: key ? { authorization: `Bearer ${key}` } : {},
    });
    return [statusCode, headers['cache-control']];
  };
  expect(await file(early.key)).toEqual([200, 'private, no-store']);
  expect(await file()).toEqual([404, 'private, no-store']);
  expect(await file(she.key)).toEqual([404, 'private, no-store']);
  await test.db.query('update image set hidden_at = now() where id = $1', [picture]);
  expect(await file(early.key)).toEqual([404, 'private, no-store']);
});

it('a withdrawn article is GONE to her where its source was granted, and null where it was not', async () => {
  const [granted, other] = [await makeSource(test.db, 'ممنوحة'), await makeSource(test.db, 'غير ممنوحة')];
  const reader = await makePartner(test, [{ sourceId: granted }]);
  const code = async (articleId: string) => {
    await call(chief, 'withdrawArticle', { articleId, version: 1 });
    const { data, errors } = await reader.ask('query ($id: ID!) { article(id: $id) { id } }', { id: articleId });
    return [data.article, errors?.[0]?.extensions.code];
  };
  expect(await code(await makeArticle(test.db, { sourceId: granted }))).toEqual([null, 'GONE']);
  expect(await code(await makeArticle(test.db, { sourceId: other }))).toEqual([null, undefined]);
});

it('she reports an image that she sees, and no other', async () => {
  const [granted, other] = [await makeSource(test.db, 'مرئية'), await makeSource(test.db, 'غير مرئية')];
  const [seen, unseen] = [await makeImage(test), await makeImage(test, { caption: secret() })];
  await makeArticle(test.db, { sourceId: granted, leadImageId: seen, embargoMinutes: 600 });
  await makeArticle(test.db, { sourceId: other, leadImageId: unseen });
  const reader = await makePartner(test, [{ sourceId: granted }]);
  const report = async (imageId: string) => {
    const { data } = await reader.ask(
      'mutation ($input: ReportImageInput!) { reportImage(input: $input) { image { id caption } errors { code } } }',
      { input: { imageId, reason: 'OTHER' } },
    );
    return data.reportImage;
  };
  expect(await report(seen)).toMatchObject({ image: { id: seen }, errors: [] });
  expect(await report(unseen)).toEqual({ image: null, errors: [{ code: 'NOT_FOUND' }] });
});
