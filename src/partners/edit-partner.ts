/** Changes a partner: what is absent stays. What she may take changes with her next request, and her mirrors hear of it. */
import { recordAudit } from '../audit/audit.js';
import { summarize } from '../audit/summary.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { at, Mistakes, rejected } from '../core/user-error.js';
import { checkSources } from './check-sources.js';
import { nameTaken } from './create-partner.js';
import { grantDifferences } from './describe-grants.js';
import { listGrants, lockPartner, replaceGrants, updatePartner } from './partner.sql.js';
import type { PartnerFields } from './partner-fields.js';

/** Nothing is written of her where nothing differs. */
export async function editPartner(tx: Tx, actor: Editor, id: string, given: Partial<PartnerFields>): Promise<void> {
  const partner = await lockPartner(tx, id);
  if (!partner) throw noSuchPartner('id');
  const mistakes = new Mistakes();
  const { grants, ...fields } = given;
  if (grants) await checkSources(tx, actor, mistakes, grants);
  mistakes.refuse();
  const { name, requestsPerMinute, active } = partner;
  const before = { name, requestsPerMinute, active };
  const after = { ...before, ...fields };
  const granted = grants ? grantDifferences(await listGrants(tx, [id], false), grants) : '';
  const summary = [summarize(before, after), granted].filter(Boolean).join('; ');
  if (grants && granted !== '') await replaceGrants(tx, id, grants);
  // Also where nothing but her grants changed: by her row, what runs for her hears that her rights are others.
  if (summary !== '' && !(await updatePartner(tx, { id, ...after }))) throw nameTaken();
  await recordAudit(tx, actor, [{ action: 'EDIT_PARTNER', subjectId: id, summary: summary || 'nothing changed' }]);
}

export const noSuchPartner = (field: string) => rejected('NOT_FOUND', at(field), 'There is no such partner.');
