/** The site: a request comes in with a way to ask GraphQL, a page goes out as HTML. Nothing here knows how either travels. */
import { renderToStaticMarkup } from 'react-dom/server';
import { directionOf, isLanguage, type Language, namedPath, withNamedLinks } from './languages.js';
import { type Assets, Layout } from './layout.js';
import type { Ask, Outcome, Page, Visit } from './page.js';
import { article } from './pages/article.js';
import { day } from './pages/day.js';
import { front } from './pages/front.js';
import { problem } from './pages/problem.js';
import { source } from './pages/source.js';
import { sources } from './pages/sources.js';
import { tag } from './pages/tag.js';
import { tags } from './pages/tags.js';
import { TEXTS } from './texts/texts.js';

/** Who asks for what: all that a page of the site depends on but its data. */
interface SiteRequest {
  /** Decoded, without its query. */
  path: string;
  origin: string;
  /** Of the interface, where the path names none. */
  preferred: string;
  assets: Assets;
}

interface Card {
  title: string;
  direction: 'rtl' | 'ltr';
  subtitle: string | null;
  siteName: string;
}

type Answer = { status: 200 | 404 | 410; html: string } | { status: 301; location: string };

/** By their first part; what follows it is the rest of the path. */
const PAGES: [RegExp, (visit: Visit, ...parts: string[]) => Promise<Outcome>][] = [
  [/^\/$/, front],
  [/^\/a\/([^/]+)(?:\/[^/]*)?$/, article],
  [/^\/sources$/, sources],
  [/^\/sources\/([^/]+)$/, source],
  [/^\/tags$/, tags],
  [/^\/tags\/([^/]+)$/, tag],
  [/^\/days\/([^/]+)$/, day],
];

export async function answer(request: SiteRequest & { query: URLSearchParams; ask: Ask }): Promise<Answer> {
  const { query, origin, ask } = request;
  const { language, named, path } = placeOf(request);
  const outcome = await visitPage({ language, path, query, origin, ask });
  if ('redirect' in outcome)
    return { status: 301, location: encodeURI(named ? namedPath(language, outcome.redirect) : outcome.redirect) };
  if ('problem' in outcome) return { status: outcome.problem, html: answerProblem(outcome.problem, request) };
  return { status: 200, html: render(request, outcome, true) };
}

/** What the picture of a page says to those who see it shared; null where there is no page. */
export async function card(request: SiteRequest & { query: URLSearchParams; ask: Ask }): Promise<Card | null> {
  const { query, origin, ask } = request;
  const { language, path } = placeOf(request);
  const page = await visitPage({ language, path, query, origin, ask });
  if ('redirect' in page || 'problem' in page) return null;
  const { title, titleDirection = directionOf(language), subtitle = null } = page;
  return { title, direction: titleDirection, subtitle, siteName: TEXTS[language].siteName };
}

/** The page for what is not here, or failed on the server. */
export const answerProblem = (status: 404 | 410 | 500, request: SiteRequest): string =>
  render(request, problem(placeOf(request).language, status), false);

async function visitPage(visit: Visit): Promise<Outcome> {
  for (const [pattern, page] of PAGES) {
    const found = pattern.exec(visit.path);
    if (found) return page(visit, ...found.slice(1));
  }
  return { problem: 404 };
}

/** The language of the interface, whether the path names it, and the path without its name. */
function placeOf({ path, preferred }: SiteRequest): { language: Language; named: boolean; path: string } {
  const [, named = '', rest] = /^\/(\w\w)(\/.*)?$/.exec(path) ?? [];
  if (isLanguage(named)) return { language: named, named: true, path: rest ?? '/' };
  return { language: isLanguage(preferred) ? preferred : 'ar', named: false, path };
}

function render(request: SiteRequest, page: Page, indexed: boolean): string {
  const { language, named } = placeOf(request);
  const { assets, origin } = request;
  const html = renderToStaticMarkup(<Layout {...{ language, named, page, assets, origin, indexed }} />);
  return `<!doctype html>${named && language === 'ar' ? withNamedLinks(html) : html}`;
}
