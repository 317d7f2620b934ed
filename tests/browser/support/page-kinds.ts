/** One page of each kind that there is, in a language. */
import { type Language, pathIn } from './reader.js';
import type { Site } from './site.js';

export interface PageKind {
  kind: string;
  /** How it answers. */
  status: number;
  pathOn(site: Site): string;
}

const KINDS: [string, number, (site: Site, language: Language) => string][] = [
  ['front page', 200, () => '/'],
  ['article with a picture', 200, ({ editions }, language) => editions[language].lead.path],
  ['article of which only a summary is given', 200, ({ editions }, language) => editions[language].summaryOnly.path],
  ['source', 200, ({ editions }, language) => editions[language].longList.path],
  ['tag', 200, ({ editions }, language) => editions[language].tag.path],
  ['list of sources', 200, () => '/sources'],
  ['list of tags', 200, () => '/tags'],
  ['list of topics', 200, () => '/tags?kind=topic'],
  ['day', 200, () => `/days/${new Date(Date.now() - 26 * 3_600_000).toISOString().slice(0, 10)}`],
  ['page that is not there', 404, () => '/nothing/here'],
  ['article that was withdrawn', 410, ({ editions }, language) => editions[language].withdrawn.path],
];

/** With their paths in this interface. */
export const kindsIn = (language: Language): PageKind[] =>
  KINDS.map(([kind, status, pathOf]) => ({
    kind,
    status,
    pathOn: (site) => pathIn(language, pathOf(site, language)),
  }));
