/**
 * What feeds and sitemaps cost in a large archive: `node dist/bench/feeds.js`. CPU of the web process and of PostgreSQL for
 * each answer, with the time, the statements and the bytes that it took; medians of the rounds.
 */
import 'reflect-metadata';
import { sequenceChanges } from '../src/changes/sequence-changes.js';
import { openArchive, readSettings, timed } from './archive.js';
import { cpuBetween, readDatabaseCpu } from './database-cpu.js';
import { MeasuredProcess } from './measured-process.js';
import { printTable } from './table.js';

const settings = readSettings();
const { db, url, close } = await openArchive(settings);
await timed('changes numbered', async () => {
  while ((await sequenceChanges(db)) > 0);
});
await db.query('analyze change');
const [source] = await db.query<{ slug: string }>(
  'select slug from source s order by (select count(*) from article a where a.source_id = s.id) desc limit 1',
);
const [tag] = await db.query<{ slug: string }>(
  `select slug from tag t where t.merged_into_id is null
   order by (select count(*) from article_tag a where a.tag_id = t.id) desc limit 1`,
);
const server = await MeasuredProcess.start('app-server.js', url);

async function fetchAll(
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; bytes: number; text: string }> {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers });
  const text = await answer.text();
  return { status: answer.status, bytes: Buffer.byteLength(text), text };
}

const median = (values: number[]) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)] as number;

async function measure(name: string, path: string, rounds: number, headers: Record<string, string> = {}) {
  const first = await fetchAll(path, headers);
  const times: number[] = [];
  const [cpu, database] = [await server.cpu(), await readDatabaseCpu(db, 'warraq')];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    await fetchAll(path, headers);
    times.push(performance.now() - start);
  }
  const inDatabase = cpuBetween(database, await readDatabaseCpu(db, 'warraq'));
  const used = (await server.cpu()) - cpu;
  return [
    name,
    first.status,
    (used / rounds).toFixed(1),
    inDatabase === null ? '?' : (inDatabase / rounds).toFixed(1),
    median(times).toFixed(1),
    (first.bytes / 1000).toFixed(0),
    (first.text.match(/<loc>|<item>|<entry|"id":"urn/g) ?? []).length,
  ];
}

const etag = async (path: string) => (await fetch(`http://127.0.0.1:${server.port}${path}`)).headers.get('etag') ?? '';
const ofSource = `/feeds/sources/${encodeURIComponent(source?.slug ?? '')}`;
const ofTag = `/feeds/tags/${encodeURIComponent(tag?.slug ?? '')}`;
for (let warm = 0; warm < 60; warm += 1) await fetchAll('/feeds/latest.rss', {});
const plain = { 'accept-encoding': 'identity' };
const rows = [
  await measure('latest.rss', '/feeds/latest.rss', 60),
  await measure('latest.atom', '/feeds/latest.atom', 60),
  await measure('latest.json', '/feeds/latest.json', 60),
  await measure('latest.rss, not modified', '/feeds/latest.rss', 60, {
    'if-none-match': await etag('/feeds/latest.rss'),
  }),
  await measure('source.rss', `${ofSource}.rss`, 60),
  await measure('tag.rss', `${ofTag}.rss`, 60),
  await measure('sitemap.xml', '/sitemap.xml', 60, plain),
  await measure('articles-1.xml', '/sitemaps/articles-1.xml', 5, plain),
  await measure('articles-1.xml, gzip', '/sitemaps/articles-1.xml', 5),
  await measure('pages.xml', '/sitemaps/pages.xml', 5, plain),
  await measure('sitemap-news.xml', '/sitemap-news.xml', 10, plain),
];
printTable(['answer', 'status', 'CPU ms', 'database CPU ms', 'ms', 'kB', 'entries'], rows);
console.log(`memory of the web process: ${((await server.memory()) / 1e6).toFixed(0)} MB`);
await server.stop();
await close();
