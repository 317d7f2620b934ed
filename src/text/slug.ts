// Readable addresses. A slug is only a courtesy (the id finds the article), so it may be empty; but two spellings of
// one slug must meet in the same key, whatever a browser, an editor or a chat program did to the address.
import { fold } from './fold.js';
import { LATIN_FOLDS } from './letters.js';
import { firstGraphemes } from './words.js';

const SLUG_LENGTH = 80;

// Harakat, Koranic signs, tatweel, free-standing harakat; not hamza and madda, which belong to their letter.
const ARABIC_MARKS = /[\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06ed\u08d3-\u08ff\ufe70-\ufe7f]+/g;
const INVISIBLE = /\p{Cf}|\p{Variation_Selector}/gu;
const LATIN_ACCENTS = /(\p{Script=Latin})[\u0300-\u036f]+/gu;
const LATIN_SPECIALS = new RegExp(`[${Object.keys(LATIN_FOLDS).join('')}]`, 'g');
const NOT_SLUG = /[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}]+/gu;

/** The readable part of an address: words joined by hyphens, at most `max` characters; empty when nothing is left. */
export function slugify(text: string, max: number = SLUG_LENGTH): string {
  const letters = text
    .toLowerCase()
    .normalize('NFD')
    .replace(ARABIC_MARKS, '')
    .replace(INVISIBLE, '')
    .replace(LATIN_ACCENTS, '$1')
    .normalize('NFC')
    .replace(LATIN_SPECIALS, (letter) => LATIN_FOLDS[letter] as string);
  return cutAtWord(hyphenate(letters), max);
}

/**
 * What slugs are compared by. It takes a slug as an address carries it: percent-encoded in any way or not at all, in
 * NFC or NFD, with or without slashes around it. `/الارهاب` and `/الإرهاب` have the same key.
 */
export function slugKey(input: string): string {
  return hyphenate(fold(slugify(decodePercent(input), Infinity)));
}

function hyphenate(text: string): string {
  return text.replace(NOT_SLUG, '-').replace(/^-|-$/g, '');
}

function cutAtWord(slug: string, max: number): string {
  const characters = [...slug];
  if (characters.length <= max) return slug;
  const lastHyphen = characters.lastIndexOf('-', max);
  if (lastHyphen > 0) return characters.slice(0, lastHyphen).join('');
  return cutInsideWord(slug, max);
}

/** Cuts a word longer than all the room, but no letter from its marks. */
function cutInsideWord(slug: string, max: number): string {
  let cut = firstGraphemes(slug, max);
  for (let room = max - 1; [...cut].length > max; room -= 1) cut = firstGraphemes(slug, room);
  return cut;
}

/** Decodes run by run: one malformed sequence must neither throw nor keep the others from being read. */
function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}
