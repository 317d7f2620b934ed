/** Readers report images: who counts as one, when an image is hidden, and what editors decide. */

import { networkOf } from '../../src/core/address.js';
import { forgetReporters } from '../../src/media/forget-reporters.js';
import { startApp, type TestApp } from '../support/app.js';
import { makeArticle, makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { makeImage } from '../support/pictures.js';

let test: TestApp;
let sourceId: string;
let editor: Person;
beforeAll(async () => {
  test = await startApp({ TRUST_PROXY: 'loopback' });
  sourceId = await makeSource(test.db, 'رواق');
  editor = await signIn(test, 'EDITOR');
});
afterAll(() => test.close());

/** An image that a public article shows. */
async function shown(alt = 'صورة'): Promise<string> {
  const id = await makeImage(test, { alt });
  await makeArticle(test.db, { sourceId, leadImageId: id });
  return id;
}

const REPORT = `mutation ($input: ReportImageInput!) { reportImage(input: $input) {
  image { id url hidden alt } hidden message errors { code path } } }`;

async function report(imageId: string, address: string, given: object = {}, language = 'en', app = test.app) {
  const response = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'x-forwarded-for': address, 'accept-language': language },
    payload: { query: REPORT, variables: { input: { imageId, reason: 'OFFENSIVE', ...given } } },
  });
  const { data, errors } = response.json();
  return { status: response.statusCode, errors, payload: data?.reportImage };
}

const addresses = (n: number, net = 1) => Array.from({ length: n }, (_, at) => `198.51.${net}.${at + 1}`);
const reportAll = (id: string, from: string[]) => Promise.all(from.map((address) => report(id, address)));
const reported = async (id: string) =>
  (
    await test.db.query<{ reports: number; open: number }>(
      'select reports, open_reports as open from reported_image where image_id = $1',
      [id],
    )
  )[0];
const isHidden = async (id: string) =>
  (await test.db.query<{ hidden: boolean }>('select hidden_at is not null as hidden from image where id = $1', [id]))[0]
    ?.hidden;
const settle = async (imageId: string, decision: string, note?: string) =>
  (
    await editor.ask(
      'mutation ($input: ResolveImageReportsInput!) { resolveImageReports(input: $input) { image { hidden alt url } errors { code path } } }',
      { input: { imageId, decision, note } },
    )
  ).data.resolveImageReports;

describe('the threshold', () => {
  it('hides an image everywhere at once, by the fifth reporter', async () => {
    const id = await shown();
    const file = () => test.app.inject({ url: `/media/${id}/160.webp` });
    const etag = String((await file()).headers.etag);
    for (const address of addresses(4))
      expect((await report(id, address)).payload).toMatchObject({ hidden: false, errors: [] });
    expect((await file()).statusCode).toBe(200);
    const { payload } = await report(id, '198.51.1.5');
    expect(payload).toEqual({
      image: { id, url: null, hidden: true, alt: null },
      hidden: true,
      message: 'Thank you for reporting. This image is hidden now.',
      errors: [],
    });
    expect((await file()).statusCode).toBe(404);
    expect(
      (await test.app.inject({ url: `/media/${id}/original`, headers: { 'if-none-match': etag } })).statusCode,
    ).toBe(404);
    const log = await test.db.query(
      'select action, actor_id as actor, summary, request_id is not null as asked from audit_entry where subject_id = $1 order by id',
      [id],
    );
    expect(log.slice(-2)).toEqual([
      { action: 'REPORT_IMAGE', actor: null, summary: 'OFFENSIVE; 5 open reports', asked: true },
      { action: 'HIDE_IMAGE', actor: null, summary: 'shown → hidden, by 5 reports', asked: true },
    ]);
    expect(log).toHaveLength(6);
  });

  it('counts one reporter once, who is thanked all the same', async () => {
    const id = await shown();
    for (let n = 0; n < 6; n += 1) {
      const { payload } = await report(id, '203.0.113.7', { reason: n === 0 ? 'PRIVACY' : 'OTHER' });
      expect([payload.hidden, payload.message]).toEqual([
        false,
        expect.stringContaining('once several people have reported it'),
      ]);
    }
    expect(await reported(id)).toEqual({ reports: 1, open: 1 });
  });

  it('counts an IPv6 network of 64 bits, and IPv4 in the clothes of IPv6, once', async () => {
    const id = await shown();
    await reportAll(id, ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:DB8:1:2:0:0:0:3']);
    await reportAll(id, ['192.0.2.1', '::ffff:192.0.2.1', '::ffff:c000:201']);
    expect(await reported(id)).toEqual({ reports: 2, open: 2 });
    await report(id, '2001:db8:1:3::1');
    expect(await reported(id)).toEqual({ reports: 3, open: 3 });
  });

  it('counts exactly when twenty report at once, and when one reports twenty times at once', async () => {
    const id = await shown();
    const answers = await reportAll(id, addresses(20));
    expect(answers.filter(({ payload }) => payload.errors.length > 0)).toEqual([]);
    expect(await reported(id)).toEqual({ reports: 20, open: 20 });
    expect(answers.filter(({ payload }) => payload.hidden)).toHaveLength(16);
    const entries = (action: string) =>
      test.db.query('select 1 from audit_entry where subject_id = $1 and action = $2', [id, action]);
    expect([(await entries('REPORT_IMAGE')).length, (await entries('HIDE_IMAGE')).length]).toEqual([20, 1]);
    const other = await shown();
    await reportAll(
      other,
      Array.from({ length: 20 }, () => '203.0.113.9'),
    );
    expect(await reported(other)).toEqual({ reports: 1, open: 1 });
  });

  it('is the operator’s', async () => {
    const strict = await startApp({ REPORT_THRESHOLD: '1', TRUST_PROXY: 'loopback' });
    const own = await makeSource(strict.db, 'رواق', { logoId: await makeImage(strict) });
    const [logo] = await strict.db.query<{ id: string }>('select logo_id as id from source where id = $1', [own]);
    expect((await report(logo?.id as string, '203.0.113.1', {}, 'en', strict.app)).payload.hidden).toBe(true);
    await strict.close();
  });
});

describe('a report', () => {
  it('keeps no address, but a hash that is the same in every process', async () => {
    const id = await shown();
    await report(id, '203.0.113.77', { comment: '  هذا\u202e ليس\nصحيحًا  ' });
    const [row] = await test.db.query<{ reporter: Buffer; comment: string }>(
      'select * from image_report where image_id = $1',
      [id],
    );
    expect(row?.comment).toBe('هذا ليس\nصحيحًا');
    expect(row?.reporter).toHaveLength(32);
    expect(JSON.stringify(row)).not.toContain('203.0.113');
    expect(await test.db.query('select octet_length(value) as n from secret')).toEqual([{ n: 32 }]);
  });

  it.each([
    ['fr-MA,fr;q=0.9,en;q=0.8', /^Merci/],
    ['en', /^Thank you/],
    ['de;q=1, en;q=0.5, fr;q=0.4', /^Thank you/],
    ['ary', /^شكرًا/],
    ['de', /^شكرًا/],
    ['', /^شكرًا/],
    [';;q=,=', /^شكرًا/],
  ])('is answered in the language of "%s"', async (language, message) => {
    expect((await report(await shown(), '203.0.113.5', {}, language)).payload.message).toMatch(message);
  });

  it('of what is not public or not there is NOT_FOUND, and counts nothing', async () => {
    const draft = await makeImage(test);
    await makeArticle(test.db, { sourceId, leadImageId: draft, releasedAt: null });
    const deleted = await shown();
    await test.db.query('update image set deleted_at = now() where id = $1', [deleted]);
    for (const id of [draft, deleted, await makeImage(test), 'i00000000000000000000000000', 'nonsense', sourceId]) {
      const { payload } = await report(id, '203.0.113.1');
      expect(payload).toEqual({
        image: null,
        hidden: false,
        message: null,
        errors: [{ code: 'NOT_FOUND', path: ['input', 'imageId'] }],
      });
      expect(await reported(id)).toBeUndefined();
    }
  });

  it('has a comment of at most 1,000 characters', async () => {
    const id = await shown();
    expect((await report(id, '203.0.113.1', { comment: 'ص'.repeat(1_000) })).payload.errors).toEqual([]);
    const { payload } = await report(id, '203.0.113.2', { comment: 'ص'.repeat(1_001) });
    expect(payload.errors).toEqual([{ code: 'INVALID', path: ['input', 'comment'] }]);
    expect(await reported(id)).toMatchObject({ reports: 1 });
  });

  it('takes at most 6 statements beside the answer, the one that hides too', async () => {
    const id = await shown();
    for (const address of addresses(5)) expect(await test.statements(() => report(id, address))).toBeLessThanOrEqual(6);
    expect(await isHidden(id)).toBe(true);
  });

  it('is refused past twenty an hour of one address', async () => {
    const guarded = await startApp({ RATE_LIMIT: 'on', TRUST_PROXY: 'loopback' });
    const id = await makeImage(guarded);
    await makeSource(guarded.db, 'رواق', { logoId: id });
    const ask = (address: string) => report(id, address, {}, 'en', guarded.app);
    for (let n = 0; n < 20; n += 1) expect((await ask('203.0.113.200')).payload.errors).toEqual([]);
    const { errors, payload } = await ask('203.0.113.200');
    expect([payload, errors[0].extensions.code]).toEqual([null, 'RATE_LIMITED']);
    expect((await ask('203.0.113.201')).payload.errors).toEqual([]);
    const form = await guarded.app.inject({
      method: 'POST',
      url: `/images/${id}/report`,
      headers: { 'x-forwarded-for': '203.0.113.200', 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'reason=OTHER',
    });
    expect([form.statusCode, form.json().error.code]).toEqual([429, 'RATE_LIMITED']);
    await guarded.close();
  });
});

describe('a decision', () => {
  it('restores an image, which the same reporters do not hide again, and as many new ones do', async () => {
    const id = await shown();
    await reportAll(id, addresses(5));
    expect(await settle(id, 'RESTORE', 'لا بأس بها')).toEqual({
      image: { hidden: false, alt: 'صورة', url: expect.any(String) },
      errors: [],
    });
    expect((await test.app.inject({ url: `/media/${id}/160.webp` })).statusCode).toBe(200);
    await reportAll(id, addresses(5));
    expect([await isHidden(id), await reported(id)]).toEqual([false, { reports: 5, open: 0 }]);
    await reportAll(id, addresses(4, 2));
    expect(await isHidden(id)).toBe(false);
    await report(id, '198.51.2.5');
    expect([await isHidden(id), await reported(id)]).toEqual([true, { reports: 10, open: 5 }]);
  });

  it('confirms that it is hidden, for good', async () => {
    const id = await shown();
    await report(id, '203.0.113.1');
    expect(await settle(id, 'HIDE')).toEqual({ image: { hidden: true, alt: 'صورة', url: null }, errors: [] });
    expect((await report(id, '203.0.113.2')).payload).toMatchObject({ hidden: true, errors: [] });
    expect(await reported(id)).toEqual({ reports: 2, open: 0 });
    const log = await test.db.query(
      `select action, actor_id as actor, summary from audit_entry where subject_id = $1 and action <> 'REPORT_IMAGE'`,
      [id],
    );
    expect(log).toEqual([
      { action: 'HIDE_IMAGE', actor: editor.id, summary: 'shown → hidden; 1 open reports settled' },
    ]);
  });

  it('needs a report, and a note of some length at most', async () => {
    const id = await shown();
    expect((await settle(id, 'HIDE')).errors).toEqual([{ code: 'NOT_FOUND', path: ['input', 'imageId'] }]);
    await report(id, '203.0.113.1');
    expect((await settle(id, 'HIDE', 'x'.repeat(1_001))).errors).toEqual([
      { code: 'INVALID', path: ['input', 'note'] },
    ]);
    expect(await isHidden(id)).toBe(false);
  });

  it('and reports at the same moment lose nothing', async () => {
    const id = await shown();
    await reportAll(id, addresses(4));
    await Promise.all([reportAll(id, addresses(10, 3)), settle(id, 'RESTORE')]);
    const [row] = await test.db.query<{ all: number; open: number }>(
      'select count(*)::int as all, (count(*) filter (where settled_at is null))::int as open from image_report where image_id = $1',
      [id],
    );
    expect(await reported(id)).toEqual({ reports: row?.all, open: row?.open });
    expect(row?.all).toBe(14);
    expect(await isHidden(id)).toBe((row?.open ?? 0) >= 5);
  });
});

describe('desk.reportedImages', () => {
  const LIST = `query ($resolved: Boolean!, $first: Int, $after: String) { desk { reportedImages(resolved: $resolved, first: $first, after: $after) {
    totalCount { value } pageInfo { hasNextPage endCursor }
    nodes { id reportCount openReportCount decision decidedAt decidedBy { name } note firstReportedAt lastReportedAt image { id alt hidden }
      reasonCounts { reason count } reports(first: 2) { nodes { reason comment at } totalCount { value } pageInfo { hasNextPage endCursor } } } } } }`;
  const list = async (resolved: boolean, page: object = {}) =>
    (await editor.ask(LIST, { resolved, ...page })).data.desk.reportedImages;
  let first: string;
  let second: string;
  beforeAll(async () => {
    await test.db.query('truncate reported_image cascade');
    [first, second] = [await shown('الأولى'), await shown('الثانية')];
    await report(first, '203.0.113.1', { reason: 'PRIVACY', comment: 'هذه أنا' });
    await report(second, '203.0.113.1', { reason: 'OTHER' });
    await report(first, '203.0.113.2', { reason: 'OFFENSIVE' });
    await report(first, '203.0.113.3', { reason: 'OFFENSIVE', comment: 'عنف' });
  });

  it('shows what waits, the latest report first, with reasons, counts and comments', async () => {
    const page = await list(false);
    expect(page.totalCount.value).toBe(2);
    expect(page.nodes.map((node: { id: string }) => node.id)).toEqual([`p${first}`, `p${second}`]);
    expect(page.nodes[0]).toMatchObject({
      reportCount: 3,
      openReportCount: 3,
      decision: null,
      decidedBy: null,
      decidedAt: null,
      note: null,
      image: { id: first, alt: 'الأولى', hidden: false },
      reasonCounts: [
        { reason: 'OFFENSIVE', count: 2 },
        { reason: 'PRIVACY', count: 1 },
      ],
      reports: {
        nodes: [{ comment: 'عنف' }, { comment: null }],
        totalCount: { value: 3 },
        pageInfo: { hasNextPage: true },
      },
    });
    const next = await list(false, { first: 1, after: (await list(false, { first: 1 })).pageInfo.endCursor });
    expect([next.nodes.map((node: { id: string }) => node.id), next.pageInfo.hasNextPage]).toEqual([
      [`p${second}`],
      false,
    ]);
    const rest = await editor.ask(
      'query ($id: ID!, $after: String) { node(id: $id) { ... on ReportedImage { reports(after: $after) { nodes { comment } } } } }',
      { id: `p${first}`, after: page.nodes[0].reports.pageInfo.endCursor },
    );
    expect(rest.data.node.reports.nodes).toEqual([{ comment: 'هذه أنا' }]);
  });

  it('has what was decided, by whom, in the other list', async () => {
    await settle(second, 'HIDE', 'واضح');
    expect((await list(false)).totalCount.value).toBe(1);
    expect((await list(true)).nodes).toMatchObject([
      {
        id: `p${second}`,
        decision: 'HIDE',
        note: 'واضح',
        decidedBy: { name: expect.stringContaining('editor') },
        image: { alt: 'الثانية', hidden: true },
      },
    ]);
  });

  it('is found by its id, by editors', async () => {
    const NODE = 'query ($id: ID!) { node(id: $id) { __typename ... on ReportedImage { reportCount } } }';
    expect((await editor.ask(NODE, { id: `p${first}` })).data.node).toEqual({
      __typename: 'ReportedImage',
      reportCount: 3,
    });
    const contributor = await signIn(test, 'CONTRIBUTOR');
    for (const { data, errors } of [
      await test.ask(NODE, { id: `p${first}` }),
      await contributor.ask(NODE, { id: `p${first}` }),
    ])
      expect([data.node, errors]).toEqual([null, undefined]);
  });

  it('costs as many statements for many as for one', async () => {
    const cost = (n: number) => test.statements(() => editor.ask(LIST, { resolved: false, first: n }));
    const one = await cost(1);
    for (let n = 0; n < 5; n += 1) await report(await shown(), '203.0.113.1');
    expect(await cost(6)).toBe(one);
  });

  it('leaves out what was deleted', async () => {
    await test.db.query('update image set deleted_at = now() where id = $1', [first]);
    expect((await list(false)).nodes.map((node: { id: string }) => node.id)).not.toContain(`p${first}`);
    expect((await editor.ask('query ($id: ID!) { node(id: $id) { id } }', { id: `p${first}` })).data.node).toBeNull();
  });
});

describe('the form', () => {
  const send = (id: string, payload: string, headers: Record<string, string> = {}) =>
    test.app.inject({
      method: 'POST',
      url: `/images/${id}/report`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': '203.0.113.50', ...headers },
      payload,
    });

  it('reports like the mutation and leads back to where the reader was', async () => {
    const id = await shown();
    const answer = await send(id, 'reason=COPYRIGHT&comment=%D9%84%D9%8A', {
      referer: 'http://localhost:80/fr/a/x?y=1#z',
      origin: 'http://localhost:80',
    });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `/fr/a/x?y=1&reported=${id}#reported-${id}`]);
    expect(await test.db.query('select reason, comment from image_report where image_id = $1', [id])).toEqual([
      { reason: 'COPYRIGHT', comment: 'لي' },
    ]);
    await report(id, '203.0.113.50');
    expect(await reported(id)).toEqual({ reports: 1, open: 1 });
  });

  it.each([
    [undefined, '/'],
    ['https://evil.example/a', '/'],
    ['nonsense', '/'],
    ['http://localhost:80//evil.example/a', '/evil.example/a'],
    ['http://localhost:80/\\evil.example', '/evil.example'],
    ['http://localhost:80/%0d%0aSet-Cookie:x', '/%0d%0aSet-Cookie:x'],
  ])('never leads to another site: %s', async (referer, location) => {
    const id = await shown();
    const answer = await send(id, 'reason=OTHER', referer === undefined ? {} : { referer });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `${location}?reported=${id}#reported-${id}`]);
  });

  it('refuses what is wrong, unknown, or sent by another site', async () => {
    const id = await shown();
    const tooLong = `reason=OTHER&comment=${'x'.repeat(1_001)}`;
    for (const [payload, status, code] of [
      ['reason=nothing', 400, 'BAD_REQUEST'],
      ['', 400, 'BAD_REQUEST'],
      ['reason=OTHER&reason=OTHER', 400, 'BAD_REQUEST'],
      ['reason=constructor', 400, 'BAD_REQUEST'],
      [tooLong, 400, 'BAD_REQUEST'],
    ] as const) {
      const answer = await send(id, payload);
      expect([payload.slice(0, 30), answer.statusCode, answer.json().error.code]).toEqual([
        payload.slice(0, 30),
        status,
        code,
      ]);
    }
    for (const unknown of ['i00000000000000000000000000', await makeImage(test), 'x'])
      expect((await send(unknown, 'reason=OTHER')).statusCode).toBe(404);
    for (const origin of ['https://evil.example', 'null'])
      expect((await send(id, 'reason=OTHER', { origin })).statusCode).toBe(403);
    expect((await send(id, '{"reason":"OTHER"}', { 'content-type': 'application/json' })).statusCode).toBe(415);
    expect(await reported(id)).toBeUndefined();
  });
});

it('reporters are forgotten after a month, and their reports stay', async () => {
  const id = await shown();
  await reportAll(id, addresses(3));
  await test.db.query(
    `update image_report set at = now() - interval '31 days' where id in (select id from image_report where image_id = $1 order by id limit 2)`,
    [id],
  );
  expect(await forgetReporters(test.db)).toBe(2);
  const rows = await test.db.query<{ known: boolean }>(
    'select reporter is not null as known from image_report where image_id = $1 order by id',
    [id],
  );
  expect(rows.map(({ known }) => known)).toEqual([false, false, true]);
});

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::FFFF:cb00:7107', '203.0.113.7'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8:0:0:1:2:3:4', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['not an address', 'not an address'],
])('%s reports as %s', (address, network) => expect(networkOf(address)).toBe(network));
