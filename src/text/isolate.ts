// A title that mixes directions falls apart wherever it stands between texts of another one: its punctuation and numbers
// go astray. Where no markup can say its direction, as in a feed, the isolates of Unicode do.
import { directionOf } from './direction.js';

const LRI = '\u2066';
const RLI = '\u2067';
const PDI = '\u2069';

const RTL_LETTER =
  /(?=\p{L})[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Mende_Kikakui}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}\p{Script=Yezidi}]/u;
const LTR_LETTER =
  /(?=\p{L})[^\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Mende_Kikakui}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}\p{Script=Yezidi}]/u;

/**
 * A plain text that is shown in the direction of its language wherever it stands: within isolates where it holds a letter
 * of the other direction, and as it is where it does not.
 */
export function isolated(text: string, language: string): string {
  const isRtl = directionOf(language) === 'RTL';
  const strays = isRtl ? LTR_LETTER : RTL_LETTER;
  return strays.test(text) ? `${isRtl ? RLI : LRI}${text}${PDI}` : text;
}
