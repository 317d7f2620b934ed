/**
 * Walks the audit log's seals from the first and finds the first that does not fit its rows or the seal before it. What
 * it cannot find is a whole new chain, or its end cut off: for that, operators keep the last seal elsewhere.
 */
import type { Database, Tx } from '../core/database.js';
import type { AuditEntry } from './audit-entry.entity.js';
import { ENTRY_COLUMNS } from './audit-entry.sql.js';
import { addEntry, beginSeal } from './seal.js';

const SEALS_AT_ONCE = 1_000;
const ROWS_AT_ONCE = 2_000;

interface Seal {
  number: number;
  entries: number;
  hash: Buffer;
}

export interface AuditState {
  seals: number;
  entries: number;
  /** Hash of the last seal, for whoever keeps it elsewhere. */
  lastHash: string | null;
  /** Number of the first seal that does not fit, and why; null where all do. */
  broken: { number: number; why: string } | null;
  /** Rows that no seal holds yet, and seconds since the oldest of them was written. */
  waiting: number;
  waitingSeconds: number;
}

/** Reads all of the log as it is at one moment, a batch at a time. */
export function verifyAudit(db: Database): Promise<AuditState> {
  return db.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const [open] = await tx.query<{ waiting: number; seconds: number }>(
      `select count(*)::int as waiting, coalesce(extract(epoch from now() - min(at)), 0)::float as seconds
       from audit_entry where seal is null`,
    );
    const chain = await walk(tx);
    return { ...chain, waiting: open?.waiting ?? 0, waitingSeconds: open?.seconds ?? 0 };
  });
}

async function walk(tx: Tx): Promise<Pick<AuditState, 'seals' | 'entries' | 'lastHash' | 'broken'>> {
  const rows = sealedRows(tx);
  let row = (await rows.next()).value;
  let last: Seal | null = null;
  let entries = 0;
  const result = (broken: AuditState['broken']) => ({
    seals: last?.number ?? 0,
    entries,
    lastHash: last?.hash.toString('hex') ?? null,
    broken,
  });
  for await (const seal of allSeals(tx)) {
    const next: number = (last?.number ?? 0) + 1;
    if (seal.number !== next) return result({ number: next, why: 'this seal is missing' });
    const chain = beginSeal(last?.hash ?? null);
    let found = 0;
    for (; row?.seal === seal.number; row = (await rows.next()).value) {
      addEntry(chain, row);
      found += 1;
    }
    if (found !== seal.entries)
      return result({ number: next, why: `it was set on ${seal.entries} rows and now holds ${found}` });
    if (!chain.digest().equals(seal.hash)) return result({ number: next, why: 'a row or the seal itself was changed' });
    last = seal;
    entries += found;
  }
  return result(row ? { number: row.seal as number, why: 'this seal is missing' } : null);
}

async function* allSeals(tx: Tx): AsyncGenerator<Seal, undefined> {
  let after: number | null = null;
  for (;;) {
    const batch: Seal[] = await tx.query<Seal>(
      `select number, entries, hash from audit_seal where $1::int is null or number > $1 order by number limit ${SEALS_AT_ONCE}`,
      [after],
    );
    yield* batch;
    const end = batch.at(-1);
    if (!end || batch.length < SEALS_AT_ONCE) return undefined;
    after = end.number;
  }
}

/** In the order in which they were sealed. */
async function* sealedRows(tx: Tx): AsyncGenerator<AuditEntry, undefined> {
  let after: AuditEntry | null = null;
  for (;;) {
    const beyond: string = after === null ? '' : 'and (e.seal, e.id) > ($1, $2)';
    const values: unknown[] = after === null ? [] : [after.seal, after.id];
    const batch: AuditEntry[] = await tx.query<AuditEntry>(
      `select ${ENTRY_COLUMNS} from audit_entry e where e.seal is not null ${beyond} order by e.seal, e.id limit ${ROWS_AT_ONCE}`,
      values,
    );
    yield* batch;
    const end = batch.at(-1);
    if (!end || batch.length < ROWS_AT_ONCE) return undefined;
    after = end;
  }
}
