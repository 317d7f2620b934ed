/** The database that is measured: one with a corpus of the size asked for, made when it is not there yet. */
import 'reflect-metadata';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Database } from '../src/core/database.js';
import { type EmbeddedPostgres, useEmbeddedPostgres } from '../src/core/embedded/embedded-postgres.js';
import { applyMigrations } from '../src/core/migrations.js';
import { ENTITIES } from '../src/entities.js';
import { importArticles } from '../src/ingestion/import-articles.js';
import { writeCorpus } from './corpus.js';
import { finishCorpus } from './corpus-finish.js';

/** What every measurement may be told on its command line. */
export interface Settings {
  articles: number;
  /** Of the embedded database; DATABASE_URL goes before it. */
  dataDir: string;
  /** What is left of the command line, by name. */
  given: Record<string, string | undefined>;
}

export interface Archive {
  url: string;
  db: Database;
  close(): Promise<void>;
}

/** Reads `--articles 100000 --data-dir data/bench-100000` and whatever else the measurement knows. */
export function readSettings(...names: string[]): Settings {
  const options = Object.fromEntries(['articles', 'data-dir', ...names].map((name) => [name, { type: 'string' }]));
  const values = parseArgs({ options: options as { [name: string]: { type: 'string' } } }).values;
  const articles = Number(values.articles ?? 100_000);
  return { articles, dataDir: resolve(values['data-dir'] ?? `data/bench-${articles}`), given: values };
}

/** A migrated database, whatever is in it. */
export async function openDatabase(dataDir: string): Promise<Archive> {
  const embedded: EmbeddedPostgres | null = process.env.DATABASE_URL ? null : await useEmbeddedPostgres(dataDir);
  const url = process.env.DATABASE_URL ?? (embedded as EmbeddedPostgres).url;
  const db = await Database.open(url, { pool: 4, statementTimeout: 0, entities: ENTITIES });
  await applyMigrations(db);
  return {
    url,
    db,
    async close() {
      await db.close();
      await embedded?.release();
    },
  };
}

/** The same with a corpus in it; one that is there already stays as it is. */
export async function openArchive({ articles, dataDir }: Settings): Promise<Archive> {
  const archive = await openDatabase(dataDir);
  const [row] = await archive.db.query<{ n: number }>('select count(*)::int as n from article');
  if (row?.n === 0) await load(archive.db, articles);
  else if (row?.n !== articles) console.log(`The database has ${row?.n} articles: they are measured as they are.`);
  return archive;
}

async function load(db: Database, articles: number): Promise<void> {
  const path = join(tmpdir(), `bench-corpus-${articles}-${process.pid}.jsonl`);
  console.log(`Loading ${articles} articles: this takes minutes, once.`);
  try {
    await timed('corpus written', () => writeCorpus(articles, path));
    await timed('imported', () => importArticles(db, path, { publish: true, dryRun: false }));
    await timed('tree, images and dates added', () => finishCorpus(db));
  } finally {
    await rm(path, { force: true });
  }
}

/** Does the work and prints how many seconds it took. */
export async function timed<T>(what: string, work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
  const start = performance.now();
  const result = await work();
  const seconds = (performance.now() - start) / 1000;
  console.log(`${what}: ${seconds.toFixed(1)} s`);
  return { result, seconds };
}
