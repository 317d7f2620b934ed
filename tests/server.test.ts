/** The HTTP side: who gets what at /graphql, what operators ask, and errors that give nothing away. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { startApp, type TestApp } from './support/app.js';

let test: TestApp;
beforeAll(async () => {
  test = await startApp();
});
afterAll(() => test.close());

describe('/graphql', () => {
  it('answers queries by GET without special headers, and no mutations', async () => {
    const get = (query: string) => test.app.inject({ url: '/graphql', query: { query } });
    expect((await get('{ __typename }')).json()).toEqual({ data: { __typename: 'Query' } });
  });

  it('speaks both media types', async () => {
    for (const type of ['application/json', 'application/graphql-response+json']) {
      const answer = await test.app.inject({
        method: 'POST',
        url: '/graphql',
        headers: { accept: type },
        payload: { query: '{ __typename }' },
      });
      expect(answer.headers['content-type']).toContain(type);
    }
  });

  it('takes no form that another site could send', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const answer = await test.app.inject({
        method: 'POST',
        url: '/graphql',
        headers: { 'content-type': type },
        payload: '{"query":"{__typename}"}',
      });
      expect(answer.statusCode).toBe(415);
    }
  });

  it('opens GraphiQL for a browser, with nothing from elsewhere', async () => {
    const page = await test.app.inject({ url: '/graphql', headers: { accept: 'text/html,application/xhtml+xml' } });
    expect(page.headers['content-type']).toContain('text/html');
    const links = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)]
      .map((match) => match[1] as string)
      .filter((link) => link !== 'data:,');
    expect(links.length).toBeGreaterThan(4);
    for (const link of links) {
      expect(link.startsWith('/')).toBe(true);
      expect((await test.app.inject({ url: link })).statusCode).toBe(200);
    }
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('refuses introspection where it is switched off', async () => {
    const closed = await startApp({ INTROSPECTION: 'off' });
    expect((await closed.ask('{ __schema { types { name } } }')).errors).toHaveLength(1);
    expect((await closed.ask('{ __typename }')).errors).toBeUndefined();
    await closed.close();
  });
});

describe('operators', () => {
  it('are answered without a Host, which load balancers that speak HTTP/1.0 leave out; nobody else is', async () => {
    const port = Number(new URL(await test.app.listen({ port: 0, host: '127.0.0.1' })).port);
    expect(await firstLine(port, '/healthz')).toBe('HTTP/1.1 200 OK');
    expect(await firstLine(port, '/feeds/latest.rss')).toBe('HTTP/1.1 400 Bad Request');
  });

  it('ask whether it lives and whether it can serve', async () => {
    expect((await test.app.inject({ url: '/healthz' })).json()).toEqual({ status: 'ok' });
    expect((await test.app.inject({ url: '/readyz' })).statusCode).toBe(200);
    await test.db.query('alter table migration rename to migration_away');
    const answer = await test.app.inject({ url: '/readyz' });
    expect(answer.statusCode).toBe(503);
    expect(answer.json().error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', requestId: expect.any(String) });
    await test.db.query('alter table migration_away rename to migration');
  });

  it('read metrics, with the token where one is set', async () => {
    const open = await test.app.inject({ url: '/metrics' });
    for (const name of ['http_request_duration_seconds', 'graphql_operation_duration_seconds', 'db_statements_total'])
      expect(open.body).toContain(name);
    const guarded = await startApp({ METRICS_TOKEN: 'secret' });
    expect((await guarded.app.inject({ url: '/metrics' })).statusCode).toBe(401);
    expect(
      (await guarded.app.inject({ url: '/metrics', headers: { authorization: 'Bearer secret' } })).statusCode,
    ).toBe(200);
    await guarded.close();
  });
});

describe('errors', () => {
  it('outside GraphQL say what, with a request id', async () => {
    const answer = await test.app.inject({ url: '/nowhere' });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toEqual({
      error: { code: 'NOT_FOUND', message: expect.any(String), requestId: expect.any(String) },
    });
  });

  it('inside show no SQL, path or stack', async () => {
    await test.db.query('alter table revision rename to revision_away');
    const { data, errors } = await test.ask('{ articles { nodes { id } } sources { nodes { id } } }');
    const twice = await test.ask('{ one: articles { nodes { id } } other: articles { nodes { id } } }');
    await test.db.query('alter table revision_away rename to revision');
    expect(data).toEqual({ articles: null, sources: { nodes: [] } });
    const ids = twice.errors?.map(({ extensions }) => (extensions as { requestId?: string }).requestId);
    expect(ids).toEqual([expect.any(String), ids?.[0]]);
    expect(errors?.[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) });
    expect(JSON.stringify(errors)).not.toMatch(/revision|select|\/work|at /i);
  });

  it("of values that no column holds are the caller's", async () => {
    const { errors } = await test.ask('query ($id: ID!) { article(id: $id) { id } }', { id: 'a\u0000' });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('of a database that is too slow are SERVICE_UNAVAILABLE', async () => {
    const hurried = await startApp({}, { statementTimeout: 200 });
    const { data, errors } = await hurried.db.transaction(async (tx) => {
      await tx.query('lock table revision in access exclusive mode');
      return hurried.ask('{ articles { nodes { id } } sources { nodes { id } } }');
    });
    expect({ data, code: errors?.[0]?.extensions.code }).toEqual({
      data: { articles: null, sources: { nodes: [] } },
      code: 'SERVICE_UNAVAILABLE',
    });
    await hurried.close();
  });
});

async function firstLine(port: number, path: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.0\r\n\r\n`);
  const [line = ''] = (await text(socket)).split('\r\n');
  return line;
}
