/** The languages of the interface, and addresses in each: Arabic has the plain ones, for they are the articles' own. */
export const LANGUAGES = ['ar', 'fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (text: string): text is Language => (LANGUAGES as readonly string[]).includes(text);

export const directionOf = (language: Language) => (language === 'ar' ? 'rtl' : 'ltr');

/** What stands before every path: nothing, or a language, `/fr`. A plain path speaks Arabic, or what the browser prefers. */
export type Prefix = '' | `/${Language}`;

/** That of a language's own addresses. */
export const prefixOf = (language: Language): Prefix => (language === 'ar' ? '' : `/${language}`);

/** A path of the site as a prefix has it. */
export const pathUnder = (prefix: Prefix, path: string): string =>
  prefix !== '' && path === '/' ? prefix : prefix + path;

type Direction = 'RTL' | 'LTR';

/** Attributes of a text that has a language and a direction of its own, whatever stands around it. */
export const ownOf = (language: string, direction: Direction) => ({
  lang: language,
  dir: direction.toLowerCase() as Lowercase<Direction>,
});
