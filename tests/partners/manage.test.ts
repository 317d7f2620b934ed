/** Partners and their grants as administrators make and change them, and who sees them. */
import { startApp, type TestApp } from '../support/app.js';
import { look, publish, publishable, write } from '../support/articles.js';
import { makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { grant, makePartner } from '../support/partners.js';

const PARTNER = 'id name active requestsPerMinute grants { source { id } access embargoMinutes until }';
const LATER = '2199-01-01T00:00:00.000Z';

let test: TestApp;
let admin: Person;
let chief: Person;
let editor: Person;
beforeAll(async () => {
  test = await startApp();
  [admin, chief, editor] = await Promise.all([signIn(test, 'ADMIN'), signIn(test, 'CHIEF'), signIn(test, 'EDITOR')]);
});
afterAll(() => test.close());

const create = async (input: Record<string, unknown>) =>
  (
    await admin.ask(
      `mutation ($input: PartnerInput!) { createPartner(input: $input) { partner { ${PARTNER} } errors { code path message } } }`,
      { input },
    )
  ).data.createPartner;

const edit = async (input: Record<string, unknown>) =>
  (
    await admin.ask(
      `mutation ($input: EditPartnerInput!) { editPartner(input: $input) { partner { ${PARTNER} } errors { code path message } } }`,
      { input },
    )
  ).data.editPartner;

const summaries = async (subjectId: string) => {
  const { data } = await admin.ask(
    'query ($id: ID!) { desk { audit(subjectId: $id) { nodes { action summary actor { id } } } } }',
    { id: subjectId },
  );
  return data.desk.audit.nodes;
};

const notes = async () =>
  Number((await test.db.query<{ n: string }>(`select count(*) as n from change_note where kind = 'RIGHTS'`))[0]?.n);

it('a partner is made with what she may take', async () => {
  const source = await makeSource(test.db, 'جريدة الصباح');
  const { partner, errors } = await create({
    name: ' أخبار   العالم ',
    grants: [{ access: 'HEADLINE' }, { sourceId: source, access: 'SUMMARY', embargoMinutes: 30, until: LATER }],
  });
  expect(errors).toEqual([]);
  expect(partner).toEqual({
    id: expect.stringMatching(/^p/),
    name: 'أخبار العالم',
    active: true,
    requestsPerMinute: 600,
    grants: [
      { source: null, access: 'HEADLINE', embargoMinutes: 0, until: null },
      { source: { id: source }, access: 'SUMMARY', embargoMinutes: 30, until: LATER },
    ],
  });
  expect(await summaries(partner.id)).toEqual([
    {
      action: 'CREATE_PARTNER',
      summary: `"أخبار العالم", 600 requests a minute; all sources: HEADLINE, ${source}: SUMMARY after 30 min until ${LATER}`,
      actor: { id: admin.id },
    },
  ]);
});

it('all that is wrong with her is told at once, with its place, and nothing is made', async () => {
  const source = await makeSource(test.db, 'جريدة المساء');
  const before = await test.db.query('select 1 from partner');
  const { partner, errors } = await create({
    name: '  ',
    requestsPerMinute: 0,
    grants: [
      { access: 'SUMMARY' },
      { access: 'FULL_TEXT', embargoMinutes: 525_601 },
      { sourceId: source, access: 'SUMMARY', embargoMinutes: -1 },
      { sourceId: source, access: 'SUMMARY', until: '2020-01-01T00:00:00Z' },
    ],
  });
  expect(partner).toBeNull();
  expect(errors.map(({ code, path }: { code: string; path: string[] }) => [code, path.join('.')])).toEqual([
    ['INVALID', 'input.name'],
    ['DUPLICATE', 'input.grants.1.sourceId'],
    ['INVALID', 'input.grants.1.embargoMinutes'],
    ['INVALID', 'input.grants.2.embargoMinutes'],
    ['DUPLICATE', 'input.grants.3.sourceId'],
    ['INVALID', 'input.grants.3.until'],
    ['INVALID', 'input.requestsPerMinute'],
  ]);
  const unknown = `s${source.slice(1, -6)}000000`;
  const other = await create({
    name: 'غريبة',
    grants: [{ access: 'SUMMARY' }, { sourceId: unknown, access: 'SUMMARY' }],
  });
  expect(other.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'grants', '1', 'sourceId'] }]);
  const long = await create({ name: 'ط'.repeat(201), grants: [], requestsPerMinute: 1_000_001 });
  expect(long.errors.map(({ path }: { path: string[] }) => path.at(-1))).toEqual(['name', 'requestsPerMinute']);
  const many = await create({ name: 'كثيرة', grants: Array.from({ length: 1_001 }, () => ({ access: 'SUMMARY' })) });
  expect(many.errors).toMatchObject([{ code: 'INVALID', path: ['input', 'grants'] }]);
  expect(await test.db.query('select 1 from partner')).toHaveLength(before.length);
});

it('no two partners have one name, in upper or lower case', async () => {
  await create({ name: 'World News', grants: [] });
  const { partner } = await create({ name: 'Other News', grants: [] });
  const again = await create({ name: 'WORLD news', grants: [] });
  expect(again.errors).toMatchObject([{ code: 'DUPLICATE', path: ['input', 'name'] }]);
  const renamed = await edit({ id: partner.id, name: 'world news', requestsPerMinute: 5 });
  expect(renamed).toMatchObject({ partner: null, errors: [{ code: 'DUPLICATE', path: ['input', 'name'] }] });
  expect((await edit({ id: partner.id, name: 'OTHER news' })).partner).toMatchObject({
    name: 'OTHER news',
    requestsPerMinute: 600,
  });
});

it('an edit changes what it names; its grants are all that there are from then on', async () => {
  const [one, two, three] = await Promise.all(['أ', 'ب', 'ج'].map((name) => makeSource(test.db, `مصدر ${name}`)));
  const { partner } = await create({
    name: 'تتغير',
    grants: [
      { sourceId: one, access: 'FULL_TEXT' },
      { sourceId: two, access: 'FULL_TEXT', embargoMinutes: 10 },
    ],
  });
  const { partner: after, errors } = await edit({
    id: partner.id,
    active: false,
    grants: [
      { sourceId: two, access: 'SUMMARY', embargoMinutes: 10 },
      { sourceId: three, access: 'HEADLINE' },
    ],
  });
  expect(errors).toEqual([]);
  expect(after).toMatchObject({ name: 'تتغير', active: false, requestsPerMinute: 600 });
  expect(after.grants.map((each: { source: { id: string }; access: string }) => [each.source.id, each.access])).toEqual(
    [
      [two, 'SUMMARY'],
      [three, 'HEADLINE'],
    ],
  );
  const [entry] = await summaries(partner.id);
  expect(entry.action).toBe('EDIT_PARTNER');
  expect(entry.summary).toBe(
    `active: true → false; ${two}: FULL_TEXT after 10 min → SUMMARY after 10 min; granted ${three}: HEADLINE; no longer ${one}: FULL_TEXT`,
  );
});

it('an edit that says what is so writes nothing of her, and only what differs is noted for those who follow', async () => {
  const [one, two] = await Promise.all(['د', 'ه'].map((name) => makeSource(test.db, `مصدر ${name}`)));
  const grants = [{ access: 'HEADLINE' }, { sourceId: one, access: 'SUMMARY', until: LATER }];
  const { partner } = await create({ name: 'ساكنة', grants });
  const row = () =>
    test.db.query(
      `select p.xmin::text, (select string_agg(g.xmin::text, ',' order by g.source_id) from partner_grant g where g.partner_id = p.id) as grants
       from partner p where p.id = $1`,
      [partner.id],
    );
  const before = [await row(), await notes()];
  const { errors } = await edit({ id: partner.id, name: 'ساكنة', active: true, grants: grants.toReversed() });
  expect(errors).toEqual([]);
  expect([await row(), await notes()]).toEqual(before);
  expect((await summaries(partner.id))[0].summary).toBe('nothing changed');
  await edit({ id: partner.id, grants: [...grants, { sourceId: two, access: 'SUMMARY' }] });
  expect(await notes()).toBe((before[1] as number) + 1);
});

it('unknown partners are NOT_FOUND, and nothing of one can be cleared', async () => {
  expect((await edit({ id: 'p00000000000000000000000000', name: 'x' })).errors).toMatchObject([
    { code: 'NOT_FOUND', path: ['input', 'id'] },
  ]);
  const { partner } = await create({ name: 'باقية', grants: [] });
  const { errors } = await edit({ id: partner.id, name: null, grants: null, requestsPerMinute: null, active: null });
  expect(errors.map(({ path }: { path: string[] }) => path.at(-1))).toEqual([
    ...['name', 'grants', 'requestsPerMinute', 'active'],
  ]);
});

it('administrators list partners by name; nobody else sees that there are any', async () => {
  await create({ name: 'AAA', grants: [] });
  await create({ name: 'AAB', grants: [] });
  const QUERY =
    'query ($after: String) { desk { partners(first: 1, after: $after) { nodes { name } pageInfo { endCursor hasNextPage } totalCount { value } } } }';
  const first = (await admin.ask(QUERY)).data.desk.partners;
  expect(first).toMatchObject({ nodes: [{ name: 'AAA' }], pageInfo: { hasNextPage: true } });
  const count = (await test.db.query('select 1 from partner')).length;
  expect(first.totalCount.value).toBe(count);
  const second = (await admin.ask(QUERY, { after: first.pageInfo.endCursor })).data.desk.partners;
  expect(second.nodes).toEqual([{ name: 'AAB' }]);
  const refused = await chief.ask(QUERY);
  expect(refused.data.desk.partners).toBeNull();
  expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});

it('a partner sees herself and her grants in force, and nothing at the desk', async () => {
  const [one, two] = await Promise.all(['و', 'ز'].map((name) => makeSource(test.db, `مصدر ${name}`)));
  const she = await makePartner(test, [{ sourceId: one as string }, { sourceId: two as string, until: new Date(0) }]);
  const { data, errors } = await she.ask(
    `{ viewer { user { id } permissions partner { ${PARTNER} apiKeys { name prefix revokedAt } } } desk { partners { nodes { id } } } }`,
  );
  expect(data.viewer).toMatchObject({
    user: null,
    permissions: [],
    partner: {
      id: she.id,
      grants: [{ source: { id: one }, access: 'FULL_TEXT' }],
      apiKeys: [{ name: 'test', prefix: she.key.slice(0, 9), revokedAt: null }],
    },
  });
  expect(data.desk).toBeNull();
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
  // An administrator sees what is stored, also what has ended.
  const { data: stored } = await admin.ask(
    'query ($id: ID!) { node(id: $id) { ... on Partner { grants { until } } } }',
    {
      id: she.id,
    },
  );
  expect(stored.node.grants.map(({ until }: { until: string | null }) => until)).toEqual([
    null,
    new Date(0).toISOString(),
  ]);
});

it('node finds a partner and her keys for herself and for administrators alone', async () => {
  const [she, another] = [await makePartner(test), await makePartner(test)];
  const [key] = await test.db.query<{ id: string }>('select id from api_key where partner_id = $1', [she.id]);
  const found = async (ask: Person['ask']) => {
    const { data } = await ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }', {
      ids: [she.id, key?.id],
    });
    return data.nodes.map((node: { __typename: string } | null) => node?.__typename ?? null);
  };
  expect(await found(she.ask)).toEqual(['Partner', 'ApiKey']);
  expect(await found(admin.ask)).toEqual(['Partner', 'ApiKey']);
  for (const ask of [another.ask, chief.ask, test.ask]) expect(await found(ask)).toEqual([null, null]);
});

it('plans of articles tell how many active partners have a grant in force for their source', async () => {
  const fresh = await startApp();
  try {
    const [someone, source, other] = [
      await signIn(fresh, 'EDITOR'),
      await makeSource(fresh.db, 'أولى'),
      await makeSource(fresh.db, 'ثانية'),
    ];
    await makePartner(fresh, [{}]);
    await makePartner(fresh, [{ sourceId: source }, {}]);
    await makePartner(fresh, [{ sourceId: other }]);
    await makePartner(fresh, [{ sourceId: source, until: new Date(0) }]);
    const asleep = await makePartner(fresh, [{ sourceId: source }]);
    await fresh.db.query('update partner set active = false where id = $1', [asleep.id]);
    const told = async (id: string) => {
      const { publishPlan, withdrawPlan } = await look(
        someone,
        id,
        'publishPlan { partnersTold } withdrawPlan { partnersTold }',
      );
      return [publishPlan.partnersTold, withdrawPlan.partnersTold];
    };
    expect(await told(await publish(someone, publishable(source)))).toEqual([2, 2]);
    expect(await told(await publish(someone, publishable(other)))).toEqual([3, 3]);
    expect(await told(await write(someone, { title: 'بلا مصدر' }))).toEqual([2, 2]);
  } finally {
    await fresh.close();
  }
});

it('what she may take changes with her next request', async () => {
  const source = await makeSource(test.db, 'مصدر متغير');
  const articleId = await publish(editor, publishable(source));
  const she = await makePartner(test, []);
  const read = async () =>
    (await she.ask('query ($id: ID!) { article(id: $id) { access body } }', { id: articleId })).data.article;
  expect(await read()).toBeNull();
  await edit({ id: she.id, grants: [{ sourceId: source, access: 'SUMMARY' }] });
  expect(await read()).toEqual({ access: 'SUMMARY', body: null });
  await edit({ id: she.id, grants: [{ sourceId: source, access: 'FULL_TEXT' }] });
  expect(await read()).toMatchObject({ access: 'FULL_TEXT', body: expect.any(String) });
  await grant(test, she.id, [{ sourceId: source, until: new Date(Date.now() - 1) }]);
  expect(await read()).toBeNull();
});
