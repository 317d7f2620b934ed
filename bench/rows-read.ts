/**
 * What lists of articles read: `node dist/bench/rows-read.js`. For every filter, pair of filters and order, the program's
 * own statements of a first page, a page in the middle and the count, by EXPLAIN ANALYZE, against what they may read.
 * `--show "anyTags old x hasImage true"` prints one combination's plans instead; `--only` takes a part of the names.
 */
import 'reflect-metadata';
import type { ArticleFilter } from '../src/articles/article.inputs.js';
import { countArticles, listArticles } from '../src/articles/article.sql.js';
import { readArticleFilter } from '../src/articles/article-filter.js';
import {
  type ArticleCondition,
  type ArticleOrder,
  conditionSql,
  knownCount,
} from '../src/articles/article-list.sql.js';
import { ANONYMOUS } from '../src/core/access.js';
import { requestOf } from '../src/core/context.js';
import type { Db } from '../src/core/database.js';
import { COUNT_CAP, type PageRequest, type Place } from '../src/core/page.js';
import { Values } from '../src/core/sql.js';
import { openArchive, readSettings } from './archive.js';
import { filtersToTry, type NamedFilter } from './filters.js';
import { explain, type Reading, readRows } from './plan-rows.js';
import { recordStatement, type Statement } from './recorder.js';
import { printTable } from './table.js';

const PAGE = 20;
/** Fifty times the page, and the cap of the count. */
const MOST = 50 * PAGE + COUNT_CAP;
const COLUMNS: Record<ArticleOrder, string> = {
  NEWEST: 'sorted_at desc, id desc',
  OLDEST: 'sorted_at, id',
  RECENTLY_MODIFIED: 'modified_at desc, id desc',
  RECENTLY_ADDED: 'public_at desc, id desc',
};
const ORDERS = Object.keys(COLUMNS) as ArticleOrder[];

interface Case {
  filter: string;
  order: ArticleOrder | '';
  what: 'first page' | 'middle page' | 'count';
  statement: Statement;
}

type Result = Case & Reading;

const settings = readSettings('show', 'only');
const { db, close } = await openArchive(settings);
try {
  const filters = await filtersToTry(db);
  const { show, only } = settings.given;
  if (show) await showPlans(filters.filter(({ name }) => name === show));
  else report(await measure(filters.filter(({ name }) => name.includes(only ?? ''))));
} finally {
  await close();
}

async function measure(filters: NamedFilter[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const filter of filters) {
    for (const one of await casesOf(filter)) results.push({ ...one, ...(await readRows(db, one.statement)) });
  }
  return results;
}

async function casesOf({ name, filter }: NamedFilter): Promise<Case[]> {
  const whole = { withNarrowerTags: true, ...filter } as ArticleFilter;
  const condition = await readArticleFilter(requestOf(db, ANONYMOUS), whole);
  const cases: Case[] = [];
  if (knownCount(condition) === null) {
    const statement = await recordStatement((to) => countArticles(to, ANONYMOUS, condition, COUNT_CAP));
    cases.push({ filter: name, order: '', what: 'count', statement });
  }
  for (const order of ORDERS) {
    const add = async (what: Case['what'], after: Place | null) => {
      const statement = await recordStatement((to) => listArticles(to, ANONYMOUS, condition, order, pageAfter(after)));
      cases.push({ filter: name, order, what, statement });
    };
    await add('first page', null);
    const middle = await findMiddle(db, condition, order);
    if (middle) await add('middle page', middle);
  }
  return cases;
}

function pageAfter(after: Place | null): PageRequest {
  return { order: '', limit: PAGE, backward: false, after, before: null };
}

/** The place of the article in the middle of the list; none of a list that one page shows. */
async function findMiddle(db: Db, condition: ArticleCondition, order: ArticleOrder): Promise<Place | null> {
  const values = new Values();
  const matching = `select * from article a where ${conditionSql(values, ANONYMOUS, condition)}`;
  const [column] = COLUMNS[order].split(/[ ,]/);
  const [row] = await db.query<{ id: string; at: Date }>(
    `with m as materialized (${matching}) select id, ${column} as at from m where (select count(*) from m) > ${PAGE}
     order by ${COLUMNS[order]} limit 1 offset (select count(*) / 2 from m)`,
    values.list,
  );
  return row ? { id: row.id, value: String(row.at.getTime()) } : null;
}

function report(results: Result[]): void {
  const tooMany = results.filter((one) => one.rows > MOST);
  tooMany.sort((one, other) => other.rows - one.rows);
  printTable(
    ['filter', 'order', 'what', 'rows', 'of bitmaps', 'ms', 'most by'],
    tooMany.map((one) => [
      one.filter,
      one.order,
      one.what,
      one.rows,
      one.bitmapEntries,
      one.milliseconds.toFixed(1),
      one.worst,
    ]),
  );
  for (const what of ['first page', 'middle page', 'count'] as const) {
    const all = results.filter((one) => one.what === what);
    const over = all.filter((one) => one.rows > MOST);
    const slowest = Math.max(...all.map((one) => one.milliseconds));
    const most = Math.max(...all.map((one) => one.rows));
    console.log(
      `${what}: ${all.length} combinations, ${over.length} read too much; most rows ${most}, slowest ${slowest.toFixed(1)} ms`,
    );
  }
  const counts = new Map(results.filter((one) => one.what === 'count').map((one) => [one.filter, one.rows]));
  const both = results.filter((one) => one.what !== 'count');
  const heavy = both.filter((one) => one.rows + (counts.get(one.filter) ?? 0) > MOST).length;
  const long = both.filter((one) => one.rows > 50 * PAGE).length;
  console.log(`pages alone above ${50 * PAGE} rows: ${long} of ${both.length}`);
  console.log(`page and count together above ${MOST} rows: ${heavy} of ${both.length}`);
}

async function showPlans(filters: NamedFilter[]): Promise<void> {
  for (const one of (await Promise.all(filters.map(casesOf))).flat()) {
    console.log(`\n${one.filter}, ${one.order} ${one.what}: ${JSON.stringify(one.statement.values)}`);
    console.log((await explain<string>(db, one.statement, 'analyze')).join('\n'));
  }
}
