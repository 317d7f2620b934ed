/** Ends a key at once, on every machine: each request looks its key up. One that was revoked before stays as it was. */
import { type AuditedBy, recordAudit } from '../audit/audit.js';
import type { Tx } from '../core/database.js';
import { at, rejected } from '../core/user-error.js';
import { revokeKey } from './partner.sql.js';

export async function revokeApiKey(tx: Tx, actor: AuditedBy, id: string): Promise<void> {
  const key = await revokeKey(tx, id);
  if (!key) throw rejected('NOT_FOUND', at('id'), 'There is no such key.');
  if (!key.revoked) return;
  const summary = `"${key.name}" (${key.prefix}…)`;
  await recordAudit(tx, actor, [{ action: 'REVOKE_API_KEY', subjectId: id, summary }]);
}
