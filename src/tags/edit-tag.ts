/**
 * Changes a tag: what is absent stays, null clears. Its slug stays too, so that links last, and so does every alias that
 * ever led to it. What the change means for its articles is for the caller to see to.
 */
import { recordAudit } from '../audit/audit.js';
import { summarize } from '../audit/summary.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { type Claim, checkOwners, claimAll, claimsOfNames } from '../core/slug.js';
import { at, Mistakes, rejected } from '../core/user-error.js';
import {
  checkBroader,
  claimsOfAliases,
  derivedOf,
  type GivenTagFields,
  readTagFields,
  type TagFields,
} from './tag-fields.js';
import { findPlacedTags, lockTagTree, type PlacedTag, updateTag } from './tag-tree.sql.js';

export interface TagEdit extends GivenTagFields {
  id: string;
}

export interface EditedTag {
  id: string;
  /** Whether what its articles are listed under has changed: its place in the tree, or whether it is a section. */
  moved: boolean;
}

export async function editTag(tx: Tx, actor: Editor, input: TagEdit): Promise<EditedTag> {
  const mistakes = new Mistakes();
  const given = readTagFields(mistakes, input);
  mistakes.refuse();
  // Before the tree is locked: who waits here for an import's claim must not keep it waiting for the tree.
  const claims = [...claimsOfNames(given.names ?? [], false), ...claimsOfAliases(given.aliases ?? [])];
  const owners = await claimAll(tx, 'tag', input.id, claims);
  await lockTagTree(tx);
  const placed = await findPlacedTags(tx, given.broaderId ? [input.id, given.broaderId] : [input.id]);
  const tag = placed.get(input.id);
  if (!tag) throw rejected('NOT_FOUND', at('id'), 'There is no such tag.');
  if (tag.mergedIntoId)
    throw rejected('INVALID', at('id'), `This tag was merged into ${tag.mergedIntoId}: edit that one.`);
  if (given.broaderId) checkBroader(mistakes, placed.get(given.broaderId), tag.height, tag.id);
  checkOwners(mistakes, tag.id, newClaims(tag, claims), owners);
  mistakes.refuse();
  const before = fieldsOf(tag);
  const after = { ...before, ...given };
  await updateTag(tx, { id: tag.id, ...after, ...derivedOf(after.names, after.aliases) });
  await recordAudit(tx, actor, [{ action: 'EDIT_TAG', subjectId: tag.id, summary: summarize(before, after) }]);
  return { id: tag.id, moved: after.broaderId !== before.broaderId || after.kind !== before.kind };
}

const fieldsOf = ({ storedNames, kind, aliases, broaderId, mediaTopic }: PlacedTag): TagFields => ({
  ...{ names: storedNames, kind, aliases, broaderId, mediaTopic },
});

/** A name that it has already may be another's too: twins keep theirs. */
function newClaims(tag: PlacedTag, claims: Claim[]): Claim[] {
  const known = new Set([...tag.storedNames.map((name) => name.text), ...tag.aliases]);
  return claims.filter((claim) => !known.has(claim.text));
}
