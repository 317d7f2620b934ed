// A title that mixes directions falls apart wherever it stands between texts of another one: its punctuation and numbers
// go astray. Where no markup can say its direction, as in a feed, the isolates of Unicode do.
import { directionOf } from './direction.js';

const LRI = '\u2066';
const RLI = '\u2067';
const PDI = '\u2069';

/** The scripts of direction.ts, by their long names. */
const RTL = [
  'Adlam',
  'Arabic',
  'Hanifi_Rohingya',
  'Hebrew',
  'Mandaic',
  'Mende_Kikakui',
  'Nko',
  'Samaritan',
  'Syriac',
  'Thaana',
  'Yezidi',
]
  .map((script) => `\\p{Script=${script}}`)
  .join('');
const RTL_LETTER = new RegExp(`(?=\\p{L})[${RTL}]`, 'u');
const LTR_LETTER = new RegExp(`(?=\\p{L})[^${RTL}]`, 'u');

/**
 * A plain text that is shown in the direction of its language wherever it stands: within isolates where it holds a letter
 * of the other direction, and as it is where it does not.
 */
export function isolated(text: string, language: string): string {
  const isRtl = directionOf(language) === 'RTL';
  const strays = isRtl ? LTR_LETTER : RTL_LETTER;
  return strays.test(text) ? `${isRtl ? RLI : LRI}${text}${PDI}` : text;
}
