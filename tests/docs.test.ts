/** Documentation that is run: queries answer, commands and settings exist, links lead somewhere. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { readConfig } from '../src/config.js';
import { parseLine } from '../src/ingestion/article-line.js';
import { previewPage } from '../src/ingestion/import-page.js';
import { loadDemo } from '../src/ingestion/load-demo.js';
import { FolderStorage } from '../src/media/storage.js';
import { MediaStore } from '../src/media/variants.js';
import { startApp, type TestApp } from './support/app.js';
import { signIn } from './support/desk.js';
import { PAGES, QUERIES, Story, saysNothing, textOf } from './support/documentation.js';
import { makeImage } from './support/pictures.js';

/** The guides whose blocks are stories; docs-partners.test.ts tells the other one. All others stand alone, and anybody may ask them. */
const onDesk = ({ name }: { name: string }) => name.startsWith('docs/editors.md');
const forPartners = ({ name }: { name: string }) => name.startsWith('docs/partners.md');

describe('queries in the documentation', () => {
  let test: TestApp;
  let loaded: number;
  beforeAll(async () => {
    test = await startApp();
    loaded = await loadDemo(test.db, 'demo', new MediaStore(new FolderStorage(join(test.config.dataDir, 'media'))));
  });
  afterAll(() => test.close());

  it('find as many articles as the README and the log say', async () => {
    expect(textOf('README.md')).toContain(`loads ${loaded} invented articles`);
    const { data } = await test.ask('{ articles { totalCount { value } } }');
    expect(data.articles.totalCount.value).toBe(loaded);
  });

  it('are there', () => expect(QUERIES.length).toBeGreaterThan(10));

  it.each(QUERIES.filter((query) => !onDesk(query) && !forPartners(query)))(
    '$name answers',
    async ({ query, variables }) => {
      const { data, errors } = await test.ask(query, variables);
      expect(errors).toBeUndefined();
      expect(saysNothing(data)).toEqual([]);
    },
  );

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
    expect(hidden.data.node).toMatchObject({ url: null, hidden: true, alt: null, width: expect.any(Number) });
  });
});

describe('the guide for editors', () => {
  let test: TestApp;
  const story = new Story();
  let ask: TestApp['ask'];
  beforeAll(async () => {
    test = await startApp();
    await loadDemo(test.db, 'demo', new MediaStore(new FolderStorage(join(test.config.dataDir, 'media'))));
    story.known.UPLOAD = await makeImage(test);
    ask = (await signIn(test, 'ADMIN')).ask;
  });
  afterAll(() => test.close());

  it.each(QUERIES.filter(onDesk))('$name answers', async (block) => {
    await story.tell(block, ask);
  });
});

/** Settings of .env.example with what stands behind them. */
const EXAMPLE = new Map(
  [...textOf('.env.example').matchAll(/^# ([A-Z][A-Z_]+)=(.*)$/gm)].map((match) => [match[1] as string, match[2]]),
);

it('every setting is documented, and every documented one exists', () => {
  const inConfig = [...textOf('src/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1]).sort();
  const inGuide = [...textOf('docs/operators.md').matchAll(/^\| (`[A-Z].*?) \|/gm)]
    .flatMap((row) => [...(row[1] as string).matchAll(/`([A-Z_]+)`/g)].map((match) => match[1]))
    .sort();
  expect([...EXAMPLE.keys()].sort()).toEqual(inConfig);
  expect(inGuide).toEqual(inConfig);
});

it('.env.example and the guide show the defaults', () => {
  const withDefault = [...EXAMPLE].filter(
    ([name, value]) => !['PUBLIC_URL', 'DATABASE_URL'].includes(name) && value !== '',
  );
  expect(readConfig(Object.fromEntries(withDefault))).toEqual(readConfig({}));
  for (const [name, value] of withDefault) expect(textOf('docs/operators.md')).toContain(`| \`${name}\` | ${value} |`);
});

it('the samples of import formats are accepted, and every field of a line is documented', () => {
  const guide = textOf('docs/operators.md');
  const [page, line] = ['text', 'json'].map((kind) => guide.match(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``)?.[1] ?? '');
  expect(previewPage(Buffer.from(page as string))).toMatchObject({ error: null, headlines: 3 });
  expect(parseLine(line as string)).toMatchObject({ line: { source: 'riwaq' } });
  const schema = /z\.object\(\{\n([\s\S]*?)\n\}\)/.exec(textOf('src/ingestion/article-line.ts'))?.[1] ?? '';
  const fields = [...schema.matchAll(/^ {2}(\w+)[:,]/gm)].map((match) => match[1] as string);
  expect(fields.length).toBeGreaterThan(10);
  expect(fields.filter((field) => !guide.includes(`| \`${field}\` |`))).toEqual([]);
});

it('every dependency has its line', () => {
  const { dependencies, devDependencies } = JSON.parse(textOf('package.json'));
  const guide = textOf('docs/dependencies.md');
  expect(Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !guide.includes(`\`${name}\``))).toEqual(
    [],
  );
});

/** What a link to a heading ends in, as GitHub makes it. */
const anchorsOf = (page: string) =>
  [...textOf(page).matchAll(/^#+ (.+)$/gm)].map((match) =>
    (match[1] as string)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .replaceAll(' ', '-'),
  );

it('every link leads to a file, and to a heading that is there', () => {
  const dead = PAGES.flatMap((page) =>
    [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => match[1] as string)
      .filter((link) => {
        if (/^https?:/.test(link)) return false;
        const [path, anchor] = link.split('#') as [string, string?];
        const target = path === '' ? page : join(dirname(page), path);
        return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
      })
      .map((link) => `${page}: ${link}`),
  );
  expect(dead).toEqual([]);
});

it('every command line names a command that exists', async () => {
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
  const env = { PATH: process.env.PATH };
  const help = (command: string) =>
    promisify(execFile)(process.execPath, ['bin/warraq.js', ...command.split(' '), '--help'], { env });
  for (const { stdout } of await Promise.all([...commands].map(help))) expect(stdout).toContain('Usage: warraq');
});
