/** A new tag. Its slug, names and aliases lead to it from then on; none that leads to another tag is taken or numbered. */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { newId } from '../core/ids.js';
import type { StoredName } from '../core/localized-text.js';
import { checkOwners, claimAll, claimsOfNames, readSlug } from '../core/slug.js';
import { at, Mistakes } from '../core/user-error.js';
import { slugify } from '../text/slug.js';
import type { TagKind } from './tag.entity.js';
import { insertTags } from './tag.sql.js';
import { checkBroader, claimsOfAliases, derivedOf, type GivenTagFields, readTagFields } from './tag-fields.js';
import { findPlacedTags, lockTagTree } from './tag-tree.sql.js';

export interface NewTag extends GivenTagFields {
  slug?: string | null;
  names: StoredName[];
  kind: TagKind;
}

/** Answers its id. */
export async function createTag(tx: Tx, actor: Editor, input: NewTag): Promise<string> {
  const mistakes = new Mistakes();
  const { names = [], aliases = [], broaderId = null, mediaTopic = null } = readTagFields(mistakes, input);
  const given = input.slug == null ? null : readSlug(mistakes, input.slug);
  mistakes.refuse();
  const id = newId('t');
  const slug = given ?? slugify(names[0]?.text ?? '');
  const claims = [
    ...(given === null ? [] : [{ text: given, path: at('slug'), optional: false }]),
    ...claimsOfNames(names, given !== null),
    ...claimsOfAliases(aliases),
  ];
  checkOwners(mistakes, id, claims, await claimAll(tx, 'tag', id, claims));
  if (broaderId !== null) {
    await lockTagTree(tx);
    checkBroader(mistakes, (await findPlacedTags(tx, [broaderId])).get(broaderId), 1, null);
  }
  mistakes.refuse();
  await insertTags(tx, [{ id, slug, kind: input.kind, broaderId, mediaTopic, ...derivedOf(names, aliases) }]);
  const summary = `${input.kind} "${names[0]?.text}", slug "${slug}", under ${broaderId ?? 'nothing'}`;
  await recordAudit(tx, actor, [{ action: 'CREATE_TAG', subjectId: id, summary }]);
  return id;
}
