/** Invented words in Arabic and Latin letters, made of syllables: a vocabulary of realistic size that is nobody's text. */
import { between, pick, type Random, seeded, zipf } from './random.js';

interface Script {
  consonants: string[];
  vowels: string[];
  endings: string[];
  stop: string;
}

const ARABIC: Script = {
  consonants: [...'بتثجحخدذرزسشصضطظعغفقكلمنهوي'],
  vowels: ['', '', 'ا', 'و', 'ي'],
  endings: ['', '', '', 'ة', 'ين', 'ات', 'ها'],
  stop: '.',
};
const LATIN: Script = {
  consonants: ['b', 'c', 'd', 'f', 'g', 'j', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'ch', 'tr', 'pl', 'qu'],
  vowels: ['a', 'e', 'i', 'o', 'u', 'é', 'è', 'ou', 'ai', 'an', 'on', 'eu'],
  endings: ['', '', 's', 'e', 'tion', 'ment', 'r'],
  stop: '.',
};

const WORDS = 30_000;

/** Words by rank: the first comes most often. */
export interface Vocabulary {
  words: string[];
  stop: string;
}

/** The vocabularies by the script that they are written in. */
export const VOCABULARY = { arabic: vocabulary(ARABIC, 1), latin: vocabulary(LATIN, 2) };

function vocabulary(script: Script, seed: number): Vocabulary {
  const random = seeded(seed);
  const words = new Set<string>();
  while (words.size < WORDS) words.add(word(random, script, 2 + Math.floor(words.size / 12_000)));
  return { words: [...words], stop: script.stop };
}

/** Frequent words are short, rare ones long. */
function word(random: Random, script: Script, syllables: number): string {
  const parts = Array.from({ length: between(random, 1, syllables) }, () => {
    return pick(random, script.consonants) + pick(random, script.vowels);
  });
  return parts.join('') + pick(random, script.endings);
}

/** So many words, frequent ones more often. */
export function phrase(random: Random, { words }: Vocabulary, length: number): string {
  return Array.from({ length }, () => words[zipf(random, WORDS)] as string).join(' ');
}

/** Paragraphs of sentences that together have about this many bytes. */
export function paragraphs(random: Random, vocabulary: Vocabulary, bytes: number): string[] {
  const made: string[] = [];
  for (let left = bytes; left > 0; left -= Buffer.byteLength(made.at(-1) as string)) {
    const sentences = between(random, 2, 4);
    const one = () => `${phrase(random, vocabulary, between(random, 8, 18))}${vocabulary.stop}`;
    made.push(Array.from({ length: sentences }, one).join(' '));
  }
  return made;
}
