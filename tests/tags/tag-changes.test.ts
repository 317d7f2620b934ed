/** Tags as editors change them: what leads to them, where they stand, and what becomes of their articles. */
import { ARTICLES_RELIST, relistArticles } from '../../src/articles/relist-articles.js';
import type { Editor } from '../../src/core/access.js';
import { mergeTags } from '../../src/tags/merge-tags.js';
import { startApp, type TestApp } from '../support/app.js';
import { makeArticle, makeArticles, makeSource, makeTag } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { countJobs, drainJobs } from '../support/jobs.js';

let test: TestApp;
let source: string;
let chief: Person;
beforeAll(async () => {
  test = await startApp();
  source = await makeSource(test.db, 'المصدر');
  chief = await signIn(test, 'CHIEF');
});
afterAll(() => test.close());
beforeEach(() => test.db.query('truncate tag, slug, article, article_tag, article_count, article_count_delta cascade'));

const TAG = 'tag { id slug name names { language text } kind aliases broader { id } mediaTopic }';
const CREATE = `mutation ($input: TagInput!) { createTag(input: $input) { ${TAG} errors { code message path } } }`;
const EDIT = `mutation ($input: EditTagInput!) { editTag(input: $input) { ${TAG} errors { code message path } } }`;
const MERGE = `mutation ($input: MergeTagsInput!) { mergeTags(input: $input) { ${TAG} errors { code message path } } }`;

const create = async (input: object) => (await chief.ask(CREATE, { input })).data.createTag;
const edit = async (input: object) => (await chief.ask(EDIT, { input })).data.editTag;
const merge = async (input: object) => (await chief.ask(MERGE, { input })).data.mergeTags;
const named = (text: string, more: object = {}) => ({ names: [{ language: 'ar', text }], kind: 'TOPIC', ...more });
const find = async (slug: string) =>
  (await test.ask('query ($slug: String!) { tag(slug: $slug) { id slug } }', { slug })).data.tag;

const ARTICLE = '{ article(id: "ID") { tags { id } section { id } contentVersion modifiedAt } }';
const read = async (id: string) => (await test.ask(ARTICLE.replace('ID', id))).data.article;
const count = async (id: string) =>
  (await test.ask(`{ tag(id: "${id}") { articleCount { value } } }`)).data.tag.articleCount.value;

describe('createTag', () => {
  it('makes a tag that its slug, names and aliases lead to', async () => {
    const broader = await makeTag(test.db, 'سياسة');
    const { tag, errors } = await create({
      names: [
        { language: 'ar', text: '  \u200fالبرلمان   المغربي ' },
        { language: 'fr', text: 'Parlement' },
      ],
      kind: 'ORGANISATION',
      aliases: ['مجلس النواب', 'مجلس النواب', 'Parlement'],
      broaderId: broader,
      mediaTopic: 'medtop:11000000',
    });
    expect(errors).toEqual([]);
    expect(tag).toEqual({
      id: expect.stringMatching(/^t/),
      slug: 'البرلمان-المغربي',
      name: 'البرلمان المغربي',
      names: [
        { language: 'ar', text: 'البرلمان المغربي' },
        { language: 'fr', text: 'Parlement' },
      ],
      kind: 'ORGANISATION',
      aliases: ['مجلس النواب'],
      broader: { id: broader },
      mediaTopic: 'medtop:11000000',
    });
    for (const slug of ['البرلمان-المغربي', 'parlement', 'مجلس-النواب']) expect((await find(slug)).id).toBe(tag.id);
    const list = await test.ask('{ tags(filter: { nameContains: "مجلس" }) { nodes { id } } }');
    expect(list.data.tags.nodes).toEqual([{ id: tag.id }]);
    const audit = await test.db.query('select actor_id, action from audit_entry where subject_id = $1', [tag.id]);
    expect(audit).toEqual([{ actor_id: chief.id, action: 'CREATE_TAG' }]);
  });

  it.each([
    ['without names', { names: [] }, ['input', 'names']],
    ['with an empty name', named(' \u200f '), ['input', 'names', '0', 'text']],
    ['with a name of signs', named('—!—'), ['input', 'names', '0', 'text']],
    ['with a name that is too long', named('ا'.repeat(201)), ['input', 'names', '0', 'text']],
    [
      'with two names in one language',
      { names: [...named('واحد').names, ...named('اثنان').names] },
      ['input', 'names', '1', 'language'],
    ],
    ['with an alias of nothing', named('اسم', { aliases: ['جيد', ''] }), ['input', 'aliases', '1']],
    ['with a slug of nothing', named('اسم', { slug: '??' }), ['input', 'slug']],
    ['with a wrong media topic', named('اسم', { mediaTopic: 'medtop:123' }), ['input', 'mediaTopic']],
  ])('refuses one %s, before it asks the database', async (_, given, path) => {
    const statements = await test.statements(async () => {
      expect(await create({ kind: 'TOPIC', ...given })).toEqual({
        tag: null,
        errors: [{ code: 'INVALID', message: expect.any(String), path }],
      });
    });
    expect(statements).toBe(1);
  });

  it('refuses what leads to another tag, in any spelling, and takes nothing', async () => {
    await makeTag(test.db, 'الإرهاب');
    const taken = async (input: object) =>
      (await create(input)).errors.map((e: { code: string; path: string[] }) => [e.code, ...e.path.slice(1)]);
    expect(await taken(named('الارهاب'))).toEqual([['DUPLICATE', 'names', '0', 'text']]);
    expect(await taken(named('جديد', { aliases: ['آخر', 'الإرهاب'] }))).toEqual([['DUPLICATE', 'aliases', '1']]);
    expect(await taken(named('جديد', { slug: 'الارهاب' }))).toEqual([['DUPLICATE', 'slug']]);
    expect(await find('جديد')).toBeNull();
    expect(await find('آخر')).toBeNull();
  });

  it("lets a name's twin have a slug of its own", async () => {
    const first = await makeTag(test.db, 'محمد العلوي');
    const { tag, errors } = await create(named('محمد العلوي', { slug: 'محمد العلوي الرسام', kind: 'PERSON' }));
    expect({ errors, slug: tag.slug }).toEqual({ errors: [], slug: 'محمد-العلوي-الرسام' });
    expect((await find('محمد-العلوي')).id).toBe(first);
    const again = await edit({ id: tag.id, names: [...tag.names, { language: 'fr', text: 'Alaoui, peintre' }] });
    expect(again.errors).toEqual([]);
  });

  it('wants a broader tag that is there, not merged, and not too deep', async () => {
    const [one, other] = [await makeTag(test.db, 'قديم'), await makeTag(test.db, 'باق')];
    await merge({ from: [one], into: other });
    const errorsOf = async (broaderId: string) =>
      (await create(named('تحته', { broaderId }))).errors.map((e: { code: string }) => e.code);
    expect(await errorsOf('t00000000000000000000000000')).toEqual(['NOT_FOUND']);
    expect(await errorsOf(one)).toEqual(['INVALID']);
    let broaderId = other;
    for (let level = 2; level <= 20; level += 1) broaderId = await makeTag(test.db, `مستوى ${level}`, { broaderId });
    expect(await errorsOf(broaderId)).toEqual(['INVALID']);
  });
});

describe('editTag', () => {
  it('changes what is given, clears what is null, and keeps the slug and old aliases leading', async () => {
    const broader = await makeTag(test.db, 'أعلى');
    const { tag } = await create(named('الاسم', { aliases: ['قديم'], broaderId: broader, mediaTopic: '11000000' }));
    const changed = await edit({ id: tag.id, names: [{ language: 'ar', text: 'اسم آخر' }], aliases: ['حديث'] });
    expect(changed.errors).toEqual([]);
    expect(changed.tag).toMatchObject({
      slug: 'الاسم',
      name: 'اسم آخر',
      aliases: ['حديث'],
      broader: { id: broader },
      mediaTopic: '11000000',
    });
    for (const slug of ['الاسم', 'قديم', 'حديث', 'اسم-آخر']) expect((await find(slug)).id).toBe(tag.id);
    const cleared = await edit({ id: tag.id, aliases: null, broaderId: null, mediaTopic: null });
    expect(cleared.tag).toMatchObject({ name: 'اسم آخر', aliases: [], broader: null, mediaTopic: null });
    expect((await edit({ id: tag.id, names: null, kind: null })).errors).toHaveLength(2);
    expect((await edit({ id: 't00000000000000000000000000', kind: 'PLACE' })).errors[0].code).toBe('NOT_FOUND');
  });

  it('moves its articles along in the tree, and their section with them', async () => {
    const [politics, sport] = [await makeTag(test.db, 'سياسة'), await makeTag(test.db, 'رياضة')];
    const middle = await makeTag(test.db, 'وسط', { broaderId: politics });
    const low = await makeTag(test.db, 'أسفل', { broaderId: middle });
    const article = await makeArticle(test.db, { sourceId: source, tagIds: [low] });
    const before = await read(article);
    await edit({ id: middle, broaderId: sport });
    const after = await read(article);
    expect({ before: before.section.id, after: after.section.id }).toEqual({ before: politics, after: sport });
    expect([await count(politics), await count(sport), await count(low)]).toEqual([0, 1, 1]);
    expect([after.contentVersion, after.modifiedAt]).toEqual([before.contentVersion, before.modifiedAt]);
    await edit({ id: sport, kind: 'EVENT' });
    expect((await read(article)).section).toBeNull();
  });

  it('makes no tag a part of itself', async () => {
    const high = await makeTag(test.db, 'أعلى');
    const low = await makeTag(test.db, 'أسفل', { broaderId: await makeTag(test.db, 'وسط', { broaderId: high }) });
    for (const broaderId of [high, low]) {
      const { errors } = await edit({ id: high, broaderId });
      expect(errors).toEqual([{ code: 'INVALID', message: expect.any(String), path: ['input', 'broaderId'] }]);
    }
  });

  it('makes no cycle of two moves at once', async () => {
    const other = await signIn(test, 'EDITOR');
    for (let round = 0; round < 20; round += 1) {
      const [a, b] = [await makeTag(test.db, `أ ${round}`), await makeTag(test.db, `ب ${round}`)];
      const answers = await Promise.all([
        chief.ask(EDIT, { input: { id: a, broaderId: b } }),
        other.ask(EDIT, { input: { id: b, broaderId: a } }),
      ]);
      expect(answers.map(({ data }) => data.editTag.errors.length).sort()).toEqual([0, 1]);
    }
  });

  it('and an article saved at the same time agree, whichever comes first', async () => {
    const homes = [await makeTag(test.db, 'بيت'), await makeTag(test.db, 'دار')];
    const moving = await makeTag(test.db, 'متنقل', { broaderId: homes[0] as string });
    for (let round = 1; round <= 20; round += 1) {
      await Promise.all([
        edit({ id: moving, broaderId: homes[round % 2] }),
        ...Array.from({ length: 3 }, () => makeArticle(test.db, { sourceId: source, tagIds: [moving] })),
      ]);
      await drainJobs(test);
      expect([await count(homes[round % 2] as string), await count(homes[(round + 1) % 2] as string)]).toEqual([
        round * 3,
        0,
      ]);
    }
  });
});

describe('mergeTags', () => {
  it('makes slugs, names and aliases of the old tag lead to the new one, and its articles the new one’s', async () => {
    const { tag: old } = await create(named('كوفيد', { aliases: ['كورونا'] }));
    const { tag: kept } = await create(named('جائحة كوفيد-19'));
    const [first, both] = await makeArticles(test.db, [
      { sourceId: source, tagIds: [old.id] },
      { sourceId: source, tagIds: [kept.id, old.id] },
    ]);
    const before = await read(first as string);
    const { tag, errors } = await merge({ from: [old.id], into: kept.id });
    expect({ errors, aliases: tag.aliases }).toEqual({ errors: [], aliases: ['كوفيد', 'كورونا'] });
    for (const slug of ['كوفيد', 'كورونا']) expect(await find(slug)).toEqual({ id: kept.id, slug: kept.slug });
    expect((await test.ask(`{ node(id: "${old.id}") { id } }`)).data.node.id).toBe(kept.id);
    const listed = await test.ask(
      '{ articles(filter: { allTags: ["كوفيد"], withNarrowerTags: false }) { nodes { id } totalCount { value } } }',
    );
    expect(listed.data.articles).toEqual({ nodes: [{ id: both }, { id: first }], totalCount: { value: 2 } });
    expect(await count(kept.id)).toBe(2);
    const after = await read(first as string);
    expect(after.tags).toEqual([{ id: kept.id }]);
    expect(after.section).toEqual({ id: kept.id });
    expect(after.contentVersion).toBe(before.contentVersion + 1);
    expect(after.modifiedAt > before.modifiedAt).toBe(true);
    expect((await read(both as string)).tags).toEqual([{ id: kept.id }]);
  });

  it('flattens chains, so that the oldest leads to the newest', async () => {
    const [a, b, c] = [await makeTag(test.db, 'أول'), await makeTag(test.db, 'ثان'), await makeTag(test.db, 'ثالث')];
    await merge({ from: [a], into: b });
    await merge({ from: [b], into: c });
    expect((await test.ask(`{ tag(id: "${a}") { id } }`)).data.tag.id).toBe(c);
    expect((await find('أول')).id).toBe(c);
  });

  it('moves narrower tags under the target, which takes the place of the highest where it stood below', async () => {
    const top = await makeTag(test.db, 'قمة');
    const a = await makeTag(test.db, 'أ', { broaderId: top });
    const b = await makeTag(test.db, 'ب', { broaderId: a });
    const c = await makeTag(test.db, 'ج', { broaderId: b });
    const d = await makeTag(test.db, 'د', { broaderId: a });
    const article = await makeArticle(test.db, { sourceId: source, tagIds: [d] });
    const { tag, errors } = await merge({ from: [a], into: c });
    expect({ errors, broader: tag.broader }).toEqual({ errors: [], broader: { id: top } });
    const rows = await test.db.query<{ id: string; broader_id: string }>(
      'select id, broader_id from tag where id = any($1)',
      [[b, d]],
    );
    expect(rows.map((row) => row.broader_id)).toEqual([c, c]);
    const [row] = await test.db.query<{ all_tag_ids: string[] }>('select all_tag_ids from article where id = $1', [
      article,
    ]);
    expect(row?.all_tag_ids).toEqual([d, c, top]);
  });

  it('refuses what cannot be merged', async () => {
    const [a, b, c] = [await makeTag(test.db, 'أول'), await makeTag(test.db, 'ثان'), await makeTag(test.db, 'ثالث')];
    await merge({ from: [a], into: b });
    const codes = async (input: object) =>
      (await merge(input)).errors.map((e: { code: string; path: string[] }) => [e.code, e.path[1]]);
    expect(await codes({ from: [], into: b })).toEqual([['INVALID', 'from']]);
    expect(await codes({ from: [b, c], into: b })).toEqual([['INVALID', 'into']]);
    expect(await codes({ from: [a], into: b })).toEqual([['INVALID', 'from']]);
    expect(await codes({ from: [c], into: a })).toEqual([['INVALID', 'into']]);
    expect(await codes({ from: ['t00000000000000000000000000'], into: b })).toEqual([['NOT_FOUND', 'from']]);
    expect((await edit({ id: a, kind: 'PLACE' })).errors[0].code).toBe('INVALID');
  });

  it('lists a saved article under the target where its working copy still has the old tag', async () => {
    const [old, kept] = [await makeTag(test.db, 'قديم'), await makeTag(test.db, 'باق')];
    await merge({ from: [old], into: kept });
    const article = await makeArticle(test.db, { sourceId: source, tagIds: [old, kept] });
    const [row] = await test.db.query('select tag_ids, all_tag_ids, section_id from article where id = $1', [article]);
    expect(row).toEqual({ tag_ids: [kept], all_tag_ids: [kept], section_id: kept });
  });

  it('of more articles than one batch is ended by a job, however often it is begun', async () => {
    const [old, kept] = [await makeTag(test.db, 'قديم'), await makeTag(test.db, 'باق')];
    await makeArticles(
      test.db,
      Array.from({ length: 25 }, (_, n) => ({
        sourceId: source,
        tagIds: [old],
        publishedAt: new Date(Date.UTC(2024, 0, 1 + (n % 4))), // with ties
      })),
    );
    const actor: Editor = { kind: 'editor', userId: chief.id, role: 'CHIEF' as Editor['role'], requestId: 'r' };
    await test.db.transaction(async (tx) => {
      const { from } = await mergeTags(tx, actor, { from: [old], into: kept });
      await relistArticles(tx, from, 4);
    });
    expect(await count(kept)).toBe(4);
    await test.db.transaction((tx) => relistArticles(tx, [old], 4));
    expect(await count(kept)).toBe(8);
    await drainJobs(test);
    expect([await count(kept), await count(old), await countJobs(test, ARTICLES_RELIST.name)]).toEqual([25, 25, 0]);
    const [row] = await test.db.query<{ n: number }>(
      'select count(*)::int as n from article where $1 = any(all_tag_ids)',
      [old],
    );
    expect(row?.n).toBe(0);
    const [versions] = await test.db.query<{ most: number }>('select max(content_version) as most from article');
    expect(versions?.most).toBe(2);
  });

  it('leaves what somebody is writing to the job', async () => {
    const [old, kept] = [await makeTag(test.db, 'قديم'), await makeTag(test.db, 'باق')];
    const [article] = await makeArticles(test.db, [
      { sourceId: source, tagIds: [old] },
      { sourceId: source, tagIds: [old] },
    ]);
    await test.db.transaction(async (tx) => {
      await tx.query('select 1 from article where id = $1 for update', [article]);
      expect((await merge({ from: [old], into: kept })).errors).toEqual([]);
    });
    expect(await count(kept)).toBe(1);
    await drainJobs(test);
    expect(await count(kept)).toBe(2);
  });
});

it('a role that may not is refused, and so is a stranger', async () => {
  const tag = await makeTag(test.db, 'وسم');
  const contributor = await signIn(test, 'CONTRIBUTOR');
  const editor = await signIn(test, 'EDITOR');
  const code = (answer: { errors?: { extensions: { code: string } }[] }) => answer.errors?.[0]?.extensions.code;
  const createInput = { input: named('جديد') };
  const mergeInput = { input: { from: [tag], into: tag } };
  expect(code(await contributor.ask(CREATE, createInput))).toBe('FORBIDDEN');
  expect(code(await test.ask(CREATE, createInput))).toBe('UNAUTHENTICATED');
  expect(code(await contributor.ask(EDIT, { input: { id: tag } }))).toBe('FORBIDDEN');
  expect(code(await editor.ask(MERGE, mergeInput))).toBe('FORBIDDEN');
});

it('each takes few statements', async () => {
  const cost = (work: () => Promise<unknown>) => test.statements(work);
  const [a, b, c] = [await makeTag(test.db, 'أ'), await makeTag(test.db, 'ب'), await makeTag(test.db, 'ج')];
  await makeArticles(
    test.db,
    Array.from({ length: 10 }, () => ({ sourceId: source, tagIds: [a] })),
  );
  const beside = 2; // the session, the payload's tag
  expect(await cost(() => create(named('جديد', { aliases: ['آخر'], broaderId: a })))).toBeLessThanOrEqual(
    6 + beside + 1,
  );
  expect(await cost(() => edit({ id: a, names: named('غيره').names, broaderId: b }))).toBeLessThanOrEqual(
    6 + beside + 1,
  );
  expect(await cost(() => merge({ from: [a], into: c }))).toBeLessThanOrEqual(6 + beside + 1);
});
