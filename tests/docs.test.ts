/** Documentation that is run: queries answer, commands and settings exist, links lead somewhere. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadDemo } from '../src/ingestion/load-demo.js';
import { MediaStore } from '../src/media/variants.js';
import { startApp, type TestApp } from './support/app.js';

const PAGES = [
  'README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];
const textOf = (page: string) => readFileSync(page, 'utf8');

const QUERIES = PAGES.flatMap((page) =>
  [...textOf(page).matchAll(/```graphql\n([\s\S]*?)```(?:\s*```json\n([\s\S]*?)```)?/g)].map((match, at) => ({
    name: `${page} #${at + 1}`,
    query: match[1] as string,
    variables: match[2] === undefined ? {} : JSON.parse(match[2]),
  })),
);

describe('queries in the documentation', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startApp();
    await loadDemo(test.db, 'demo', new MediaStore(join(test.config.dataDir, 'media')));
  }, 60_000);
  afterAll(() => test.close());

  it('are there', () => expect(QUERIES.length).toBeGreaterThan(10));

  it.each(QUERIES)('$name answers', async ({ query, variables }) => {
    const { data, errors } = await test.ask(query, variables);
    expect(errors).toBeUndefined();
    for (const [field, value] of Object.entries(data)) expect({ field, value }).not.toEqual({ field, value: null });
    for (const list of JSON.stringify(data).matchAll(/"(nodes|headlines|days|months)":\[\]/g)) {
      // Narrower tags of a leaf may be none; a list that a reader asked for may not.
      expect(`${list[1]} of ${query}`).toContain('narrower');
    }
  });

  it('has images that can be fetched in every format of the demo', async () => {
    const { data } = await test.ask(
      '{ articles(filter: { hasImage: true }, first: 1) { nodes { leadImage { id webp: url(width: 300) jpg: url(width: 100, format: JPEG) original: url(format: ORIGINAL) } } } }',
    );
    const { id, webp, jpg, original } = data.articles.nodes[0].leadImage;
    for (const [url, type] of [
      [webp, 'image/webp'],
      [jpg, 'image/jpeg'],
      [original, 'image/jpeg'],
    ]) {
      const answer = await test.app.inject({ url: new URL(url).pathname });
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, type]);
      const again = await test.app.inject({
        url: new URL(url).pathname,
        headers: { 'if-none-match': String(answer.headers.etag) },
      });
      expect(again.statusCode).toBe(304);
    }
    for (const file of ['321.webp', '320.gif', 'x'])
      expect((await test.app.inject({ url: `/media/${id}/${file}` })).statusCode).toBe(404);
    await test.db.query('update image set hidden_at = now() where id = $1', [id]);
    expect((await test.app.inject({ url: new URL(webp).pathname })).statusCode).toBe(404);
    const hidden = await test.ask('query ($id: ID!) { node(id: $id) { ... on Image { url hidden alt width } } }', {
      id,
    });
    expect(hidden.data.node).toMatchObject({ url: null, hidden: true, alt: expect.any(String) });
  });
});

it('every setting is documented, and every documented one exists', () => {
  const inConfig = [...textOf('src/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1]).sort();
  const inExample = [...textOf('.env.example').matchAll(/^# ([A-Z][A-Z_]+)=/gm)].map((match) => match[1]).sort();
  const inGuide = [...textOf('docs/operators.md').matchAll(/^\| (`[A-Z].*?) \|/gm)]
    .flatMap((row) => [...(row[1] as string).matchAll(/`([A-Z_]+)`/g)].map((match) => match[1]))
    .sort();
  expect(inExample).toEqual(inConfig);
  expect(inGuide).toEqual(inConfig);
});

it('every dependency has its line', () => {
  const { dependencies, devDependencies } = JSON.parse(textOf('package.json'));
  const guide = textOf('docs/dependencies.md');
  expect(Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !guide.includes(`\`${name}\``))).toEqual(
    [],
  );
});

it('every link leads to a file', () => {
  const dead = PAGES.flatMap((page) =>
    [...textOf(page).matchAll(/\]\(([^)#]+)\)/g)]
      .map((match) => match[1] as string)
      .filter((link) => !/^https?:/.test(link) && !existsSync(join(dirname(page), link)))
      .map((link) => `${page}: ${link}`),
  );
  expect(dead).toEqual([]);
});

it('every command line names a command that exists', () => {
  const lines = PAGES.flatMap((page) =>
    [...textOf(page).matchAll(/npx warraq ((?:[a-z]+ ?)+)/g)].map((match) => match[1] as string),
  );
  const commands = new Set(
    lines.map((line) =>
      line
        .trim()
        .split(' ')
        .slice(0, line.startsWith('import') ? 2 : 1)
        .join(' '),
    ),
  );
  expect(commands.size).toBeGreaterThan(4);
  for (const command of commands)
    execFileSync(process.execPath, ['bin/warraq.js', ...command.split(' '), '--help'], {
      env: { PATH: process.env.PATH },
    });
});
