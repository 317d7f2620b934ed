/** `warraq key add`: a key made on the machine itself, for a partner named by her id or her name. */
import { NOBODY } from '../audit/audit.js';
import type { Database } from '../core/database.js';
import { Refused } from '../core/errors.js';
import { Rejected } from '../core/user-error.js';
import { createApiKey } from './create-api-key.js';
import { findPartnersNamed } from './partner.sql.js';

export async function addKey(db: Database, partner: string, name: string): Promise<{ id: string; secret: string }> {
  const found = await findPartnersNamed(db, partner);
  // Somebody may be called like another's id.
  const whose = found.find(({ id }) => id === partner) ?? found[0];
  if (!whose)
    throw new Refused(
      `There is no partner of the id or name "${partner}": an administrator makes one by createPartner.`,
    );
  try {
    return await db.transaction((tx) => createApiKey(tx, NOBODY, { partnerId: whose.id, name, expiresAt: null }));
  } catch (error) {
    if (error instanceof Rejected) throw new Refused(`${partner}: ${error.message}`);
    throw error;
  }
}
