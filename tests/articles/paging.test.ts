/** Cursors at the size of a real archive: equal dates by the hundred, while others write. */
import { startApp, type TestApp } from '../support/app.js';
import { makeArticles, makeSource } from '../support/content.js';

let test: TestApp;
let source: string;
const ids = new Set<string>();

beforeAll(async () => {
  test = await startApp();
  source = await makeSource(test.db, 'الأرشيف');
  for (let batch = 0; batch < 10; batch++) {
    const given = Array.from({ length: 1000 }, (_, n) => ({
      sourceId: source,
      title: `مقال ${batch * 1000 + n}`,
      // The first 500 share one day, as an archive that knows only days has it.
      publishedAt: new Date(
        batch === 0 && n < 500 ? Date.UTC(2020, 10, 17, 11) : Date.UTC(2020, 0, 1, 0, batch * 1000 + n),
      ),
    }));
    for (const id of await makeArticles(test.db, given)) ids.add(id);
  }
});
afterAll(() => test.close());

const PAGE = `query ($first: Int, $after: String, $last: Int, $before: String) {
  articles(first: $first, after: $after, last: $last, before: $before) {
    nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

describe.each(['forward', 'backward'])('paging %s through 10,000 articles of which 500 share a day', (direction) => {
  it('meets every one exactly once, while 100 more are inserted', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    for (let page = 0; ; page++) {
      if (page % 4 === 0) {
        const at = new Date(Date.UTC(2020, 10, 17, 11));
        await makeArticles(
          test.db,
          Array.from({ length: 4 }, (_, n) => ({
            sourceId: source,
            publishedAt: n % 2 ? at : new Date(Date.UTC(2020, 0, 1 + page)),
          })),
        );
      }
      const args: Record<string, unknown> =
        direction === 'forward' ? { first: 100, after: cursor } : { last: 100, before: cursor };
      // biome-ignore lint/suspicious/noExplicitAny: checked below
      const { data }: any = await test.ask(PAGE, args);
      const { nodes, pageInfo } = data.articles;
      seen.push(...nodes.map((node: { id: string }) => node.id));
      const more = direction === 'forward' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage;
      if (!more) break;
      cursor = direction === 'forward' ? pageInfo.endCursor : pageInfo.startCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => ids.has(id))).toHaveLength(10_000);
  });
});
