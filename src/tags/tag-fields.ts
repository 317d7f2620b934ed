/** What editors may say of a tag: checked and clean, with all mistakes at once and without a look at the database. */
import type { StoredName } from '../core/localized-text.js';
import { problemWithName, readNames } from '../core/localized-text-input.js';
import type { Claim } from '../core/slug.js';
import { at, type Mistakes } from '../core/user-error.js';
import { fold } from '../text/fold.js';
import { cleanText } from '../text/normalise.js';
import { sortKey } from '../text/sort-key.js';
import type { TagKind } from './tag.entity.js';
import { MAX_LEVELS, type PlacedTag } from './tag-tree.sql.js';

export interface TagFields {
  names: StoredName[];
  kind: TagKind;
  aliases: string[];
  broaderId: string | null;
  mediaTopic: string | null;
}

/** As inputs have it: null clears. */
export type GivenTagFields = { [Field in keyof TagFields]?: TagFields[Field] | null };

const MAX_ALIASES = 100;
const MEDIA_TOPIC = /^(medtop:)?\d{8}$/;

/** The fields that were given. */
export function readTagFields(mistakes: Mistakes, given: GivenTagFields): Partial<TagFields> {
  const fields: Partial<TagFields> = {};
  if (given.names !== undefined) fields.names = readNames(mistakes, given.names);
  if (given.kind === null) mistakes.add(at('kind'), 'A tag needs a kind.');
  else if (given.kind !== undefined) fields.kind = given.kind;
  if (given.aliases !== undefined) fields.aliases = readAliases(mistakes, given.aliases ?? []);
  if (given.broaderId !== undefined) fields.broaderId = given.broaderId;
  if (given.mediaTopic !== undefined) fields.mediaTopic = given.mediaTopic;
  if (given.mediaTopic != null && !MEDIA_TOPIC.test(given.mediaTopic))
    mistakes.add(at('mediaTopic'), 'It is no IPTC Media Topic: write "medtop:" and eight digits, or the digits alone.');
  return fields;
}

function readAliases(mistakes: Mistakes, given: string[]): string[] {
  const aliases = given.map(cleanText);
  if (aliases.length > MAX_ALIASES)
    mistakes.add(at('aliases'), `${aliases.length} aliases are more than ${MAX_ALIASES}.`);
  aliases.forEach((alias, index) => {
    const problem = problemWithName(alias);
    if (problem) mistakes.add(at('aliases', index), problem);
  });
  return aliases;
}

/** An alias leads to its tag as a slug does. */
export const claimsOfAliases = (aliases: string[]): Claim[] =>
  aliases.map((text, index) => ({ text, path: at('aliases', index), optional: false }));

/** What is derived of names and aliases; an alias that says what a name says is none. */
export function derivedOf(names: StoredName[], aliases: string[]) {
  const others = [...new Set(aliases)].filter((alias) => !names.some((name) => name.text === alias));
  return {
    storedNames: names,
    aliases: others,
    nameKey: [...names.map((name) => name.text), ...others].map(fold).join(' | '),
    sortKey: sortKey(names[0]?.text ?? ''),
  };
}

/** Whether something of this height can stand under a tag; `moved` is what would be put there, null for a new tag. */
export function checkBroader(
  mistakes: Mistakes,
  broader: PlacedTag | undefined,
  height: number,
  moved: string | null,
): void {
  const path = at('broaderId');
  if (!broader) mistakes.add(path, 'There is no such tag.', 'NOT_FOUND');
  else if (broader.mergedIntoId) mistakes.add(path, `This tag was merged into ${broader.mergedIntoId}: name that one.`);
  else if (moved !== null && broader.path.includes(moved))
    mistakes.add(path, 'The tag would stand under itself: this one is a part of it.');
  else if (broader.path.length + height > MAX_LEVELS)
    mistakes.add(path, `The tree of tags would have more than ${MAX_LEVELS} levels.`);
}
