/** Names in several languages, as sources and tags have them. */
import { Field, ID, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import { directionOf } from '../text/direction.js';
import { LanguageScalar } from './scalars.js';

export enum Direction {
  LTR = 'LTR',
  RTL = 'RTL',
}
registerEnumType(Direction, {
  name: 'Direction',
  description: 'The direction that a text is written in.',
  valuesConfig: { LTR: { description: 'Left to right.' }, RTL: { description: 'Right to left.' } },
});

@InterfaceType({ description: 'Whatever has a global id.' })
export abstract class Node {
  @Field(() => ID, { description: 'Opaque, global and stable.' })
  id!: string;
}

@ObjectType({ description: 'A text with its language and direction.' })
export class LocalizedText {
  @Field(() => String, { description: 'The text.' })
  text!: string;

  @Field(() => LanguageScalar, { description: 'The language that it is in.' })
  language!: string;

  @Field(() => Direction, { description: 'The direction of that language.' })
  get direction(): Direction {
    return directionOf(this.language) as Direction;
  }
}

/** How the database holds a name: the first one is the one shown where the language asked for is missing. */
export interface StoredName {
  language: string;
  text: string;
}

/** The name in `language`, else in `preferred`, else the first. */
export function pickName(
  names: StoredName[],
  language: string | null | undefined,
  preferred: string | undefined,
): string {
  const inLanguage = (wanted: string | null | undefined) => names.find((name) => name.language === wanted)?.text;
  return inLanguage(language) ?? inLanguage(preferred) ?? names[0]?.text ?? '';
}

export function toLocalizedTexts(names: StoredName[]): LocalizedText[] {
  return names.map((name) => Object.assign(new LocalizedText(), name));
}
