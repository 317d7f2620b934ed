/**
 * How fast `warraq import articles` is: `node dist/bench/import.js --articles 20000`. The same file goes into a fresh
 * embedded database twice; the second time nothing has changed.
 */
import 'reflect-metadata';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sizeOf } from '../src/core/read-lines.js';
import { importArticles } from '../src/ingestion/import-articles.js';
import { openDatabase, readSettings, timed } from './archive.js';
import { writeCorpus } from './corpus.js';
import { cpuBetween, readDatabaseCpu } from './database-cpu.js';

const { articles } = readSettings();
const folder = await mkdtemp(join(tmpdir(), 'bench-import-'));
await chmod(folder, 0o755); // PostgreSQL may run as another user than this
try {
  const path = join(folder, 'corpus.jsonl');
  await writeCorpus(articles, path);
  const kilobytes = (await sizeOf(path)) / 1000 / articles;
  console.log(`${articles} articles, ${kilobytes.toFixed(1)} kB a line`);
  const { db, close } = await openDatabase(join(folder, 'data'));
  for (const time of ['first', 'second']) {
    const before = process.cpuUsage();
    const databaseBefore = await readDatabaseCpu(db, 'warraq');
    const { result, seconds } = await timed(`${time} time`, () =>
      importArticles(db, path, { publish: true, dryRun: false }),
    );
    const cpu = process.cpuUsage(before);
    const database = cpuBetween(databaseBefore, await readDatabaseCpu(db, 'warraq'));
    const { added, updated, unchanged, rejected } = result;
    console.log(`  ${Math.round(articles / seconds)} articles/s`);
    console.log(
      `  CPU: Node ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s, PostgreSQL ${database === null ? '-' : (database / 1000).toFixed(1)} s`,
    );
    console.log(`  ${added} added, ${updated} updated, ${unchanged} unchanged, ${rejected.length} rejected`);
  }
  await close();
} finally {
  await rm(folder, { recursive: true, force: true });
}
