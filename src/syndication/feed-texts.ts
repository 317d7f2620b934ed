/** What feeds say of themselves, in the language of the feed. */
import { directionOf } from '../text/direction.js';

interface FeedTexts {
  site: string;
  latest: string;
  allArticles: string;
  articlesOf: (name: string) => string;
}

const TEXTS: Record<'ar' | 'fr' | 'en', FeedTexts> = {
  ar: {
    site: 'ورّاق',
    latest: 'أحدث المقالات',
    allArticles: 'أحدث المقالات من كل المصادر',
    articlesOf: (name) => `أحدث المقالات: ${name}`,
  },
  fr: {
    site: 'Warraq',
    latest: 'Derniers articles',
    allArticles: 'Les derniers articles de toutes les sources',
    articlesOf: (name) => `Derniers articles : ${name}`,
  },
  en: {
    site: 'Warraq',
    latest: 'Latest articles',
    allArticles: 'The latest articles of all sources',
    articlesOf: (name) => `Latest articles: ${name}`,
  },
};

/** In Arabic for the languages that are written with its letters, in English for those that have no texts of their own. */
export function feedTexts(language: string): FeedTexts {
  const [primary = ''] = language.split('-');
  if (primary === 'fr') return TEXTS.fr;
  return directionOf(language) === 'RTL' ? TEXTS.ar : TEXTS.en;
}
