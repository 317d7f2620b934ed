/**
 * An article as schema.org's NewsArticle, in JSON-LD, for the page that shows it. The text itself is left out: the page has
 * it, and twice the bytes tell a search engine nothing new. Dates are as exact as they are known, and never more.
 */
import type { Article, Correction } from '../articles/article.entity.js';
import { articlePath } from '../articles/article-page.js';
import { Access, type Source, sourceName } from '../sources/source.entity.js';
import { knownDate } from './known-date.js';
import type { Picture } from './picture.js';
import { webAddress } from './web-address.js';

export interface ArticleParts {
  section: string | null;
  tags: string[];
  lead: Picture | null;
  logo: Picture | null;
  corrections: Correction[];
}

/** A value whose members that are null or an empty list are left out. */
type Thing = Record<string, unknown>;

const thing = (type: string, members: Thing): Thing => ({
  '@type': type,
  ...Object.fromEntries(
    Object.entries(members).filter(([, value]) => value != null && !(Array.isArray(value) && value.length === 0)),
  ),
});

export function newsArticle(origin: string, article: Article, parts: ArticleParts): Thing {
  const { title, language, byline, source, canonicalUrl, access } = article;
  const url = webAddress(origin, articlePath(article));
  const original = canonicalUrl === null ? null : webAddress(origin, canonicalUrl);
  return {
    '@context': 'https://schema.org',
    ...thing('NewsArticle', {
      '@id': url,
      url,
      mainEntityOfPage: thing('WebPage', { '@id': url }),
      headline: title,
      description: article.summary,
      inLanguage: language,
      datePublished: knownDate(article)?.value,
      dateModified: article.modifiedAt.toISOString(),
      author: byline === null ? null : thing('Person', { name: byline }),
      publisher: source && publisher(origin, source, language, parts.logo),
      isPartOf: source?.homepage
        ? thing('WebSite', { name: sourceName(source, language), url: source.homepage })
        : null,
      // The same article where its source published it.
      sameAs: original,
      isBasedOn: original,
      image: parts.lead && imageObject(parts.lead),
      articleSection: parts.section,
      keywords: parts.tags,
      wordCount: article.wordCount,
      // Of what rights withhold, nobody here knows whether it is to be had elsewhere.
      isAccessibleForFree: access === Access.FULL_TEXT ? true : null,
      creditText: source?.credit,
      correction: parts.corrections.map(correction),
    }),
  };
}

const publisher = (origin: string, source: Source, language: string, logo: Picture | null) =>
  thing('NewsMediaOrganization', {
    name: sourceName(source, language),
    url: source.homepage ?? webAddress(origin, `/sources/${source.slug}`),
    logo: logo && imageObject(logo),
  });

const imageObject = ({ url, width, height, caption, credit }: Picture) =>
  thing('ImageObject', { url, width, height, caption, creditText: credit });

const correction = ({ note, at }: Correction) =>
  thing('CorrectionComment', { text: note, datePublished: at.toISOString() });

/** Text for a `<script type="application/ld+json">`: nothing in it can end the script or begin a comment. */
export const scriptText = (value: Thing) => JSON.stringify(value).replace(/</g, '\\u003c');
