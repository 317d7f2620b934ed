/**
 * What Lighthouse says of the site: `node dist/bench/lighthouse.js --runs 5`. A server with the demo, its front page and an article with a
 * picture, as a telephone on a slow connection sees them; medians. Lighthouse comes through npx when this is run: it is no dependency.
 */
import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { findChromium } from '../tests/support/find-chromium.js';
import { askDemo, withDemo } from './demo-server.js';
import { median } from './median.js';
import { printTable } from './table.js';

const LIGHTHOUSE = 'lighthouse@12.8.2';
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
/** A report has every trace and picture of its run. */
const MAX_REPORT = 64 * 1_048_576;

interface Report {
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { score: number | null; title: string; numericValue?: number; details?: { items: Item[] } }>;
}

/** Of the audit `network-requests`. */
interface Item {
  resourceType?: string;
  transferSize?: number;
}

/** Audits of time, in milliseconds, by the names of their columns. */
const TIMES = {
  'FCP ms': 'first-contentful-paint',
  'LCP ms': 'largest-contentful-paint',
  'SI ms': 'speed-index',
  'TBT ms': 'total-blocking-time',
};

/** What one run measured: points of 100, a shift, milliseconds, bytes. */
interface Figures {
  points: number[];
  cls: number;
  times: number[];
  script: number;
  withoutMedia: number;
  /** Names of what took points away. */
  lost: string[];
}

async function measure(url: string): Promise<Figures> {
  const { stdout } = await promisify(execFile)(
    'npx',
    [
      ...['--yes', LIGHTHOUSE, url, '--quiet', '--output=json', '--output-path=stdout'],
      ...[`--only-categories=${CATEGORIES.join(',')}`, '--chrome-flags=--headless --no-sandbox --disable-gpu'],
    ],
    { maxBuffer: MAX_REPORT, env: { ...process.env, CHROME_PATH: findChromium() } },
  );
  return read(JSON.parse(stdout) as Report);
}

function read({ categories, audits }: Report): Figures {
  const requests = audits['network-requests']?.details?.items ?? [];
  const bytes = (fits: (type: string) => boolean) =>
    requests
      .filter(({ resourceType = '' }) => fits(resourceType))
      .reduce((sum, { transferSize = 0 }) => sum + transferSize, 0);
  const weighed = Object.values(categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0));
  return {
    points: CATEGORIES.map((category) => Math.round((categories[category]?.score ?? 0) * 100)),
    cls: audits['cumulative-layout-shift']?.numericValue ?? Number.NaN,
    times: Object.values(TIMES).map((id) => audits[id]?.numericValue ?? Number.NaN),
    script: bytes((type) => type === 'Script'),
    withoutMedia: bytes((type) => !['Image', 'Font'].includes(type)),
    lost: weighed.map(({ id }) => id).filter((id) => (audits[id]?.score ?? 1) < 0.9),
  };
}

async function measureOften(name: string, url: string, runs: number): Promise<(string | number)[]> {
  const figures: Figures[] = [];
  while (figures.length < runs) figures.push(await measure(url));
  const lost = new Set(figures.flatMap((one) => one.lost));
  if (lost.size > 0) console.log(`${name} lost points by: ${[...lost].join(', ')}`);
  return [
    name,
    ...CATEGORIES.map((_, at) => median(figures.map(({ points }) => points[at] as number))),
    median(figures.map(({ cls }) => cls)).toFixed(3),
    ...Object.keys(TIMES).map((_, at) => Math.round(median(figures.map(({ times }) => times[at] as number)))),
    median(figures.map(({ script }) => script)),
    median(figures.map(({ withoutMedia }) => withoutMedia)),
  ];
}

/** The path of an article that a picture stands for. */
async function pathWithPicture(address: string): Promise<string> {
  const query = '{ articles(first: 1, filter: { hasImage: true }) { nodes { path } } }';
  const { articles } = await askDemo<{ articles: { nodes: { path: string }[] } }>(address, query);
  return encodeURI(articles.nodes[0]?.path ?? '/');
}

const runs = Number(parseArgs({ options: { runs: { type: 'string', default: '5' } } }).values.runs);
await withDemo(async (address) => {
  const rows = [
    await measureOften('front page', `${address}/`, runs),
    await measureOften('article with a picture', address + (await pathWithPicture(address)), runs),
  ];
  printTable(
    ['page', ...CATEGORIES, 'CLS', ...Object.keys(TIMES), 'script bytes', 'bytes without pictures and faces'],
    rows,
  );
});
process.exit();
