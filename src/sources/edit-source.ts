/**
 * Changes a source: what is absent stays, null clears. Its slug stays, so that links last. Another embargo holds for what
 * still waits; what is public stays public.
 */
import { recordAudit } from '../audit/audit.js';
import { summarize } from '../audit/summary.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { checkOwners, claimAll, claimsOfNames } from '../core/slug.js';
import { at, Mistakes, rejected } from '../core/user-error.js';
import type { Source } from './source.entity.js';
import { lockSource, moveEmbargo, updateSource } from './source.sql.js';
import { derivedOf, type GivenSourceFields, readSourceFields, type SourceFields } from './source-fields.js';

export interface SourceEdit extends GivenSourceFields {
  id: string;
}

/** Answers its id. */
export async function editSource(tx: Tx, actor: Editor, input: SourceEdit): Promise<string> {
  const mistakes = new Mistakes();
  const given = readSourceFields(mistakes, input);
  mistakes.refuse();
  const source = await lockSource(tx, input.id);
  if (!source) throw rejected('NOT_FOUND', at('id'), 'There is no such source.');
  const known = new Set(source.storedNames.map((name) => name.text));
  // A name that it has already may be another's too: twins keep theirs.
  const claims = claimsOfNames(given.storedNames ?? [], false).filter((claim) => !known.has(claim.text));
  checkOwners(mistakes, source.id, claims, await claimAll(tx, 'source', source.id, claims));
  mistakes.refuse();
  const before = fieldsOf(source);
  const after = { ...before, ...given };
  await updateSource(tx, { id: source.id, ...after, ...derivedOf(after.storedNames) });
  if (after.embargoMinutes !== before.embargoMinutes) await moveEmbargo(tx, source.id, after.embargoMinutes);
  await recordAudit(tx, actor, [{ action: 'EDIT_SOURCE', subjectId: source.id, summary: summarize(before, after) }]);
  return source.id;
}

function fieldsOf(source: Source): SourceFields {
  const { storedNames, languages, country, homepage, timeZone, access, credit, embargoMinutes, paused } = source;
  return { storedNames, languages, country, homepage, timeZone, access, credit, embargoMinutes, paused };
}
