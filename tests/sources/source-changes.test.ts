/** Sources as editors make and change them, and what becomes of articles that their embargo holds back. */
import { startApp, type TestApp } from '../support/app.js';
import { makeArticles, makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';

let test: TestApp;
let chief: Person;
beforeAll(async () => {
  test = await startApp();
  chief = await signIn(test, 'CHIEF');
});
afterAll(() => test.close());

const SOURCE = `source { id slug name names { language text } languages country homepage timeZone
  rights { access credit embargoMinutes } desk { paused } }`;
const CREATE = `mutation ($input: SourceInput!) { createSource(input: $input) { ${SOURCE} errors { code message path } } }`;
const EDIT = `mutation ($input: EditSourceInput!) { editSource(input: $input) { ${SOURCE} errors { code message path } } }`;
const create = async (input: object) => (await chief.ask(CREATE, { input })).data.createSource;
const edit = async (input: object) => (await chief.ask(EDIT, { input })).data.editSource;
const given = (text: string, more: object = {}) => ({ names: [{ language: 'ar', text }], languages: ['ar'], ...more });
const failures = (payload: { errors: { code: string; path: string[] }[] }) =>
  payload.errors.map(({ code, path }) => [code, ...path.slice(1)]);

describe('createSource', () => {
  it('makes a source as it is described, found by its slug and by its names', async () => {
    const { source, errors } = await create({
      names: [
        { language: 'ar', text: ' جريدة   الصباح ' },
        { language: 'fr', text: 'Le Matin' },
      ],
      languages: ['ar', 'fr', 'ar'],
      country: 'ma',
      homepage: 'https://example.ma/',
      timeZone: 'Europe/Paris',
      rights: { access: 'SUMMARY', credit: '  عن الصباح ', embargoMinutes: 30 },
    });
    expect(errors).toEqual([]);
    expect(source).toEqual({
      id: expect.stringMatching(/^s/),
      slug: 'جريدة-الصباح',
      name: 'جريدة الصباح',
      names: [
        { language: 'ar', text: 'جريدة الصباح' },
        { language: 'fr', text: 'Le Matin' },
      ],
      languages: ['ar', 'fr'],
      country: 'MA',
      homepage: 'https://example.ma/',
      timeZone: 'Europe/Paris',
      rights: { access: 'SUMMARY', credit: 'عن الصباح', embargoMinutes: 30 },
      desk: { paused: false },
    });
    const found = await test.ask(
      '{ source(slug: "le-matin") { id } sources(filter: { nameContains: "matin" }) { nodes { id } } }',
    );
    expect(found.data).toEqual({ source: { id: source.id }, sources: { nodes: [{ id: source.id }] } });
    const audit = await test.db.query('select actor_id, action from audit_entry where subject_id = $1', [source.id]);
    expect(audit).toEqual([{ actor_id: chief.id, action: 'CREATE_SOURCE' }]);
  });

  it('fills in the zone of Morocco and full rights', async () => {
    const { source } = await create(given('المساء'));
    expect(source).toMatchObject({
      timeZone: 'Africa/Casablanca',
      country: null,
      rights: { access: 'FULL_TEXT', credit: null, embargoMinutes: 0 },
    });
  });

  it.each([
    ['no name', { names: [] }, ['INVALID', 'names']],
    ['no language', { languages: [] }, ['INVALID', 'languages']],
    ['no country of that code', { country: 'XX' }, ['INVALID', 'country']],
    ['no such zone', { timeZone: 'Africa/Nowhere' }, ['INVALID', 'timeZone']],
    ['a fixed offset for a zone', { timeZone: '+01:00' }, ['INVALID', 'timeZone']],
    [
      'an embargo before the publication',
      { rights: { access: 'FULL_TEXT', embargoMinutes: -1 } },
      ['INVALID', 'rights', 'embargoMinutes'],
    ],
    [
      'an embargo of more than a year',
      { rights: { access: 'FULL_TEXT', embargoMinutes: 525601 } },
      ['INVALID', 'rights', 'embargoMinutes'],
    ],
  ])('refuses %s', async (_, more, failure) => {
    expect(failures(await create(given('لا يهم', more)))).toEqual([failure]);
  });

  it('refuses a slug or a name that leads to another source, and never numbers it', async () => {
    const first = await makeSource(test.db, 'الاتحاد');
    expect(failures(await create(given('الإتحاد')))).toEqual([['DUPLICATE', 'names', '0', 'text']]);
    expect(failures(await create(given('غيرها', { slug: 'الاتحاد' })))).toEqual([['DUPLICATE', 'slug']]);
    const { source, errors } = await create(given('الاتحاد', { slug: 'الاتحاد الأسبوعي' }));
    expect({ errors, slug: source.slug }).toEqual({ errors: [], slug: 'الاتحاد-الأسبوعي' });
    expect((await test.ask('{ source(slug: "الاتحاد") { id } }')).data.source.id).toBe(first);
  });
});

describe('editSource', () => {
  it('changes what is given, clears what is null, and keeps the rest', async () => {
    const { source } = await create(
      given('الأصل', {
        country: 'MA',
        homepage: 'https://example.ma/x',
        rights: { access: 'HEADLINE', embargoMinutes: 5 },
      }),
    );
    const changed = await edit({
      id: source.id,
      names: [{ language: 'fr', text: "L'Origine" }],
      languages: ['fr'],
      paused: true,
    });
    expect(changed.source).toMatchObject({
      slug: 'الأصل',
      name: "L'Origine",
      languages: ['fr'],
      country: 'MA',
      desk: { paused: true },
      rights: { access: 'HEADLINE', embargoMinutes: 5 },
    });
    const cleared = await edit({ id: source.id, country: null, homepage: null, timeZone: null });
    expect(cleared.source).toMatchObject({
      country: null,
      homepage: null,
      timeZone: 'Africa/Casablanca',
      desk: { paused: true },
    });
    expect(failures(await edit({ id: source.id, names: null, languages: null, rights: null, paused: null }))).toEqual([
      ['INVALID', 'names'],
      ['INVALID', 'languages'],
      ['INVALID', 'rights'],
      ['INVALID', 'paused'],
    ]);
    expect(failures(await edit({ id: 's00000000000000000000000000', country: 'FR' }))).toEqual([['NOT_FOUND', 'id']]);
  });

  it('moves the embargo of what still waits, and never takes back what is public', async () => {
    const source = await makeSource(test.db, 'وكالة', { embargoMinutes: 60 });
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    const [open, soon, late] = await makeArticles(test.db, [
      { sourceId: source, releasedAt: minutesAgo(90), embargoMinutes: 60 },
      { sourceId: source, releasedAt: minutesAgo(40), embargoMinutes: 60 },
      { sourceId: source, releasedAt: minutesAgo(10), embargoMinutes: 60 },
      { sourceId: source, releasedAt: null },
    ]);
    const shown = async () => {
      const { data } = await test.ask(
        `{ source(id: "${source}") { articleCount { value } articles(orderBy: RECENTLY_ADDED) { nodes { id publicSince modifiedAt } } } }`,
      );
      expect(data.source.articleCount.value).toBe(data.source.articles.nodes.length);
      return data.source.articles.nodes;
    };
    const embargo = (embargoMinutes: number) => edit({ id: source, rights: { access: 'FULL_TEXT', embargoMinutes } });
    const before = await shown();
    expect(before.map((article: { id: string }) => article.id)).toEqual([open]);
    await embargo(240);
    expect(await shown()).toEqual(before);
    const asked = Date.now();
    await embargo(30);
    const after = await shown();
    expect(after.map((article: { id: string }) => article.id)).toEqual([soon, open]);
    expect(Date.parse(after[0].publicSince)).toBeGreaterThanOrEqual(asked - 1000); // public from now on, not from a past in which it was not
    expect(after[0].modifiedAt).toBe(after[0].publicSince);
    const [row] = await test.db.query<{ wait: number }>(
      'select extract(epoch from public_at - released_at)::int as wait from article where id = $1',
      [late],
    );
    expect(row?.wait).toBe(30 * 60);
  });

  it('takes few statements', async () => {
    const source = await makeSource(test.db, 'صحيفة');
    const input = {
      id: source,
      names: [{ language: 'ar', text: 'صحيفة أخرى' }],
      rights: { access: 'SUMMARY', embargoMinutes: 9 },
    };
    expect(await test.statements(() => edit(input))).toBeLessThanOrEqual(6 + 3);
  });
});

it('is for CHIEF, and what editors alone see is for nobody else', async () => {
  const editor = await signIn(test, 'EDITOR');
  const source = await makeSource(test.db, 'جريدة');
  const code = (answer: { errors?: { extensions: { code: string } }[] }) => answer.errors?.[0]?.extensions.code;
  expect(code(await editor.ask(CREATE, { input: given('لن تكون') }))).toBe('FORBIDDEN');
  expect(code(await test.ask(EDIT, { input: { id: source, paused: true } }))).toBe('UNAUTHENTICATED');
  const query = `{ source(id: "${source}") { name desk { paused } } }`;
  const stranger = await test.ask(query);
  expect({ code: code(stranger), data: stranger.data }).toEqual({
    code: 'FORBIDDEN',
    data: { source: { name: 'جريدة', desk: null } },
  });
  expect((await editor.ask(query)).data.source.desk).toEqual({ paused: false });
});
