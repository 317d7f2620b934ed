/** What a statement read to answer, by its plan: PostgreSQL says of each scan how many rows came of it and were dropped. */
import pg from 'pg';
import type { Database, Db } from '../src/core/database.js';
import type { Statement } from './recorder.js';

/** A node of EXPLAIN (ANALYZE, FORMAT JSON). Numbers of rows are averages over the loops. */
interface PlanNode {
  'Node Type': string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  'Index Name'?: string;
  'Relation Name'?: string;
  Plans?: PlanNode[];
}

export interface Reading {
  /** Rows of tables and indexes, those that a filter dropped included, and the entries of bitmaps. */
  rows: number;
  /** Of those, the entries that scans of an inverted index put into bitmaps. */
  bitmapEntries: number;
  milliseconds: number;
  /** The scan that read most. */
  worst: string;
}

const TABLE_SCANS = ['Seq Scan', 'Index Scan', 'Index Only Scan', 'Bitmap Heap Scan', 'Tid Scan', 'Sample Scan'];
const BITMAP_SCAN = 'Bitmap Index Scan';

/** Runs it and adds up what its scans read. */
export async function readRows(db: Database, statement: Statement): Promise<Reading> {
  const [row] = await explain<[{ Plan: PlanNode; 'Execution Time': number }]>(
    db,
    statement,
    'analyze, timing off, format json',
  );
  const [{ Plan: plan, 'Execution Time': milliseconds }] = row as NonNullable<typeof row>;
  const scans = nodesOf(plan).filter((node) => [...TABLE_SCANS, BITMAP_SCAN].includes(node['Node Type']));
  const worst = scans.reduce((one, other) => (rowsOf(other) > rowsOf(one) ? other : one), scans[0] as PlanNode);
  return {
    rows: sum(scans),
    bitmapEntries: sum(scans.filter((node) => node['Node Type'] === BITMAP_SCAN)),
    milliseconds,
    worst: describe(worst),
  };
}

/** Rows of EXPLAIN. What the program has prepared gets the plan that serves any values: after a few runs it may too. */
export async function explain<T>(db: Database, { text, values, name }: Statement, options: string): Promise<T[]> {
  const read = async (to: Db, statement: string, given?: unknown[]) =>
    (await to.query<{ 'QUERY PLAN': T }>(`explain (${options}) ${statement}`, given)).map((row) => row['QUERY PLAN']);
  if (name === undefined) return read(db, text, values);
  return db.transaction(async (tx) => {
    await tx.query(`set local plan_cache_mode = force_generic_plan`);
    await tx.query(`prepare explained as ${text}`);
    const rows = await read(tx, `execute explained${values.length > 0 ? `(${values.map(literal).join(', ')})` : ''}`);
    await tx.query('deallocate explained');
    return rows;
  });
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  const list = (values: unknown[]) => `{${values.map((one) => `"${one}"`).join(',')}}`;
  const text = value instanceof Date ? value.toISOString() : Array.isArray(value) ? list(value) : String(value);
  return pg.escapeLiteral(text);
}

function nodesOf(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

function rowsOf(node: PlanNode): number {
  const each =
    node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  return Math.round(each * node['Actual Loops']);
}

const sum = (nodes: PlanNode[]) => nodes.reduce((total, node) => total + rowsOf(node), 0);

function describe(node: PlanNode | undefined): string {
  if (!node) return 'no scan';
  const on = node['Index Name'] ?? node['Relation Name'];
  return `${node['Node Type']} ${on}: ${rowsOf(node)}`;
}
