/** Reading the audit log: by id, and the newest first, of a subject, of an actor, or all. */
import type { Db } from '../core/database.js';
import { COUNT_CAP, type PageRequest } from '../core/page.js';
import type { AuditEntry } from './audit-entry.entity.js';

export interface AuditCondition {
  subjectId: string | null;
  actorId: string | null;
}

export const ENTRY_COLUMNS = `e.id, e.at, e.actor_id as "actorId", e.action, e.subject_id as "subjectId", e.summary,
  e.request_id as "requestId", e.seal`;

export function findAuditEntries(db: Db, ids: readonly string[]): Promise<AuditEntry[]> {
  return db.query(`select ${ENTRY_COLUMNS} from audit_entry e where e.id = any($1)`, [ids], 'audit_find');
}

/** SQL of a condition whose values begin at $1. A text for each, so that each walks its own index. */
const whereOf = ({ subjectId, actorId }: AuditCondition) => {
  const parts = ['true'];
  const values: string[] = [];
  if (subjectId !== null) parts.push(`e.subject_id = $${values.push(subjectId)}`);
  if (actorId !== null) parts.push(`e.actor_id = $${values.push(actorId)}`);
  return { where: parts.join(' and '), values };
};

/** At most one row more than the page. Ids grow with time, so that they are the order. */
export function listAuditEntries(db: Db, condition: AuditCondition, page: PageRequest): Promise<AuditEntry[]> {
  const { where, values } = whereOf(condition);
  const after = page.after === null ? '' : `and e.id < $${values.push(page.after.id)}`;
  return db.query(
    `select ${ENTRY_COLUMNS} from audit_entry e where ${where} ${after} order by e.id desc limit ${page.limit + 1}`,
    values,
  );
}

/** How many there are, counted to one past the cap. */
export async function countAuditEntries(db: Db, condition: AuditCondition): Promise<number> {
  const { where, values } = whereOf(condition);
  const [row] = await db.query<{ n: number }>(
    `select count(*)::int as n from (select 1 from audit_entry e where ${where} limit ${COUNT_CAP + 1}) c`,
    values,
  );
  return row?.n ?? 0;
}

/** The entries of each subject: at most one row more than the page for each. */
export function listAuditUnder(db: Db, subjectIds: readonly string[], page: PageRequest): Promise<AuditEntry[]> {
  return db.query(
    `select l.* from unnest($1::text[]) as p(id) cross join lateral (
       select ${ENTRY_COLUMNS} from audit_entry e where e.subject_id = p.id and ($2::text is null or e.id < $2)
       order by e.id desc limit $3) l`,
    [subjectIds, page.after?.id ?? null, page.limit + 1],
    'audit_under',
  );
}

/** How many each has, counted to one past the cap. */
export function countAuditUnder(db: Db, subjectIds: readonly string[]): Promise<{ id: string; n: number }[]> {
  return db.query(
    `select p.id, c.n from unnest($1::text[]) as p(id) cross join lateral (
       select count(*)::int as n from (
         select 1 from audit_entry e where e.subject_id = p.id limit ${COUNT_CAP + 1}) c) c`,
    [subjectIds],
  );
}
