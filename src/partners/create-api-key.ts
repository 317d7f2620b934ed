/** A new key for a partner. What she sends is answered this once; the database keeps its hash. */
import { type AuditedBy, recordAudit } from '../audit/audit.js';
import type { Tx } from '../core/database.js';
import { newId } from '../core/ids.js';
import { hashOfToken } from '../core/token.js';
import { at, rejected } from '../core/user-error.js';
import { newApiKey, prefixOf } from './api-key.js';
import { noSuchPartner } from './edit-partner.js';
import { countKeysInForce, insertApiKey, lockPartner } from './partner.sql.js';

/** Enough for every machine and for changing each over; a partner who makes keys and forgets them hears of it. */
const MAX_IN_FORCE = 20;

export interface NewApiKey {
  partnerId: string;
  /** Clean. */
  name: string;
  expiresAt: Date | null;
}

export async function createApiKey(
  tx: Tx,
  actor: AuditedBy,
  { partnerId, name, expiresAt }: NewApiKey,
): Promise<{ id: string; secret: string }> {
  if (!(await lockPartner(tx, partnerId))) throw noSuchPartner('partnerId');
  if ((await countKeysInForce(tx, partnerId)) >= MAX_IN_FORCE)
    throw rejected('INVALID', at('partnerId'), `${MAX_IN_FORCE} of her keys are in force: revoke one first.`);
  const id = newId('y');
  const secret = newApiKey();
  const prefix = prefixOf(secret);
  await insertApiKey(tx, { id, partnerId, name, prefix, hash: hashOfToken(secret), expiresAt });
  const end = expiresAt ? `, until ${expiresAt.toISOString()}` : '';
  const summary = `"${name}" (${prefix}…) for ${partnerId}${end}`;
  await recordAudit(tx, actor, [{ action: 'CREATE_API_KEY', subjectId: id, summary }]);
  return { id, secret };
}
