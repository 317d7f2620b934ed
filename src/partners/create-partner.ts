/** A new partner, with what she may take. She has no key yet. */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { newId } from '../core/ids.js';
import { at, Mistakes, rejected } from '../core/user-error.js';
import { checkSources } from './check-sources.js';
import { listed } from './describe-grants.js';
import { insertPartner, replaceGrants } from './partner.sql.js';
import type { PartnerFields } from './partner-fields.js';

/** Answers her id. */
export async function createPartner(tx: Tx, actor: Editor, fields: Omit<PartnerFields, 'active'>): Promise<string> {
  const mistakes = new Mistakes();
  await checkSources(tx, actor, mistakes, fields.grants);
  mistakes.refuse();
  const { name, requestsPerMinute, grants } = fields;
  const id = newId('p');
  if (!(await insertPartner(tx, { id, name, requestsPerMinute }))) throw nameTaken();
  await replaceGrants(tx, id, grants);
  const summary = `"${name}", ${requestsPerMinute} requests a minute; ${listed(grants)}`;
  await recordAudit(tx, actor, [{ action: 'CREATE_PARTNER', subjectId: id, summary }]);
  return id;
}

export const nameTaken = () => rejected('DUPLICATE', at('name'), 'There is a partner of this name.');
