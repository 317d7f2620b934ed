/** The reading site as it was built (web/reader): what it is asked, and what it answers. It knows the schema and nothing else of this program. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DocumentNode } from 'graphql';
import type { Card } from './draw-card.js';

/** The answer to a question, and the codes of what the caller did wrong. */
export type Ask = (document: DocumentNode, variables: object) => Promise<{ data: unknown; errors: { code: string }[] }>;

/** Where browsers find what pages load. */
interface Assets {
  script: string;
  style: string;
  fonts: string[];
}

/** Who asks for what: all that a page depends on but its data. */
export interface SiteRequest {
  /** Decoded, without its query. */
  path: string;
  query: URLSearchParams;
  /** Where readers reach this server. */
  origin: string;
  /** Language of the interface where the path names none. */
  preferred: string;
  assets: Assets;
}

/** A page, one that says why there is none, or the one address of a page. */
export type SiteAnswer = { status: 200 | 404 | 410; html: string } | { status: 301; location: string };

/** The same of a page's picture. */
export type CardAnswer = { status: 200; card: Card } | { status: 404 | 410 } | { status: 301; location: string };

/** What the built site exports; its docstrings say what each does. */
export interface Site {
  LANGUAGES: readonly [string, ...string[]];
  /** Of pages in Arabic, as routes have them: `/a/:id`. Each is found under every language too. */
  PATHS: string[];
  /** Of their queries, all that pages read. */
  PARAMETERS: string[];
  answer(request: SiteRequest, ask: Ask): Promise<SiteAnswer>;
  /** What the picture of the page says. */
  card(request: SiteRequest, ask: Ask): Promise<CardAnswer>;
  answerProblem(status: 404 | 410 | 500, request: SiteRequest): string;
}

/** The site with what its pages load. */
export interface OpenSite {
  site: Site;
  assets: Assets;
  /** Of the assets' files. */
  folder: string;
}

/** `built` is where it was built to: dist/web/reader. */
export async function openSite(built: string): Promise<OpenSite> {
  const folder = join(built, 'assets');
  const [site, assets] = await Promise.all([
    import(pathToFileURL(join(built, 'server/site.js')).href) as Promise<Site>,
    readAssets(folder),
  ]);
  return { site, assets, folder };
}

/** Files by what they were built from; their names hold a hash of their content. */
async function readAssets(folder: string): Promise<Assets> {
  const text = await readFile(join(folder, '.vite/manifest.json'), 'utf8');
  const built = JSON.parse(text) as Record<string, { file: string }>;
  const addressOf = (source: string) => {
    const found = Object.entries(built).find(([name]) => name.endsWith(source));
    if (!found) throw new Error(`${source} is not in the site's build: build it anew.`);
    return `/assets/${found[1].file}`;
  };
  return {
    script: addressOf('src/client/page.ts'),
    style: addressOf('src/style/page.css'),
    fonts: ['noto-naskh-arabic-core.woff2', 'noto-naskh-arabic-latin-wght-normal.woff2'].map(addressOf),
  };
}
