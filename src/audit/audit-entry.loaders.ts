/** Entries of the audit log by id, for those who may read it. */
import { meets, Permission } from '../core/access.js';
import { relation } from '../core/context.js';
import { groupBy } from '../core/group-by.js';
import type { PageRequest } from '../core/page.js';
import type { AuditEntry } from './audit-entry.entity.js';
import { countAuditUnder, findAuditEntries, listAuditUnder } from './audit-entry.sql.js';

export const auditEntryById = relation<string, AuditEntry | null>(null, async ({ db, actor }, ids) => {
  const rows = meets(actor, Permission.AUDIT_READ) ? await findAuditEntries(db, ids) : [];
  return new Map(rows.map((row) => [row.id, row]));
});

/** The entries of subjects, newest first; the caller was let in already. */
export const auditOf = relation<string, AuditEntry[], PageRequest>([], async ({ db }, ids, page) =>
  groupBy(await listAuditUnder(db, ids, page), (row) => row.subjectId),
);

export const auditCountOf = relation<string, number>(0, async ({ db }, ids) => {
  const rows = await countAuditUnder(db, ids);
  return new Map(rows.map((row) => [row.id, row.n]));
});
