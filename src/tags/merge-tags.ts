/**
 * Merges tags into another. Their slugs, names and aliases lead to it from then on, what stood under them stands under it,
 * and earlier merges into them go along, so that a merged tag is always one step from what it became.
 */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { at, Mistakes } from '../core/user-error.js';
import { slugify, slugKey } from '../text/slug.js';
import { derivedOf } from './tag-fields.js';
import { findPlacedTags, lockTagTree, MAX_LEVELS, moveSlugs, type PlacedTag, updateMerged } from './tag-tree.sql.js';

export interface MergeRequest {
  from: string[];
  into: string;
}

const MAX_FROM = 50;

/** Answers the id of the target, and those of the tags whose articles it has now. */
export async function mergeTags(tx: Tx, actor: Editor, input: MergeRequest): Promise<{ id: string; from: string[] }> {
  const mistakes = new Mistakes();
  if (input.from.length === 0 || input.from.length > MAX_FROM)
    mistakes.add(at('from'), `Name 1 to ${MAX_FROM} tags to merge.`);
  if (input.from.includes(input.into)) mistakes.add(at('into'), 'A tag cannot be merged into itself.');
  mistakes.refuse();
  await lockTagTree(tx);
  const placed = await findPlacedTags(tx, [...input.from, input.into]);
  const merged = [...new Set(input.from)].map((id) => checkTag(mistakes, placed, id, at('from')));
  const target = checkTag(mistakes, placed, input.into, at('into'));
  mistakes.refuse();
  await merge(tx, mistakes, merged as PlacedTag[], target as PlacedTag);
  const from = (merged as PlacedTag[]).map((tag) => tag.id);
  await recordAudit(tx, actor, [
    ...from.map((id) => ({ action: 'MERGE_TAGS', subjectId: id, summary: `${id} merged into ${input.into}` })),
    { action: 'MERGE_TAGS', subjectId: input.into, summary: `${from.join(', ')} merged into ${input.into}` },
  ]);
  return { id: input.into, from };
}

function checkTag(mistakes: Mistakes, placed: Map<string, PlacedTag>, id: string, path: string[]) {
  const tag = placed.get(id);
  if (!tag) mistakes.add(path, `There is no tag ${id}.`, 'NOT_FOUND');
  else if (tag.mergedIntoId) mistakes.add(path, `${id} was merged into ${tag.mergedIntoId} already.`);
  return tag;
}

async function merge(tx: Tx, mistakes: Mistakes, merged: PlacedTag[], target: PlacedTag): Promise<void> {
  const from = merged.map((tag) => tag.id);
  const above = pathAbove(target, from);
  const height = Math.max(...merged.map((tag) => tag.height));
  if (above.length + height > MAX_LEVELS)
    mistakes.add(at('into'), `The tree of tags would have more than ${MAX_LEVELS} levels.`);
  mistakes.refuse();
  const texts = merged.flatMap((tag) => [...tag.storedNames.map((name) => name.text), ...tag.aliases]);
  const keyOf = (text: string) => slugKey(slugify(text));
  const keys = await moveSlugs(tx, from, target.id, texts.map(keyOf));
  // A name that is a third tag's too leads there, as it did: it is no alias.
  const aliases = [...target.aliases, ...texts.filter((text) => keys.has(keyOf(text)))];
  await updateMerged(tx, {
    from,
    into: target.id,
    broaderId: above[0] ?? null,
    ...derivedOf(target.storedNames, aliases),
  });
}

/** What is above the target afterwards: where it stood under one of the merged tags, it takes the place of the highest of them. */
function pathAbove(target: PlacedTag, from: string[]): string[] {
  const highest = target.path.findLastIndex((id) => from.includes(id));
  return target.path.slice(highest < 0 ? 1 : highest + 1);
}
