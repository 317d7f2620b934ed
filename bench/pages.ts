/**
 * What pages of the reading site cost: `node dist/bench/pages.js`. CPU of the web process and of PostgreSQL for a page that is made, for
 * one that is sent as it was made before, and for one that the browser has; beside them, the least that this server can answer.
 */
import 'reflect-metadata';
import { openArchive, readSettings } from './archive.js';
import { fetchPath, measurePath } from './measure-path.js';
import { MeasuredProcess } from './measured-process.js';
import { printTable } from './table.js';

const ROUNDS = 300;

const { db, url, close } = await openArchive(readSettings());
const server = await MeasuredProcess.start('app-server.js', url, ['--max-semi-space-size=32']); // as npm start

const first = async (sql: string) => ((await db.query<{ found: string }>(sql))[0] as { found: string }).found;
const article = await first(`select a.id as found from article a join revision r on r.article_id = a.id
  and r.number = a.published_revision where r.lead_image_id is not null order by md5(a.id) limit 1`);
const source = await first(`select slug as found from source s
  order by (select count(*) from article a where a.source_id = s.id) desc limit 1`);
const tag = await first(`select slug as found from tag t where t.merged_into_id is null
  order by (select count(*) from article_tag a where a.tag_id = t.id) desc limit 1`);
const day = await first(`select left(published_on, 10) as found from revision where published_on is not null
  order by md5(article_id) limit 1`);
const { headers } = await fetch(`http://127.0.0.1:${server.port}/a/${article}`, { redirect: 'manual' });

const PAGES: [string, string][] = [
  ['front', '/'],
  ['article', headers.get('location') ?? ''],
  ['source', `/sources/${encodeURIComponent(source)}`],
  ['tag', `/tags/${encodeURIComponent(tag)}`],
  ['day', `/days/${day}`],
];

let asked = 0;

/** Asked for by another query each time, by what these pages do not read: it is made. */
const fresh = (path: string) => `${path}?kind=${asked++}`;

async function measure(name: string, path: () => string, how: string, given: Record<string, string> = {}) {
  const { status, cpu, databaseCpu, time, bytes } = await measurePath(server, db, path, ROUNDS, given);
  return [name, how, status, cpu, databaseCpu, time, (bytes / 1000).toFixed(0)];
}

/** Rounds after which Node has compiled what is asked again and again: a server has long been running when readers come. */
const WARM = 500;
for (let warm = 0; warm < WARM; warm += 1)
  for (const [, path] of PAGES) {
    const { tag: known } = await fetchPath(server, fresh(path));
    await fetchPath(server, path);
    await fetchPath(server, path, { 'if-none-match': known });
  }
const rows = [await measure('health', () => '/healthz', 'the least')];
for (const [name, path] of PAGES) {
  const { tag: known } = await fetchPath(server, path);
  rows.push(await measure(name, () => fresh(path), 'made'));
  rows.push(await measure(name, () => path, 'made before'));
  rows.push(await measure(name, () => path, 'not modified', { 'if-none-match': known }));
}
printTable(['page', 'how', 'status', 'CPU ms', 'database CPU ms', 'ms', 'kB'], rows);
await server.stop();
await close();
