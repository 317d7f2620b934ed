/** Who and what the corpus is about: its sources and tags by rank, and the rare cases that lists must not trip over. */
import { seeded } from './random.js';
import { phrase, VOCABULARY, type Vocabulary } from './words.js';

const SOURCES = 150;
const TAGS = 2_000;

/** A source of the corpus; its bodies come as HTML or as plain text. */
export interface InventedSource {
  name: string;
  language: 'ar' | 'fr' | 'ary';
  html: boolean;
}

/** Sources, the one with most articles first. */
export const sources: InventedSource[] = Array.from({ length: SOURCES }, (_, rank) => {
  const language = rank % 3 === 2 ? 'fr' : rank % 10 === 7 ? 'ary' : 'ar';
  const vocabulary = language === 'fr' ? VOCABULARY.latin : VOCABULARY.arabic;
  return { name: named(rank, vocabulary, 3), language, html: rank % 3 !== 1 };
});

/** Names of tags, the one with most articles first. */
export const tags: string[] = Array.from({ length: TAGS }, (_, rank) =>
  named(SOURCES + rank, rank % 3 === 2 ? VOCABULARY.latin : VOCABULARY.arabic, 2),
);

/** Names that no rank has: what each stands for is in corpus.ts. */
export const traps = {
  /** Two tags on 8 % each that never meet, though their articles alternate in time. */
  apart: ['بعيدون ابدا', 'لقاء مستحيل'],
  /** A tag of articles of the first year only. */
  old: 'ايام خلت',
  /** A tag on 4 % whose articles have no image. */
  imageless: 'بلا صورة',
  /** A source with five articles. */
  rareSource: 'جريدة نادرة جدا',
  /** A tag with three articles. */
  rareTag: 'وسم نادر',
  /** A language with twenty articles. */
  rareLanguage: 'zgh',
  /** A day with five hundred. */
  busyDay: '2019-03-15',
} as const;

/** The rank makes the name unique. */
function named(rank: number, vocabulary: Vocabulary, words: number): string {
  return `${phrase(seeded(1_000 + rank), vocabulary, words)} ${rank + 1}`;
}
