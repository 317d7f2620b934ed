/** Who may import what: features stand in an order, and imports point back along it. See docs/architecture.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Each step may import the earlier ones, and core and text; features on one step do not import each other. */
const STEPS = [
  ['core', 'text'],
  ['jobs'],
  ['audit'],
  ['accounts'],
  ['sources', 'tags', 'media'],
  ['partners'],
  ['articles'],
  ['headlines'],
  ['editorial', 'ingestion', 'graphiql'],
  ['changes'],
  ['webhooks', 'syndication', 'live', 'reader'],
];

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const stepOf = (feature: string) => STEPS.findIndex((step) => step.includes(feature));

function importsOf(file: string): string[] {
  const text = readFileSync(join('src', file), 'utf8');
  return [...text.matchAll(/(?:from|import) '(\.[^']+)'/g)].map((match) =>
    relative('src', resolve('src', dirname(file), match[1] as string)).replace(/\.js$/, '.ts'),
  );
}

it('every folder has its step', () => {
  const folders = [...new Set(files.filter((file) => file.includes('/')).map((file) => file.split('/')[0] as string))];
  expect(folders.filter((folder) => stepOf(folder) < 0)).toEqual([]);
});

it('imports point from later steps to earlier ones only', () => {
  const wrong = files.flatMap((file) => {
    const [feature] = file.split('/');
    if (!file.includes('/')) return [];
    return importsOf(file)
      .filter((target) => {
        if (target.startsWith('../')) return !(feature === 'core' && target.startsWith('../migrations/'));
        const [other] = target.split('/');
        if (other === feature) return false;
        if (!target.includes('/')) return true;
        if (feature === 'core') return other !== 'text';
        return stepOf(other as string) >= stepOf(feature as string);
      })
      .map((target) => `${file} imports ${target}`);
  });
  expect(wrong).toEqual([]);
});

it('resolvers, inputs, jobs and routes are private to their feature', () => {
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter(
        (target) =>
          /\.(resolver|inputs|routes|jobs)\.ts$/.test(target) &&
          file.includes('/') &&
          target.split('/')[0] !== file.split('/')[0],
      )
      .map((target) => `${file} imports ${target}`),
  );
  expect(wrong).toEqual([]);
});

it('only config.ts reads the environment (the embedded server hands PATH on), and no file is called index, utils, helpers, common or shared', () => {
  const readers = files.filter(
    (file) =>
      !['config.ts', 'core/embedded/cluster.ts'].includes(file) &&
      readFileSync(join('src', file), 'utf8').includes('process.env'),
  );
  expect(readers).toEqual([]);
  expect(files.filter((file) => /(^|\/)(index|utils?|helpers?|common|shared)\.ts$/.test(file))).toEqual([]);
});

describe('outgoing requests', () => {
  const texts = new Map(files.map((file) => [file, readFileSync(join('src', file), 'utf8')]));
  const filesWith = (pattern: RegExp) => files.filter((file) => pattern.test(texts.get(file) as string));

  it('nobody but core/http sends any: no other file imports what could, or calls fetch', () => {
    const means =
      /^import (?!type)[^;]*from '(undici|(node:)?(https?|http2|tls))'|(?<![.\w])fetch\(|globalThis\.fetch/m;
    expect(filesWith(means)).toEqual(['core/http/http-client.ts']);
  });

  it('none is sent from within a transaction: a file that holds a client begins none and takes none', () => {
    const holders = files.filter((file) => importsOf(file).includes('core/http/http-client.ts'));
    const transacting = /\bTx\b|\.transaction\(|\btransact\(/;
    expect(holders.filter((file) => transacting.test(texts.get(file) as string))).toEqual([]);
  });
});
