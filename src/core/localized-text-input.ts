/** Names as editors give them: clean, each in a language of its own, and each with a letter that an address can keep. */
import { Field, InputType } from 'type-graphql';
import { cleanText } from '../text/normalise.js';
import { slugify } from '../text/slug.js';
import type { StoredName } from './localized-text.js';
import { LanguageScalar } from './scalars.js';
import { at, type Mistakes } from './user-error.js';

@InputType({ description: 'A text and the language that it is in.' })
export class LocalizedTextInput {
  @Field(() => LanguageScalar, { description: 'The language that it is in.' })
  language!: string;

  @Field(() => String, { description: 'The text, plain.' })
  text!: string;
}

const MAX_NAMES = 20;
const MAX_NAME_LENGTH = 200;

/** The names of an input; null, which would clear them, is a mistake: whatever has names needs one. */
export function readNames(mistakes: Mistakes, given: readonly StoredName[] | null): StoredName[] {
  const names = (given ?? []).map(({ language, text }) => ({ language, text: cleanText(text) }));
  if (names.length === 0) mistakes.add(at('names'), 'Give at least one name.');
  if (names.length > MAX_NAMES) mistakes.add(at('names'), `${names.length} names are more than ${MAX_NAMES}.`);
  names.forEach(({ language, text }, index) => {
    const problem = problemWithName(text);
    if (problem) mistakes.add(at('names', index, 'text'), problem);
    if (names.findIndex((name) => name.language === language) < index)
      mistakes.add(at('names', index, 'language'), `There is a name in "${language}" already: give one a language.`);
  });
  return names;
}

/** Why a text cannot be a name; null where it can. */
export function problemWithName(text: string): string | null {
  if (text === '') return 'It is empty.';
  if ([...text].length > MAX_NAME_LENGTH) return `It is longer than ${MAX_NAME_LENGTH} characters.`;
  return slugify(text) === '' ? 'It has no letter and no digit.' : null;
}
