/** Images at the desk: listed, searched, changed and deleted. */

import { claimImages } from '../../src/media/image.sql.js';
import { purgeImages } from '../../src/media/purge-images.js';
import { startApp, type TestApp } from '../support/app.js';
import { makeArticle, makeSource } from '../support/content.js';
import { type Person, ROLES, signIn } from '../support/desk.js';
import { makeImage, storeOf } from '../support/pictures.js';

let test: TestApp;
let sourceId: string;
let editor: Person;
let contributor: Person;
beforeAll(async () => {
  test = await startApp();
  sourceId = await makeSource(test.db, 'رواق');
  editor = await signIn(test, 'EDITOR');
  contributor = await signIn(test, 'CONTRIBUTOR');
});
afterAll(() => test.close());

const audit = (id: string) =>
  test.db.query('select action, actor_id as actor, summary from audit_entry where subject_id = $1 order by id', [id]);

describe('desk.images', () => {
  const LIST = `query ($text: String, $first: Int, $after: String) { desk { images(text: $text, first: $first, after: $after) {
    nodes { id alt caption credit hidden } totalCount { value } pageInfo { endCursor hasNextPage } } } }`;
  const list = async (person: Person, variables: object = {}) =>
    (await person.ask(LIST, { ...variables })).data.desk.images;
  const ids = (answer: { nodes: { id: string }[] }) => answer.nodes.map(({ id }) => id);
  let made: string[];

  beforeAll(async () => {
    made = [];
    for (const given of [
      { alt: 'ميناء أكادير عند الفجر', credit: 'وكالة الريف' },
      { alt: 'Le port', caption: 'L’été à l’aube', uploadedBy: contributor.id },
      { alt: '100% صوف_خام' },
    ])
      made.push(await makeImage(test, given));
    await test.db.query('update image set hidden_at = now() where id = $1', [made[0]]);
    const deleted = await makeImage(test, { alt: 'ميناء' });
    await test.db.query('update image set deleted_at = now() where id = $1', [deleted]);
  });

  it('are all that are not deleted, newest first; a contributor sees her own', async () => {
    const all = await list(editor);
    expect([ids(all), all.totalCount.value]).toEqual([made.toReversed(), 3]);
    const own = await list(contributor);
    expect([ids(own), own.totalCount.value]).toEqual([[made[1]], 1]);
  });

  it('come in pages, also where many were made at one moment', async () => {
    await test.db.query('update image set created_at = (select max(created_at) from image)');
    const found: string[] = [];
    let after: string | null = null;
    do {
      const page = await list(editor, { first: 2, after });
      found.push(...ids(page));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    expect(found).toEqual(made.toReversed());
  });

  it.each([
    ['مينا اكادير', 0],
    ['وكالة', 0],
    ['ETE port', 1],
    ['100%', 2],
    ['صوف_خام', 2],
    ['صوفxخام', null],
    ['port ميناء', null],
  ])('are found by "%s"', async (text, at) => {
    expect(ids(await list(editor, { text }))).toEqual(at === null ? [] : [made[at]]);
  });

  it('show the texts of hidden ones, and refuse a search without bounds', async () => {
    expect((await list(editor, { text: 'ميناء' })).nodes[0]).toMatchObject({ hidden: true, credit: 'وكالة الريف' });
    expect((await editor.ask(LIST, { text: 'x'.repeat(201) })).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('are for nobody who is not signed in', async () => {
    const { data, errors } = await test.ask(LIST);
    expect([data, errors?.[0]?.extensions.code]).toEqual([{ desk: null }, 'FORBIDDEN']);
  });

  it('take one statement beside the session, counted or not', async () => {
    expect(await test.statements(() => editor.ask('{ desk { images(first: 100) { nodes { id url } } } }'))).toBe(2);
  });
});

describe('editImage', () => {
  const EDIT = `mutation ($input: EditImageInput!) { editImage(input: $input) {
    image { id alt caption credit focalPoint { x y } } errors { code path } } }`;
  const edit = async (input: object, person = editor) => (await person.ask(EDIT, { input })).data.editImage;

  it('changes what is given, clears what is null and leaves what is absent', async () => {
    const id = await makeImage(test, { alt: 'قديم', caption: 'سطر', credit: 'فلان' });
    const answer = await edit({ id, alt: ' جديد\n ', caption: null, focalPoint: { x: 0.25, y: 1 } });
    expect(answer).toEqual({
      image: { id, alt: 'جديد', caption: null, credit: 'فلان', focalPoint: { x: 0.25, y: 1 } },
      errors: [],
    });
    expect((await edit({ id, focalPoint: null, credit: '  ' })).image).toMatchObject({
      alt: 'جديد',
      credit: null,
      focalPoint: null,
    });
    expect((await edit({ id })).errors).toEqual([]);
    expect(await audit(id)).toEqual([
      {
        action: 'EDIT_IMAGE',
        actor: editor.id,
        summary: 'alt: "قديم" → "جديد"; caption: "سطر" → none; focalPoint: none → 0.25, 1',
      },
      { action: 'EDIT_IMAGE', actor: editor.id, summary: 'credit: "فلان" → none; focalPoint: 0.25, 1 → none' },
    ]);
    const found = await editor.ask('{ desk { images(text: "جديد") { nodes { id } } } }');
    expect(found.data.desk.images.nodes).toEqual([{ id }]);
  });

  it('names all mistakes at once and changes nothing, without SQL', async () => {
    const id = await makeImage(test);
    const input = { id, alt: 'x'.repeat(1_001), credit: 'x'.repeat(301), focalPoint: { x: -0.1, y: 1.1 } };
    const cost = await test.statements(async () =>
      expect(await edit(input)).toEqual({
        image: null,
        errors: [['alt'], ['credit'], ['focalPoint', 'x'], ['focalPoint', 'y']].map((path) => ({
          code: 'INVALID',
          path: ['input', ...path],
        })),
      }),
    );
    expect(cost).toBe(1); // the session
  });

  it('finds no image that is not there or deleted', async () => {
    const id = await makeImage(test);
    await test.db.query('update image set deleted_at = now() where id = $1', [id]);
    for (const unknown of [id, 'nonsense', sourceId])
      expect((await edit({ id: unknown, alt: 'x' })).errors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
  });

  it('takes at most 6 statements beside the session and the answer', async () => {
    const id = await makeImage(test);
    expect(await test.statements(() => edit({ id, alt: 'x' }))).toBeLessThanOrEqual(8);
  });
});

describe('deleteImage', () => {
  const DELETE =
    'mutation ($input: DeleteImageInput!) { deleteImage(input: $input) { deletedId errors { code message path } } }';
  const remove = async (id: string, person = editor) => (await person.ask(DELETE, { input: { id } })).data.deleteImage;

  it('takes away what nothing uses, once', async () => {
    const id = await makeImage(test, { alt: 'صورة' });
    expect(await remove(id)).toEqual({ deletedId: id, errors: [] });
    expect((await remove(id)).errors[0].code).toBe('NOT_FOUND');
    expect((await editor.ask('query ($id: ID!) { node(id: $id) { id } }', { id })).data.node).toBeNull();
    expect(await audit(id)).toEqual([{ action: 'DELETE_IMAGE', actor: editor.id, summary: 'صورة' }]);
  });

  it('is refused while an article or a source uses it, and says how many', async () => {
    const id = await makeImage(test);
    await makeArticle(test.db, { sourceId, leadImageId: id });
    await makeArticle(test.db, { sourceId, imageIds: [id], releasedAt: null });
    await makeSource(test.db, 'صدى', { logoId: id });
    const { deletedId, errors } = await remove(id);
    expect({ deletedId, errors }).toEqual({
      deletedId: null,
      errors: [{ code: 'INVALID', path: ['input', 'id'], message: expect.stringContaining('2 articles and 1 source') }],
    });
  });

  it('is refused for what only the public face has, and done for what is withdrawn or was replaced', async () => {
    const id = await makeImage(test);
    const article = await makeArticle(test.db, { sourceId, leadImageId: id });
    await test.db.query(`insert into revision (article_id, number, action) values ($1, 2, 'TEST')`, [article]);
    await test.db.query('update article set version = 2, working_revision = 2 where id = $1', [article]);
    expect((await remove(id)).errors[0].message).toContain('1 article:');
    await test.db.query('update article set published_revision = 2 where id = $1', [article]);
    expect((await remove(id)).errors).toEqual([]);
    const other = await makeImage(test);
    const withdrawn = await makeArticle(test.db, { sourceId, leadImageId: other });
    await test.db.query(
      `update article set status = 'WITHDRAWN', withdrawn_at = now(), published_revision = null where id = $1`,
      [withdrawn],
    );
    expect((await remove(other)).errors).toEqual([]);
  });

  it('waits for a save that begins to use it, and then refuses', async () => {
    const id = await makeImage(test);
    const article = await makeArticle(test.db, { sourceId, releasedAt: null });
    let removed: Promise<{ errors: { code: string }[] }> | undefined;
    await test.db.transaction(async (tx) => {
      expect(await claimImages(tx, [id, 'i00000000000000000000000000'])).toEqual(new Set([id]));
      removed = remove(id);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await tx.query(`insert into revision (article_id, number, action, lead_image_id) values ($1, 2, 'TEST', $2)`, [
        article,
        id,
      ]);
      await tx.query('update article set version = 2, working_revision = 2 where id = $1', [article]);
    });
    expect((await removed)?.errors[0]?.code).toBe('INVALID');
  });

  it('comes before a save that asks for the image later', async () => {
    const id = await makeImage(test);
    let claimed: Promise<Set<string>> | undefined;
    await test.db.transaction(async (tx) => {
      await tx.query('select 1 from image where id = $1 for update', [id]);
      claimed = test.db.transaction((other) => claimImages(other, [id]));
      await new Promise((resolve) => setTimeout(resolve, 100));
      await tx.query('update image set deleted_at = now() where id = $1', [id]);
    });
    expect(await claimed).toEqual(new Set());
  });

  it('is followed a month later by the end of row and files', async () => {
    const store = storeOf(test);
    const [old, recent, logo] = (await Promise.all([makeImage(test), makeImage(test), makeImage(test)])) as [
      string,
      string,
      string,
    ];
    await makeArticle(test.db, { sourceId, leadImageId: old });
    await makeSource(test.db, 'مرصد', { logoId: logo });
    await store.variant(`uploads/${old}`, 160, 'webp');
    await test.db.query(`update image set deleted_at = now() - interval '31 days' where id = any($1)`, [[old, logo]]);
    await test.db.query(`update image set deleted_at = now() - interval '29 days' where id = $1`, [recent]);
    expect(await purgeImages(test.db, store)).toBe(1);
    await expect(store.original(`uploads/${old}`)).rejects.toThrow();
    await expect(store.original(`uploads/${recent}`)).resolves.toBeDefined();
    const left = await test.db.query<{ id: string }>('select id from image where id = any($1) order by id', [
      [old, recent, logo],
    ]);
    expect(left.map(({ id }) => id)).toEqual([recent, logo].sort());
  });
});

it('who may do what: strangers sign in, contributors are refused, editors and above may', async () => {
  const id = await makeImage(test);
  const mutations = [
    ['mutation ($id: ID!) { done: editImage(input: { id: $id }) { errors { code } } }', 'UNAUTHENTICATED'],
    ['mutation ($id: ID!) { done: deleteImage(input: { id: $id }) { errors { code } } }', 'UNAUTHENTICATED'],
    [
      'mutation ($id: ID!) { done: resolveImageReports(input: { imageId: $id, decision: HIDE }) { errors { code } } }',
      'UNAUTHENTICATED',
    ],
    ['query { desk { done: reportedImages { nodes { id } } } }', 'FORBIDDEN'],
  ] as const;
  for (const [query, refusal] of mutations) {
    const given = query.includes('$id') ? { id } : {};
    expect((await test.ask(query, given)).errors?.[0]?.extensions.code).toBe(refusal);
    for (const role of ROLES) {
      const person = await signIn(test, role);
      const code = (await person.ask(query, given)).errors?.[0]?.extensions.code;
      expect([query, role, code]).toEqual([query, role, role === 'CONTRIBUTOR' ? 'FORBIDDEN' : undefined]);
    }
  }
});
