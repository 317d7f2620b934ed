/** What the interface says, in one language. Texts that count take plural forms by CLDR's categories. */
import type { Scalar } from '../graphql.js';
import type { Language } from '../languages.js';
import { ar } from './ar.js';
import { en } from './en.js';
import { fr } from './fr.js';

export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Enums of the schema: a value that has no text does not compile. */
export type TagKind = Scalar<'TagKind'>;
export type ReportReason = Scalar<'ReportReason'>;
type RelationReason = Scalar<'RelationReason'>;

export interface Texts {
  /** Its own name. */
  language: string;
  siteName: string;
  siteDescription: string;
  skip: string;
  languages: string;
  ticker: string;
  latest: string;
  /** Over the ways to tags, sources and archive. */
  ways: string;
  sources: string;
  tags: string;
  archive: string;
  articles: Plural;
  published: string;
  publishedIn: string;
  publishedOn: string;
  around: string;
  by: string;
  corrections: string;
  readAtSource: string;
  /** Where the article itself has no address. */
  siteOfSource: string;
  summaryOnly: string;
  headlineOnly: string;
  related: string;
  reasons: Record<RelationReason, string>;
  share: string;
  shareByMail: string;
  address: string;
  /** By what the device has for it. */
  shareOnDevice: string;
  copy: string;
  copied: string;
  observed: string;
  observedNote: string;
  credit: string;
  imageHidden: string;
  report: string;
  reportReasons: Record<ReportReason, string>;
  reportReason: string;
  reportComment: string;
  sendReport: string;
  reportNote: string;
  reportThanks: string;
  kinds: Record<TagKind, string>;
  allOfKind: Record<TagKind, string>;
  newer: string;
  older: string;
  previousPage: string;
  nextPage: string;
  previousDay: string;
  nextDay: string;
  years: string;
  nothing: string;
  nothingThatDay: string;
  feeds: string;
  homepage: string;
  narrower: string;
  problems: Record<404 | 410 | 500, { title: string; text: string }>;
  toFront: string;
}

export const TEXTS: Record<Language, Texts> = { ar, fr, en };

const RULES = eachLanguage((language) => new Intl.PluralRules(language));

/** Digits are Latin, as the press of the Maghreb writes them. */
const NUMBERS = eachLanguage((language) => new Intl.NumberFormat(`${language}-u-nu-latn`));

function eachLanguage<Thing>(make: (language: Language) => Thing): Record<Language, Thing> {
  return { ar: make('ar'), fr: make('fr'), en: make('en') };
}

/** A text that counts, with the number in place of `#`. */
export function counted(language: Language, plural: Plural, number: number): string {
  const text = plural[RULES[language].select(number)] ?? plural.other;
  return text.replace('#', NUMBERS[language].format(number));
}
