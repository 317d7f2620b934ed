/**
 * Seals the audit log: rows are chained by hashes in batches, so that whoever changes, removes or slips in a row later
 * would have to make every seal after it anew. A seal and the numbers of its rows are written in one transaction.
 */
import { createHash, type Hash } from 'node:crypto';
import type { Database, Tx } from '../core/database.js';
import type { AuditEntry } from './audit-entry.entity.js';
import { ENTRY_COLUMNS } from './audit-entry.sql.js';

export const MAX_ENTRIES = 1_000;
const MAX_BATCHES = 100;

/** Any number that other programs on the same database are unlikely to lock. */
const LOCK = 7_263_541_105;

/** Seals what waits, by one process at a time; answers how many rows it sealed. */
export async function sealAudit(db: Database): Promise<number> {
  let sealed = 0;
  for (let batches = 0; batches < MAX_BATCHES; batches += 1) {
    const entries = await db.transaction(sealBatch);
    sealed += entries;
    if (entries < MAX_ENTRIES) break;
  }
  return sealed;
}

async function sealBatch(tx: Tx): Promise<number> {
  const [lock] = await tx.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [LOCK]);
  if (!lock?.mine) return 0;
  // A transaction that began earlier may commit later: its rows come under a later seal, whatever their ids.
  const rows = await tx.query<AuditEntry>(
    `select ${ENTRY_COLUMNS} from audit_entry e where e.seal is null order by e.id limit ${MAX_ENTRIES}`,
  );
  if (rows.length === 0) return 0;
  const [last] = await tx.query<{ number: number; hash: Buffer }>(
    'select number, hash from audit_seal order by number desc limit 1',
  );
  const number = (last?.number ?? 0) + 1;
  const chain = beginSeal(last?.hash ?? null);
  for (const row of rows) addEntry(chain, row);
  await tx.query('insert into audit_seal (number, entries, hash) values ($1, $2, $3)', [
    number,
    rows.length,
    chain.digest(),
  ]);
  await tx.query('update audit_entry set seal = $1 where id = any($2)', [number, rows.map((row) => row.id)]);
  return rows.length;
}

/** The hash of a seal begins with that of the seal before it. */
export function beginSeal(previous: Buffer | null): Hash {
  const chain = createHash('sha256');
  return previous === null ? chain : chain.update(previous);
}

/** Adds a row, all of it, as JSON on one line. */
export function addEntry(chain: Hash, row: AuditEntry): void {
  const { id, at, actorId, action, subjectId, summary, requestId } = row;
  chain.update(`${JSON.stringify([id, at.toISOString(), actorId, action, subjectId, summary, requestId])}\n`);
}
