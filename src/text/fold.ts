// The one fold that search, matching and slug look-up share, so that the index and the query can never disagree.
// It is pure and idempotent: folding folded text changes nothing. Stored text is never folded.
import { ARABIC_FOLDS, LATIN_FOLDS } from './letters.js';

// Latin and Greek accents, harakat, Koranic signs, tatweel, and characters that have no shape of their own: soft
// hyphen, joiners, bidi controls, variation selectors, BOM. After NFKD a hamza or madda on a letter is such a mark.
const DROPPED =
  /[\u0300-\u036f\u0610-\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff\u200b-\u200f\u202a-\u202e\u2060-\u2069\p{Variation_Selector}\ufeff\u00ad]+/gu;
// NFKD would turn a free-standing haraka into a blank and a mark, and so cut a word in two.
const LONE_HARAKAT = /[\ufe70-\ufe7f]+/g;
const BLANKS = /[\s\p{Cc}]+/gu;
const NOT_WORD = /[^\p{L}\p{M}\p{N}]+/gu;

const FOLDS: Readonly<Record<string, string>> = { ...ARABIC_FOLDS, ...LATIN_FOLDS };
const FOLDABLE = new RegExp(`[${Object.keys(FOLDS).join('')}]`, 'g');

/** Folds text for search: spellings that a reader takes for the same word become the same string. */
export function fold(text: string): string {
  const letters = text
    .replace(LONE_HARAKAT, '')
    .normalize('NFKD')
    .replace(DROPPED, '')
    .toLowerCase()
    // Lower-casing may bring back a mark (İ); the table wants neither case nor marks.
    .replace(FOLDABLE, (letter) => FOLDS[letter] as string);
  return foldNumbers(letters).normalize('NFC').replace(BLANKS, ' ').trim();
}

/**
 * One decimal separator (`6,3` and `٦٫٣` are `6.3`) and none for thousands. Between words `٬` is a comma that some
 * agencies' keyboards write: there it must not glue two words together.
 */
function foldNumbers(text: string): string {
  return text
    .replace(/(?<=\d)٬(?=\d)/g, '')
    .replace(/٬/g, '،')
    .replace(/٫|(?<=\d),(?=\d)/g, '.');
}

/**
 * What titles are matched by: folded, without punctuation. Numbers stay, since "(574)" and "(575)" are two parts of a
 * series. A title of signs only keeps them, so that two such titles do not match by being empty.
 */
export function titleKey(title: string): string {
  const folded = fold(title);
  return folded.replace(NOT_WORD, ' ').trim() || folded;
}
