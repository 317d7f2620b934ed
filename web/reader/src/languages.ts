/** The languages of the interface, and addresses in each: Arabic has the plain ones, for they are the articles' own. */
export const LANGUAGES = ['ar', 'fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (text: string): text is Language => (LANGUAGES as readonly string[]).includes(text);

export const directionOf = (language: Language) => (language === 'ar' ? 'rtl' : 'ltr');

/** A path of the site in a language. */
export const pathIn = (language: Language, path: string): string =>
  language === 'ar' ? path : path === '/' ? `/${language}` : `/${language}${path}`;
