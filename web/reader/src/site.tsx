/** The site: a request comes in with a way to ask GraphQL, a page goes out as HTML. Nothing here knows how either travels. */
import { renderToStaticMarkup } from 'react-dom/server';
import { type Interface, InterfaceContext, interfaceIn } from './interface.js';
import { directionOf, isLanguage, type Language, pathUnder } from './languages.js';
import { type Assets, Layout } from './layout.js';
import type { Ask, Outcome, Page, Visit } from './page.js';
import { article } from './pages/article.js';
import { day, newestDay } from './pages/day.js';
import { front } from './pages/front.js';
import { problem } from './pages/problem.js';
import { source } from './pages/source.js';
import { sources } from './pages/sources.js';
import { tag } from './pages/tag.js';
import { tags } from './pages/tags.js';

export { LANGUAGES } from './languages.js';

/** Who asks for what: all that a page of the site depends on but its data. */
interface SiteRequest {
  /** Decoded, without its query. */
  path: string;
  query: URLSearchParams;
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

interface Moved {
  status: 301;
  location: string;
}

type Answer = { status: 200 | 404 | 410; html: string } | Moved;
type CardAnswer = { status: 200; card: Card } | { status: 404 | 410 } | Moved;

type MakePage = (visit: Visit, ...parts: string[]) => Promise<Outcome>;

/** By their paths in Arabic; each is found under every language too. What a page is of stands at `:`. */
const PAGES: Record<string, MakePage> = {
  '/': front,
  '/a/:id': article,
  '/a/:id/:slug': article,
  '/sources': sources,
  '/sources/:slug': source,
  '/tags': tags,
  '/tags/:slug': tag,
  '/days': newestDay,
  '/days/:day': day,
};

export const PATHS = Object.keys(PAGES);

/** All that pages read of their queries: addresses that differ in anything else have the same page. */
export const PARAMETERS = ['after', 'before', 'kind'];

/** The page that a request asks for, the one address that it has, or a page that says why there is none. Throws what `ask` throws. */
export async function answer(request: SiteRequest, ask: Ask): Promise<Answer> {
  if (/.\/$/.test(request.path)) return moved(withoutSlash(request));
  const address = addressOf(request);
  const outcome = await visitPage(request, address, ask);
  if ('redirect' in outcome) return movedTo(outcome.redirect, address);
  if ('problem' in outcome) return { status: outcome.problem, html: answerProblem(outcome.problem, request) };
  return { status: 200, html: render(request, address, outcome, true) };
}

/** What the picture of a page says to those who see it shared. Throws what `ask` throws. */
export async function card(request: SiteRequest, ask: Ask): Promise<CardAnswer> {
  const address = addressOf(request);
  const page = await visitPage(request, address, ask);
  if ('redirect' in page) return movedTo(page.redirect, address);
  if ('problem' in page) return { status: page.problem };
  const { language, texts } = address.given;
  const { title, titleDirection = directionOf(language), subtitle = null } = page;
  return { status: 200, card: { title, direction: titleDirection, subtitle, siteName: texts.siteName } };
}

/** The page for what is not here, was withdrawn, or failed on the server. */
export function answerProblem(status: 404 | 410 | 500, request: SiteRequest): string {
  const address = addressOf(request);
  return render(request, address, problem(address.given.texts, status), false);
}

async function visitPage({ query, origin }: SiteRequest, { path, given }: Address, ask: Ask): Promise<Outcome> {
  for (const [pattern, make] of PATTERNS) {
    const found = pattern.exec(path);
    if (found) return make({ language: given.language, path, query, origin, ask }, ...found.slice(1));
  }
  return { problem: 404 };
}

const PATTERNS = Object.entries(PAGES).map(
  ([path, make]) => [new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`), make] as const,
);

interface Address {
  given: Interface;
  /** Whether the path names its language. */
  named: boolean;
  /** Without that name. */
  path: string;
}

function addressOf({ path, preferred }: SiteRequest): Address {
  const [, name = '', rest = '/'] = /^\/(\w\w)(\/.*)?$/.exec(path) ?? [];
  if (isLanguage(name)) return { given: interfaceIn(name, true), named: true, path: rest };
  const language: Language = isLanguage(preferred) ? preferred : 'ar';
  return { given: interfaceIn(language, false), named: false, path };
}

/** In the language that the address names. */
const movedTo = (path: string, { named, given }: Address) => moved(pathUnder(named ? given.prefix : '', path));

/** Letters are encoded, and what is encoded already stays as it is. */
function moved(path: string): Moved {
  const { pathname, search } = new URL(path, 'http://localhost');
  return { status: 301, location: pathname + search };
}

/** With one slash at its beginning: two would lead to another site. */
const withoutSlash = ({ path, query }: SiteRequest) =>
  `/${path.replace(/^\/+|\/+$/g, '')}${query.size > 0 ? `?${query}` : ''}`;

function render({ assets, origin }: SiteRequest, { given, named }: Address, page: Page, indexed: boolean): string {
  const html = renderToStaticMarkup(
    <InterfaceContext value={given}>
      <Layout {...{ named, page, assets, origin, indexed }} />
    </InterfaceContext>,
  );
  return `<!doctype html>${html}`;
}
