/**
 * Who did what: one entry for every subject of every mutation, written in its transaction. The table refuses changes,
 * and audit/seal.ts chains its rows by hashes.
 */
import type { Tx } from '../core/database.js';
import { newId } from '../core/ids.js';

export interface AuditNote {
  /** The mutation in the field's verb: PUBLISH, MERGE_TAGS. */
  action: string;
  /** What it was done to; for all that concerns an article, the article's id. */
  subjectId: string;
  /** What was before and what is now, in one line. Never a password, a token or a whole text. */
  summary: string;
}

/** Who did it: a user, or, without one, a reader; with the request that it came by. */
export interface AuditedBy {
  readonly userId: string | null;
  readonly requestId: string | null;
}

/** The system itself, for what happens by the clock. */
export const NOBODY: AuditedBy = { userId: null, requestId: null };

/** Adds entries, in one statement. */
export async function recordAudit(tx: Tx, by: AuditedBy, notes: AuditNote[]): Promise<void> {
  await tx.query(
    `insert into audit_entry (id, actor_id, action, subject_id, summary, request_id)
     select n.id, $2, n.action, n."subjectId", n.summary, $3
     from json_to_recordset($1) as n(id text, action text, "subjectId" text, summary text)`,
    [JSON.stringify(notes.map((note) => ({ id: newId('e'), ...note }))), by.userId, by.requestId],
    'audit_record',
  );
}
