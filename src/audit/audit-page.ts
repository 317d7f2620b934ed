/** Pages of the audit log: of the whole, as the desk shows it, and of one subject among many, as an article does. */
import type { RequestContext } from '../core/context.js';
import { idPrefix } from '../core/ids.js';
import { capped, connectionTypes, type ForwardArgs, makePage, readPage } from '../core/page.js';
import { AuditEntry } from './audit-entry.entity.js';
import { auditCountOf, auditOf } from './audit-entry.loaders.js';
import { type AuditCondition, countAuditEntries, listAuditEntries } from './audit-entry.sql.js';

export const AuditConnection = connectionTypes('Audit', () => AuditEntry);

/** Newest first. Subject and actor are of any type; what is no id finds nothing. The caller was let in already. */
export async function auditPage({ db }: RequestContext, condition: AuditCondition, args: ForwardArgs) {
  const request = readPage(args, 'audit', 'text');
  const given = [condition.subjectId, condition.actorId].filter((id) => id !== null);
  const findsNothing = given.some((id) => idPrefix(id) === null);
  const rows = findsNothing ? [] : await listAuditEntries(db, condition, request);
  const count = async () => capped(findsNothing ? 0 : await countAuditEntries(db, condition));
  return new AuditConnection(makePage(request, rows, ({ id }) => ({ id, value: '' }), count));
}

/** The entries of one subject; those of many subjects take the same statements. */
export async function auditPageOf(ctx: RequestContext, subjectId: string, args: ForwardArgs) {
  const request = readPage(args, 'audit', 'text');
  const rows = await ctx.load(auditOf, subjectId, request);
  const count = async () => capped(await ctx.load(auditCountOf, subjectId));
  return new AuditConnection(makePage(request, rows, ({ id }) => ({ id, value: '' }), count));
}
