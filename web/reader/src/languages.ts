/** The languages of the interface, and addresses in each: Arabic has the plain ones, for they are the articles' own. */
export const LANGUAGES = ['ar', 'fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (text: string): text is Language => (LANGUAGES as readonly string[]).includes(text);

export const directionOf = (language: Language) => (language === 'ar' ? 'rtl' : 'ltr');

/** A path of the site in a language. */
export const pathIn = (language: Language, path: string): string =>
  language === 'ar' ? path : namedPath(language, path);

/** The same for who chooses the language: a plain path speaks the one that her browser prefers. */
export const namedPath = (language: Language, path: string): string => `/${language}${path === '/' ? '' : path}`;

/** Plain paths of pages, as links of HTML have them. */
const PLAIN_LINK = /(<a\b[^>]* href=")(\/(?:(?:a|sources|tags|days)\b[^"]*)?)"/g;

/** The links of an Arabic page whose address names its language name it too, so that she stays with her choice. */
export const withNamedLinks = (html: string): string =>
  html.replace(PLAIN_LINK, (_, before: string, path: string) => `${before}${namedPath('ar', path)}"`);
