/** Who sees which image: over node(id), over plain HTTP, and what of a hidden one. */
import { createHash } from 'node:crypto';
import { startApp, type TestApp } from '../support/app.js';
import { call, write } from '../support/articles.js';
import { makeArticle, makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { makeImage } from '../support/pictures.js';

let test: TestApp;
let sourceId: string;
let people: Record<'contributor' | 'other' | 'editor', Person>;

beforeAll(async () => {
  test = await startApp();
  sourceId = await makeSource(test.db, 'رواق');
  const [contributor, other, editor] = [
    await signIn(test, 'CONTRIBUTOR'),
    await signIn(test, 'CONTRIBUTOR'),
    await signIn(test, 'EDITOR'),
  ];
  people = { contributor, other, editor };
});
afterAll(() => test.close());

const NODE =
  'query ($id: ID!) { node(id: $id) { ... on Image { id url hidden alt caption credit placeholder width height } } }';
const node = async (id: string, token?: string) => (await test.ask(NODE, { id }, token)).data.node;

const fetch = (id: string, file = '160.webp', headers: Record<string, string> = {}) =>
  test.app.inject({ url: `/media/${id}/${file}`, headers });
const status = async (id: string, token?: string) =>
  (await fetch(id, '160.webp', token === undefined ? {} : { authorization: `Bearer ${token}` })).statusCode;

/** What everybody gets: over HTTP, and whether node(id) finds it. */
async function seenBy(id: string) {
  const tokens = [
    ['public', undefined],
    ['other', people.other.token],
    ['contributor', people.contributor.token],
    ['editor', people.editor.token],
  ] as const;
  const rows = await Promise.all(
    tokens.map(async ([who, token]) => [who, [await status(id, token), (await node(id, token)) !== null]]),
  );
  return Object.fromEntries(rows);
}

const EDITORS_ALONE = { public: [404, false], other: [404, false], contributor: [404, false], editor: [200, true] };
const ALL = { public: [200, true], other: [200, true], contributor: [200, true], editor: [200, true] };

it('an image that nothing uses is for editors and for the contributor who uploaded it', async () => {
  const id = await makeImage(test, { uploadedBy: people.contributor.id });
  expect(await seenBy(id)).toEqual({ ...EDITORS_ALONE, contributor: [200, true] });
});

it('an image of a draft, of an older revision and of an embargoed article is not public', async () => {
  const images = await Promise.all([makeImage(test), makeImage(test), makeImage(test), makeImage(test)]);
  const [draft, former, embargoed, later] = images as [string, string, string, string];
  await makeArticle(test.db, { sourceId, leadImageId: draft, releasedAt: null });
  await makeArticle(test.db, { sourceId, leadImageId: embargoed, embargoMinutes: 60 });
  await makeArticle(test.db, { sourceId, leadImageId: later, releasedAt: new Date(Date.now() + 3_600_000) });
  const article = await makeArticle(test.db, { sourceId, leadImageId: former });
  expect(await seenBy(former)).toEqual(ALL);
  await test.db.query(`insert into revision (article_id, number, action) values ($1, 2, 'TEST')`, [article]);
  await test.db.query('update article set version = 2, working_revision = 2, published_revision = 2 where id = $1', [
    article,
  ]);
  for (const id of images) expect(await seenBy(id)).toEqual(EDITORS_ALONE);
});

it('an image is public in a public article, at its head or in its text, and as the sign of an outlet', async () => {
  const [lead, inText, logo] = (await Promise.all([makeImage(test), makeImage(test), makeImage(test)])) as [
    string,
    string,
    string,
  ];
  await makeArticle(test.db, { sourceId, leadImageId: lead, imageIds: [inText] });
  await makeSource(test.db, 'صدى', { logoId: logo });
  for (const id of [lead, inText, logo]) expect(await seenBy(id)).toEqual(ALL);
  const answer = await fetch(lead);
  expect(answer.headers['cache-control']).toBe('public, max-age=60, must-revalidate');
  expect((await fetch(lead, '160.webp', { 'if-none-match': String(answer.headers.etag) })).statusCode).toBe(304);
});

it('a contributor sees the images of articles that she wrote or is assigned', async () => {
  for (const column of ['author_id', 'assignee_id']) {
    const id = await makeImage(test);
    const article = await makeArticle(test.db, { sourceId, leadImageId: id, releasedAt: null });
    expect((await seenBy(id)).contributor).toEqual([404, false]);
    await test.db.query(`update article set ${column} = $2 where id = $1`, [article, people.contributor.id]);
    expect(await seenBy(id)).toEqual({ ...EDITORS_ALONE, contributor: [200, true] });
  }
});

it('a contributor can put into her articles only what she sees, so that naming an image never opens it', async () => {
  const { contributor, editor } = people;
  const [own, shown, hidden, foreign] = [
    await makeImage(test, { uploadedBy: contributor.id }),
    await makeImage(test),
    await makeImage(test, { caption: 'مخفي' }),
    await makeImage(test),
  ];
  await makeArticle(test.db, { sourceId, imageIds: [shown, hidden] });
  await test.db.query('update image set hidden_at = now() where id = $1', [hidden]);
  const codes = async (person: Person, content: object) =>
    (await call(person, 'createArticle', { content })).errors.map(({ code }: { code: string }) => code);
  for (const id of [own, shown]) expect(await codes(contributor, { leadImageId: id })).toEqual([]);
  for (const id of [hidden, foreign]) {
    expect(await codes(contributor, { leadImageId: id })).toEqual(['NOT_FOUND']);
    expect(await codes(contributor, { body: `<figure data-image-id="${id}"></figure>` })).toEqual(['NOT_FOUND']);
    expect(await codes(editor, { leadImageId: id })).toEqual([]);
  }
  const articleId = await write(contributor, { title: 'مسودة' });
  const edit = { articleId, version: 1, content: { leadImageId: hidden } };
  expect((await call(contributor, 'editArticle', edit)).errors[0].code).toBe('NOT_FOUND');
  expect((await node(hidden, contributor.token)).caption).toBeNull();
});

it('what is not public is kept by no cache', async () => {
  const id = await makeImage(test);
  const answers = [await fetch(id), await fetch(id, 'original', { authorization: `Bearer ${people.editor.token}` })];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 200]);
  for (const answer of answers) expect(answer.headers['cache-control']).toBe('private, no-store');
  const byCookie = await fetch(id, 'original', { cookie: `warraq_session=${people.editor.token}` });
  expect(byCookie.statusCode).toBe(200);
});

it('an image of a withdrawn article alone is gone; one that another article shows stays', async () => {
  const [alone, shared] = (await Promise.all([makeImage(test), makeImage(test)])) as [string, string];
  const article = await makeArticle(test.db, { sourceId, leadImageId: alone, imageIds: [shared] });
  await makeArticle(test.db, { sourceId, leadImageId: shared });
  await makeArticle(test.db, { sourceId, leadImageId: alone, releasedAt: null });
  await test.db.query(
    `update article set status = 'WITHDRAWN', withdrawn_at = now(), first_public_at = public_at, published_revision = null where id = $1`,
    [article],
  );
  expect((await fetch(alone)).json().error.code).toBe('GONE');
  expect(await seenBy(alone)).toEqual({
    public: [410, false],
    other: [410, false],
    contributor: [410, false],
    editor: [200, true],
  });
  expect(await seenBy(shared)).toEqual(ALL);
});

it('a deleted image is there for nobody', async () => {
  const id = await makeImage(test, { alt: 'صورة' });
  const article = await makeArticle(test.db, { sourceId, leadImageId: id, imageIds: [id] });
  await test.db.query('update image set deleted_at = now() where id = $1', [id]);
  expect(await seenBy(id)).toEqual({ ...EDITORS_ALONE, editor: [404, false] });
  const { data } = await test.ask('query ($id: ID!) { article(id: $id) { leadImage { id } images { id } } }', {
    id: article,
  });
  expect(data.article).toEqual({ leadImage: null, images: [] });
});

describe('a hidden image', () => {
  const secret = { alt: 'سرّ أول', caption: 'سرّ ثان', credit: 'سرّ ثالث' };
  let id: string;
  let article: string;
  let etags: Record<string, string>;
  beforeAll(async () => {
    id = await makeImage(test, secret);
    article = await makeArticle(test.db, { sourceId, leadImageId: id });
    const tags = ['160.webp', '160.avif', '320.jpg', 'original'].map(async (file) => [
      file,
      String((await fetch(id, file)).headers.etag),
    ]);
    etags = Object.fromEntries(await Promise.all(tags));
    await test.db.query('update image set hidden_at = now() where id = $1', [id]);
  });

  it('keeps its place and measures and nothing else, for readers', async () => {
    const bare = {
      id,
      url: null,
      hidden: true,
      alt: null,
      caption: null,
      credit: null,
      placeholder: null,
      width: 200,
      height: 120,
    };
    expect(await node(id)).toEqual(bare);
    const query = `query ($id: ID!) { article(id: $id) { leadImage { id url hidden alt caption credit placeholder width height } images { alt } } }`;
    for (const token of [undefined, people.editor.token, people.contributor.token])
      expect((await test.ask(query, { id: article }, token)).data.article).toEqual({
        leadImage: bare,
        images: [{ alt: null }],
      });
    expect(await node(id, people.other.token)).toEqual(bare);
  });

  it('is 404 at every address, for browsers that know it too', async () => {
    for (const [file, etag] of Object.entries(etags)) {
      expect((await fetch(id, file, { 'if-none-match': etag })).statusCode).toBe(404);
      expect((await fetch(id, file)).statusCode).toBe(404);
    }
  });

  it('is shown to editors with its texts, and with an address that only they can open', async () => {
    expect(await node(id, people.editor.token)).toMatchObject({ ...secret, url: null, hidden: true });
    const ask = 'query ($id: ID!) { node(id: $id) { ... on Image { deskUrl(width: 100, format: JPEG) } } }';
    const { deskUrl } = (await test.ask(ask, { id }, people.editor.token)).data.node;
    const path = new URL(deskUrl).pathname;
    expect(path).toBe(`/media/${id}/160.jpg`);
    expect((await test.app.inject({ url: path })).statusCode).toBe(404);
    expect(
      (await test.app.inject({ url: path, headers: { authorization: `Bearer ${people.editor.token}` } })).statusCode,
    ).toBe(200);
    const { data, errors } = await test.ask(ask, { id });
    expect([data.node.deskUrl, errors?.[0]?.extensions.code]).toEqual([null, 'FORBIDDEN']);
  });
});

describe('a preview link', () => {
  const link = async (article: string, minutes: number) => {
    const token = `token-${Math.random()}`;
    const hash = createHash('sha256').update(token).digest();
    await test.db.query(
      `insert into preview_link (token_hash, article_id, revision, created_by, expires_at)
       values ($1, $2, 1, $3, now() + make_interval(mins => $4))`,
      [hash, article, people.editor.id, minutes],
    );
    return token;
  };
  const byLink = (id: string, token: string) =>
    test.app.inject({ url: `/media/${id}/160.webp`, query: { preview: token } });

  it('opens the images of its revision while it lasts, and no others', async () => {
    const [lead, inText, other] = (await Promise.all([makeImage(test), makeImage(test), makeImage(test)])) as [
      string,
      string,
      string,
    ];
    const article = await makeArticle(test.db, { sourceId, leadImageId: lead, imageIds: [inText], releasedAt: null });
    const token = await link(article, 60);
    for (const id of [lead, inText]) {
      const answer = await byLink(id, token);
      expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'private, no-store']);
    }
    expect((await byLink(other, token)).statusCode).toBe(404);
    expect((await byLink(lead, await link(article, -1))).statusCode).toBe(404);
    expect((await byLink(lead, 'nonsense')).statusCode).toBe(404);
    await test.db.query('update image set hidden_at = now() where id = $1', [lead]);
    expect((await byLink(lead, token)).statusCode).toBe(404);
  });
});
