/** The audit log's part of `warraq check`. */
import type { Check } from '../core/check.js';
import type { Database } from '../core/database.js';
import { type AuditState, verifyAudit } from './verify-audit.js';

/** Rows that wait longer than this wait for a worker that does not come. */
const MAX_WAIT_SECONDS = 300;

export async function checkAudit(db: Database): Promise<Check> {
  const state = await verifyAudit(db);
  const mistake = mistakeIn(state);
  const { seals, entries, lastHash, waiting } = state;
  const sound = `${entries} entries under ${seals} seals${lastHash ? `, the last ${lastHash}` : ''}; ${waiting} wait for theirs`;
  return { name: 'audit', ok: mistake === null, detail: mistake ?? sound };
}

function mistakeIn({ broken, waiting, waitingSeconds }: AuditState): string | null {
  if (broken)
    return `seal ${broken.number} does not fit, ${broken.why}: the log was tampered with; compare it with a backup`;
  if (waitingSeconds <= MAX_WAIT_SECONDS) return null;
  const minutes = Math.floor(waitingSeconds / 60);
  return `${waiting} entries wait for their seal, the oldest for ${minutes} min: is a worker running?`;
}
