/** A new source. Its slug and its names lead to it from then on; none that leads to another source is taken or numbered. */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { newId } from '../core/ids.js';
import type { StoredName } from '../core/localized-text.js';
import { checkOwners, claimAll, claimsOfNames, readSlug } from '../core/slug.js';
import { at, Mistakes } from '../core/user-error.js';
import { slugify } from '../text/slug.js';
import { Access } from './source.entity.js';
import { insertSources } from './source.sql.js';
import { derivedOf, type GivenSourceFields, readSourceFields, type SourceFields, USUAL_ZONE } from './source-fields.js';

export interface NewSource extends GivenSourceFields {
  slug?: string | null;
  names: StoredName[];
  languages: string[];
}

const USUAL = {
  country: null,
  homepage: null,
  timeZone: USUAL_ZONE,
  access: Access.FULL_TEXT,
  credit: null,
  embargoMinutes: 0,
  paused: false,
};

/** Answers its id. */
export async function createSource(tx: Tx, actor: Editor, input: NewSource): Promise<string> {
  const mistakes = new Mistakes();
  const given = { ...input, rights: input.rights ?? undefined };
  const fields = { ...USUAL, ...readSourceFields(mistakes, given) } as SourceFields;
  const wished = input.slug == null ? null : readSlug(mistakes, input.slug);
  mistakes.refuse();
  const id = newId('s');
  const slug = wished ?? slugify(fields.storedNames[0]?.text ?? '');
  const claims = [
    ...(wished === null ? [] : [{ text: wished, path: at('slug'), optional: false }]),
    ...claimsOfNames(fields.storedNames, wished !== null),
  ];
  checkOwners(mistakes, id, claims, await claimAll(tx, 'source', id, claims));
  mistakes.refuse();
  await insertSources(tx, [{ ...fields, ...derivedOf(fields.storedNames), id, slug, logoId: null }]);
  const summary = `"${fields.storedNames[0]?.text}", slug "${slug}", ${fields.access}, embargo ${fields.embargoMinutes} min`;
  await recordAudit(tx, actor, [{ action: 'CREATE_SOURCE', subjectId: id, summary }]);
  return id;
}
