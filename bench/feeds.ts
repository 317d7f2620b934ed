/**
 * What feeds and sitemaps cost in a large archive: `node dist/bench/feeds.js`. CPU of the web process and of PostgreSQL for
 * each answer, with the time, the statements and the bytes that it took; medians of the rounds.
 */
import 'reflect-metadata';
import { sequenceChanges } from '../src/changes/sequence-changes.js';
import { openArchive, readSettings, timed } from './archive.js';
import { fetchPath, measurePath } from './measure-path.js';
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

async function measure(name: string, path: string, rounds: number, headers: Record<string, string> = {}) {
  const { status, cpu, databaseCpu, time, bytes, text } = await measurePath(server, db, () => path, rounds, headers);
  const entries = text.match(/<loc>|<item>|<entry|"id":"urn/g) ?? [];
  return [name, status, cpu, databaseCpu, time, (bytes / 1000).toFixed(0), entries.length];
}

const ofSource = `/feeds/sources/${encodeURIComponent(source?.slug ?? '')}`;
const ofTag = `/feeds/tags/${encodeURIComponent(tag?.slug ?? '')}`;
for (let warm = 0; warm < 60; warm += 1) await fetchPath(server, '/feeds/latest.rss');
const plain = { 'accept-encoding': 'identity' };
const rows = [
  await measure('latest.rss', '/feeds/latest.rss', 60),
  await measure('latest.atom', '/feeds/latest.atom', 60),
  await measure('latest.json', '/feeds/latest.json', 60),
  await measure('latest.rss, not modified', '/feeds/latest.rss', 60, {
    'if-none-match': (await fetchPath(server, '/feeds/latest.rss')).tag,
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
