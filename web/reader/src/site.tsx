/** The site: a request comes in with a way to ask GraphQL, a page goes out as HTML. Nothing here knows how either travels. */
import { renderToStaticMarkup } from 'react-dom/server';
import { isLanguage, type Language, pathIn } from './languages.js';
import { type Assets, Layout } from './layout.js';
import type { Ask, Outcome, Visit } from './page.js';
import { article } from './pages/article.js';
import { day } from './pages/day.js';
import { front } from './pages/front.js';
import { problem } from './pages/problem.js';
import { source } from './pages/source.js';
import { sources } from './pages/sources.js';
import { tag } from './pages/tag.js';
import { tags } from './pages/tags.js';

export interface SiteRequest {
  /** Decoded, without its query. */
  path: string;
  query: URLSearchParams;
  origin: string;
  /** Of the interface, where the path names none. */
  preferred: string;
  assets: Assets;
  ask: Ask;
}

export type SiteAnswer = { status: 200 | 404 | 410 | 500; html: string } | { status: 301; location: string };

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

export async function answer({ path, query, origin, preferred, assets, ask }: SiteRequest): Promise<SiteAnswer> {
  const [, named = '', rest = ''] = /^\/(ar|fr|en)(\/.*)?$/.exec(path) ?? [];
  const language: Language = isLanguage(named) ? named : isLanguage(preferred) ? preferred : 'ar';
  const visit: Visit = { language, path: named ? rest || '/' : path, query, origin, ask };
  const outcome = await visitPage(visit);
  if ('redirect' in outcome)
    return { status: 301, location: encodeURI(named ? pathIn(language, outcome.redirect) : outcome.redirect) };
  if ('problem' in outcome) return { status: outcome.problem, html: render(problem(language, outcome.problem), false) };
  return { status: 200, html: render(outcome, true) };

  function render(page: Parameters<typeof Layout>[0]['page'], indexed: boolean): string {
    return `<!doctype html>${renderToStaticMarkup(<Layout language={language} page={page} assets={assets} origin={origin} indexed={indexed} />)}`;
  }
}

async function visitPage(visit: Visit): Promise<Outcome> {
  for (const [pattern, page] of PAGES) {
    const found = pattern.exec(visit.path);
    if (found) return page(visit, ...found.slice(1));
  }
  return { problem: 404 };
}

/** The page for what failed on the server, or is not one of the site's addresses. */
export function answerProblem(
  status: 404 | 500,
  { path, preferred, assets, origin }: Omit<SiteRequest, 'ask' | 'query'>,
): string {
  const [, named = ''] = /^\/(ar|fr|en)(\/|$)/.exec(path) ?? [];
  const language: Language = isLanguage(named) ? named : isLanguage(preferred) ? preferred : 'ar';
  return `<!doctype html>${renderToStaticMarkup(<Layout language={language} page={problem(language, status)} assets={assets} origin={origin} indexed={false} />)}`;
}
