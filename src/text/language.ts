// Which language a text is in, when its source does not say. Careful on purpose: the source's own language (the
// fallback) stands unless the script or clear words speak against it, since a wrong tag is worse than a broad one.
import { eld } from 'eld/extrasmall';
import { scriptOf } from './direction.js';
import { fold } from './fold.js';

// Beyond this much text the answer no longer changes.
const SAMPLE_LENGTH = 4_000;
const SHORT_HEADLINE_WORDS = 15;
// A long article in standard Arabic may quote a sentence in Darija: there the words must also be frequent.
const DARIJA_SHARE = 0.02;
// Under this many letters, names and loan words make a Latin headline look like any language.
const SHORT_LATIN_LETTERS = 25;

const latinDetector = eld.newInstance();
const LATIN_LANGUAGES = ['fr', 'en', 'es'];
latinDetector.setLanguageSubset(LATIN_LANGUAGES);

// Function words of Moroccan Darija that standard Arabic does not have, or hardly; clitics before them are taken off.
const DARIJA_WORDS = new Set(
  `ديال ديالي ديالك ديالو ديالها ديالنا ديالكم ديالهم ديالت هاد هادا هادي هادو هادشي هذشي هاداك هاديك داك ديك داكشي
   اللي باش غادي غادية غاديين واش اش شنو شكون فين علاش كيفاش فاش شحال دابا البارح بزاف شوية مزيان ديما كاع كلشي والو
   ماشي راه راها راهم كاين كاينة كاينين ماكاينش مكاينش حيت حقاش ملي بحال واخا باللي حنا هوما نتا نتوما بغا بغات بغاو
   باغي خاصو`
    .split(/\s+/)
    .map(fold),
);

// كيدير، كتقول، كنمشيو، تيقول: the present tense, told from كيلو، كتاب، كنيسة، تيار by what standard Arabic begins with.
const DARIJA_VERB = /^و?(?:كي(?!ل|ان|مي|ن|ف)|كت(?!ا|ب|ي|ل|م)|كن(?!ا|د|ي|ز|ت)|تي(?!ا|ز|ت|ر|س|م|ن))\p{L}{3,}$/u;

/**
 * The language of a text as a tag: `ary` for clear Moroccan Darija, `zgh` for Tifinagh, French, English or Spanish by
 * statistics; otherwise `fallback` when it is written in the text's script, or else the likeliest for that script.
 */
export function detectLanguage(text: string, fallback: string): string {
  const sample = text.slice(0, SAMPLE_LENGTH);
  const script = mainScript(sample);
  if (script === 'Arab' && isDarija(sample)) return 'ary';
  if (script === 'Latn') return detectLatin(sample, fallback);
  if (script === null || scriptOf(fallback) === script) return fallback;
  return script === 'Arab' ? 'ar' : 'zgh';
}

/** The script of most letters, among the three that the press here writes. */
function mainScript(text: string): 'Arab' | 'Latn' | 'Tfng' | null {
  const counts = [
    ['Arab', countOf(text, /\p{Script=Arabic}/gu)],
    ['Latn', countOf(text, /\p{Script=Latin}/gu)],
    ['Tfng', countOf(text, /\p{Script=Tifinagh}/gu)],
  ] as const;
  const letters = countOf(text, /\p{L}/gu);
  return counts.find(([, count]) => count * 2 > letters)?.[0] ?? null;
}

function isDarija(text: string): boolean {
  const words = fold(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const found = words.filter(isDarijaWord);
  const distinct = new Set(found).size;
  if (distinct >= 2) return found.length >= words.length * DARIJA_SHARE;
  return distinct === 1 && words.length <= SHORT_HEADLINE_WORDS && words.some((word) => DARIJA_VERB.test(word));
}

function isDarijaWord(word: string): boolean {
  return DARIJA_WORDS.has(word) || (/^[وفبل]/.test(word) && DARIJA_WORDS.has(word.slice(1)));
}

/** A source in another Latin-script language is believed: the detector knows three and would pick one of them. */
function detectLatin(text: string, fallback: string): string {
  const fallbackIsLatin = scriptOf(fallback) === 'Latn';
  const isForeign = fallbackIsLatin && !LATIN_LANGUAGES.includes(fallback.split('-')[0] as string);
  if (isForeign || (fallbackIsLatin && countOf(text, /\p{L}/gu) < SHORT_LATIN_LETTERS)) return fallback;
  const detected = latinDetector.detect(text);
  if (fallbackIsLatin && (!detected.isReliable() || fallback.startsWith(detected.language))) return fallback;
  return detected.language || fallback;
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
