/**
 * Secret strings in everything that is not public: no way through the schema shows them, and nothing that readers are
 * answered changes by their being there, neither a count nor an order. The ways are generated from the schema.
 */
import sharp from 'sharp';
import { buildSchema } from '../../src/schema.js';
import { slugify } from '../../src/text/slug.js';
import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable, write } from '../support/articles.js';
import { makeSource, makeTag } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { walkFrom } from '../support/schema-walk.js';

const schema = buildSchema();
const query = schema.getQueryType();
const DEPTH = process.env.SOAK ? 3 : 2;

const SECRET = 'zqxcanary';
let serial = 0;
/** A text that must never show, in two scripts. */
const secret = () => `${SECRET}${++serial} سرمكتوم${serial}`;
const LEAK = /zqxcanary|سرمكتوم/i;

let test: TestApp;
let stranger: Person;
let editor: Person;
let chief: Person;
let source: string;
let tag: string;
const ids: string[] = [];
const slugs: string[] = [];
const PREVIEW = 'no-such-token';

beforeAll(async () => {
  test = await startApp();
  [stranger, editor, chief] = await Promise.all([
    signIn(test, 'CONTRIBUTOR'),
    signIn(test, 'EDITOR'),
    signIn(test, 'CHIEF'),
  ]);
  source = await makeSource(test.db, 'جريدة علنية');
  tag = await makeTag(test.db, 'وسم علني');
});
afterAll(() => test.close());

/** How each field of Query is asked: for what is there, and for what must not be found. A new one has to be added. */
function rootsFor(known: string[], names: string[]): Record<string, string[]> {
  const text = JSON.stringify;
  return {
    node: known.map((id) => `(id: ${text(id)})`),
    nodes: [`(ids: ${text(known.slice(0, 100))})`],
    article: [
      ...known.filter((id) => id.startsWith('a')).map((id) => `(id: ${text(id)})`),
      ...names.map((slug) => `(slug: ${text(slug)})`),
      '(canonicalUrl: "https://zqx.example/secret")',
    ],
    articles: [
      ...['NEWEST', 'OLDEST', 'RECENTLY_MODIFIED', 'RECENTLY_ADDED'].map((order) => `(first: 10, orderBy: ${order})`),
      '(filter: { hasImage: true })',
      '(filter: { languages: ["ar"], publishedFrom: "2024-01-01T00:00:00Z", publishedBefore: "2025-01-01T00:00:00Z" })',
      `(last: 3, filter: { anyTags: ["وسم-علني"], sources: ["جريدة-علنية"] })`,
      `(filter: { noTags: ["وسم-علني"] })`,
    ],
    archiveDay: ['(date: "2024-05-01")', '(date: "2024-05-02")'],
    archiveCounts: ['(from: "2024-01-01", to: "2024-12-31")', '(from: "2020-01-01", to: "2030-12-31", by: YEAR)'],
    source: ['(slug: "جريدة-علنية")'],
    sources: ['', '(orderBy: MOST_ARTICLES)', '(orderBy: LATEST)', `(filter: { nameContains: "${SECRET}" })`],
    tag: ['(slug: "وسم-علني")'],
    tags: ['', '(orderBy: MOST_USED)', `(filter: { nameContains: "${SECRET}" })`],
    ticker: [''],
    changes: ['(first: 5)', '(first: 5, filter: { kinds: [PUBLISHED, UPDATED, CORRECTED] })'],
    preview: [`(token: "${PREVIEW}")`],
    viewer: [''],
    desk: [''],
  };
}

const PUBLIC = ['article', 'articles', 'archiveDay', 'archiveCounts', 'source', 'sources', 'tag', 'tags', 'ticker'];
/** Fields for editors on what is public. */
const EDITORS: [string, string][] = [
  ['Article', 'desk'],
  ['Source', 'desk'],
  ['Ticker', 'pins'],
  ['Image', 'usedIn'],
  ['Image', 'deskUrl'],
];
const forEditors = (type: string, field: string) => EDITORS.some(([of, name]) => of === type && name === field);

const walk = (ask: TestApp['ask'], roots: Record<string, string[]>, depth: number, skip = forEditors) =>
  walkFrom(schema, ask, roots, depth, skip);

const leaks = (said: Map<string, string>) => [...said].filter(([, answer]) => LEAK.test(answer)).map(([text]) => text);

/** An image that stands in a public article, with secret texts once it is hidden; and one that stands nowhere public. */
async function upload(person: Person, texts: Record<string, string>): Promise<string> {
  const file = await sharp({ create: { width: 64, height: 48, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer();
  const boundary = 'canary';
  const parts = Object.entries(texts).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const payload = Buffer.concat([
    Buffer.from(
      `${parts.join('')}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`,
    ),
    file,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  const answer = await test.app.inject({
    method: 'POST',
    url: '/media',
    payload,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, authorization: `Bearer ${person.token}` },
  });
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return answer.json().id;
}

it('knows how to ask every field of Query', () => {
  expect(Object.keys(rootsFor([], [])).sort()).toEqual(Object.keys(query?.getFields() ?? {}).sort());
});

it('no secret shows, and nothing that is public changes by its being there', async () => {
  const hiddenTexts = { alt: secret(), caption: secret(), credit: secret() };
  const hidden = await upload(editor, hiddenTexts);
  const withImage = await publish(editor, publishable(source, { tagIds: [tag], leadImageId: hidden }));
  await test.db.query('update image set hidden_at = now() where id = $1', [hidden]);
  const plain = await publish(editor, publishable(source, { tagIds: [tag], publishedAt: '2024-05-02T09:00:00Z' }));
  const third = await publish(editor, publishable(source, { publishedAt: '2024-05-02T09:00:00Z' }));
  const known = [withImage, plain, third, hidden, source, tag, `h${plain}`];
  const publicRoots = Object.fromEntries(Object.entries(rootsFor(known, [])).filter(([name]) => PUBLIC.includes(name)));
  const before = await walk(test.ask, publicRoots, DEPTH);
  expect(leaks(before)).toEqual([]);
  expect(before.size).toBeGreaterThan(300);

  const full = () => ({ title: secret(), summary: secret(), body: `<p>${secret()}</p>`, byline: secret() });
  const content = () => publishable(source, { ...full(), tagIds: [tag], publishedAt: '2024-05-01T12:00:00Z' });
  // Drafts, in review, scheduled, under embargo, unpublished, withdrawn; working copies and what editors say of them.
  const draft = await write(editor, { ...content(), canonicalUrl: 'https://zqx.example/secret' });
  const review = await write(editor, content());
  await call(editor, 'submitArticle', { articleId: review, version: 1, comment: secret() });
  const scheduled = await write(editor, content());
  await call(editor, 'scheduleArticle', {
    articleId: scheduled,
    version: 1,
    at: new Date(Date.now() + 3_600_000).toISOString(),
  });
  const slow = await makeSource(test.db, 'وكالة متأنية', { embargoMinutes: 600 });
  const embargoed = await publish(editor, publishable(slow, { ...full(), tagIds: [tag] }));
  const unpublished = await publish(editor, content());
  await call(editor, 'unpublishArticle', { articleId: unpublished, version: 2, comment: secret() });
  const withdrawn = await publish(editor, content());
  await call(chief, 'withdrawArticle', { articleId: withdrawn, version: 2, comment: secret() });
  const image = await upload(editor, { alt: secret(), caption: secret(), credit: secret() });
  for (const [articleId, version] of [
    [plain, 2],
    [third, 2],
  ] as const)
    await call(editor, 'editArticle', {
      articleId,
      version,
      content: { ...full(), leadImageId: image },
      comment: secret(),
    });
  for (const articleId of [plain, draft]) await call(editor, 'addNote', { articleId, text: secret() });
  for (const relatedId of [draft, scheduled, embargoed, unpublished])
    await editor.ask('mutation ($input: RelatedInput!) { pinRelated(input: $input) { errors { code } } }', {
      input: { articleId: plain, relatedId },
    });
  for (const [position, articleId] of [draft, scheduled, embargoed, unpublished].entries())
    await editor.ask('mutation ($input: PinHeadlineInput!) { pinHeadline(input: $input) { errors { code } } }', {
      input: { articleId, position: position + 1 },
    });
  await test.ask('mutation ($input: ReportImageInput!) { reportImage(input: $input) { errors { code } } }', {
    input: { imageId: hidden, reason: 'OTHER', comment: secret() },
  });
  await test.db.query('update user_account set email = $1 where id = $2', [`${SECRET}@desk.example`, editor.id]);

  ids.push(draft, review, scheduled, embargoed, unpublished, withdrawn, image);
  slugs.push(
    ...(await test.db.query<{ title: string }>('select title from revision where title ~ $1', [SECRET])).map(
      ({ title }) => slugify(title),
    ),
  );
  // The source of the embargoed article is public itself, so that lists of sources have one row more: they are walked below.
  const { sources: _, ...unchanged } = publicRoots;
  const after = await walk(test.ask, unchanged, DEPTH);
  const changed = [...after].filter(([text, answer]) => answer !== before.get(text)).map(([text]) => text);
  expect(changed).toEqual([]);

  const desk = ids.filter((id) => id.startsWith('a')).flatMap((id) => [`h${id}`, `d${id}`, `r${id}-1`, `r${id}-2`]);
  const users = [editor.id, chief.id];
  const audit = (await test.db.query<{ id: string }>('select id from audit_entry')).map(({ id }) => id);
  const headlines = (await test.db.query<{ id: string }>('select id from headline')).map(({ id }) => id);
  const roots = rootsFor(
    [...known, ...ids, ...desk, ...users, ...headlines, `pi${hidden.slice(1)}`, `p${hidden}`, ...audit.slice(0, 3)],
    slugs,
  );
  const anonymous = await walk(test.ask, roots, 1, () => false);
  expect(leaks(anonymous)).toEqual([]);
  for (const id of [...ids.filter((one) => one !== image), image]) {
    const { data } = await test.ask('query ($id: ID!) { node(id: $id) { id } }', { id });
    expect({ id, node: data.node }).toEqual({ id, node: null });
  }
  // Who is at the desk, but neither wrote these nor was assigned one, learns no more.
  const strange = await walk(stranger.ask as TestApp['ask'], roots, 1, () => false);
  expect(leaks(strange)).toEqual([]);
  // And an editor is answered outside `desk` and `node` what everybody is.
  const publicToEditor = await walk(editor.ask as TestApp['ask'], unchanged, 1);
  expect([...publicToEditor].filter(([text, answer]) => answer !== after.get(text)).map(([text]) => text)).toEqual([]);
  // The walk can see: a chief finds the secrets.
  const seen = await walk(chief.ask as TestApp['ask'], { desk: [''], node: roots.node as string[] }, 2, () => false);
  expect(leaks(seen).length).toBeGreaterThan(10);
});

it('errors and files give nothing away', async () => {
  for (const slug of slugs) {
    const { errors } = await test.ask('query ($slug: String) { article(slug: $slug) { id } }', { slug });
    expect(JSON.stringify(errors ?? [])).not.toMatch(LEAK);
  }
  for (const id of ids) {
    for (const path of [`/media/${id}/original`, `/media/${id}/160.webp`, `/preview/${id}`, `/images/${id}/report`]) {
      const answer = await test.app.inject({ url: path });
      expect([path, answer.statusCode >= 400, LEAK.test(answer.body)]).toEqual([path, true, false]);
    }
  }
});
