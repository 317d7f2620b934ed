/** Addresses as people and programs type, share and mistake them. */
import { startApp, type TestApp } from '../support/app.js';
import { makeArticle, makeSource } from '../support/content.js';

const ORIGIN = 'https://warraq.example';
const FOR_PEOPLE = { accept: 'text/html' };
let test: TestApp;
beforeAll(async () => {
  test = await startApp({ PUBLIC_URL: ORIGIN });
});
afterAll(() => test.close());

it.each([
  ['/fr/', '/fr'],
  ['/tags/?kind=person', '/tags?kind=person'],
  ['/days/2023-03-12/', '/days/2023-03-12'],
  ['/a/%2F%2Fevil.example/', '/a///evil.example'],
])('slashes at the end lead to the address without: %s', async (url, location) => {
  const answer = await test.app.inject({ url });
  expect([answer.statusCode, answer.headers.location]).toEqual([301, location]);
});

it.each(['/tags/%', '/sources/%ff', '/a/%zz', `/tags/${'x'.repeat(1_001)}`])(
  'one that cannot be read is a page for people, and an error for programs: %#',
  async (url) => {
    const page = await test.app.inject({ url, headers: FOR_PEOPLE });
    expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    const error = await test.app.inject({ url });
    expect([400, 404]).toContain(error.statusCode);
    expect(error.json().error).toMatchObject({ code: expect.any(String), requestId: expect.any(String) });
  },
);

it('says by HEAD what it says by GET', async () => {
  for (const url of ['/', '/nothing']) {
    const [head, get] = [
      await test.app.inject({ method: 'HEAD', url, headers: FOR_PEOPLE }),
      await test.app.inject({ url, headers: FOR_PEOPLE }),
    ];
    expect([url, head.statusCode, head.headers['content-type'], head.body]).toEqual([
      url,
      get.statusCode,
      get.headers['content-type'],
      '',
    ]);
  }
});

it('what others add to an address that is shared makes no page anew', async () => {
  await makeArticle(test.db, { sourceId: await makeSource(test.db, 'جريدة تُشارك'), title: 'خبر اليوم' });
  const statements = (url: string) => test.statements(() => test.app.inject({ url, headers: FOR_PEOPLE }));
  for (let tries = 0; tries < 100 && (await statements('/fr')) > 0; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 20)); // what changed before is still being told
  for (const url of ['/fr?fbclid=abc', '/fr?utm_source=x&fbclid=abd'])
    expect([url, await statements(url)]).toEqual([url, 0]);
});

it('a page is compressed as the browser asks, and not where it asks for none', async () => {
  const encodingFor = async (accept: string) =>
    (await test.app.inject({ url: '/', headers: { ...FOR_PEOPLE, 'accept-encoding': accept } })).headers[
      'content-encoding'
    ];
  expect(await encodingFor('gzip, deflate, br, zstd')).toBe('br');
  expect(await encodingFor('br;q=0, *')).toBe('gzip');
  expect(await encodingFor('BR')).toBe('br');
  expect(await encodingFor('identity, br;q=0.5')).toBeUndefined();
});

it('a database that does not answer is 503, with a time to come back', async () => {
  const hurried = await startApp({}, { statementTimeout: 200 });
  const answer = await hurried.db.transaction(async (tx) => {
    await tx.query('lock table revision in access exclusive mode');
    return hurried.app.inject({ url: '/', headers: FOR_PEOPLE });
  });
  expect([answer.statusCode, answer.headers['retry-after'], answer.headers['cache-control']]).toEqual([
    503,
    '5',
    'no-store',
  ]);
  expect(answer.body).toContain('تعذر عرض الصفحة');
  await hurried.close();
});

it('the archive ends before its first day: no way leads on, and no search engine keeps what is empty', async () => {
  const read = async (day: string) => (await test.app.inject({ url: `/days/${day}`, headers: FOR_PEOPLE })).body;
  const earlier = (html: string, day: string) =>
    [...html.matchAll(/<main.*$/gs)]
      .flatMap(([main]) => [...main.matchAll(/\/days\/([\d-]+)/g)].map(([, one]) => one as string))
      .filter((one) => one < day);
  const empty = await read('1003-05-05');
  expect(earlier(empty, '1003-05-05')).toEqual([]);
  expect(empty).toContain('<meta name="robots" content="noindex"/>');
  const { data } = await test.ask('{ archiveDay(date: "1003-05-05") { next } }');
  const full = await read(data.archiveDay.next);
  expect(full).toContain('خبر اليوم');
  expect(full).not.toContain('noindex');
});
