/** Entries of the audit log by id, for those who may read it. */
import { meets, Permission } from '../core/access.js';
import { relation } from '../core/context.js';
import type { AuditEntry } from './audit-entry.entity.js';
import { findAuditEntries } from './audit-entry.sql.js';

export const auditEntryById = relation<string, AuditEntry | null>(null, async ({ db, actor }, ids) => {
  const rows = meets(actor, Permission.AUDIT_READ) ? await findAuditEntries(db, ids) : [];
  return new Map(rows.map((row) => [row.id, row]));
});
