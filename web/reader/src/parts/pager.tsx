/** Plain links along a list, by its cursors. */
import { type Language, pathIn } from '../languages.js';
import { TEXTS } from '../texts/texts.js';

export const PAGE_SIZE = 24;

export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

/** The arguments of a connection that a page's query names. */
export function placeOf(query: URLSearchParams) {
  const [after, before] = [query.get('after'), query.get('before')];
  if (before !== null) return { last: PAGE_SIZE, before };
  return after === null ? { first: PAGE_SIZE } : { first: PAGE_SIZE, after };
}

/** The query of the very page, for its own address. */
export function queryOf(query: URLSearchParams): string {
  const [after, before] = [query.get('after'), query.get('before')];
  if (before !== null) return `?before=${encodeURIComponent(before)}`;
  return after === null ? '' : `?after=${encodeURIComponent(after)}`;
}

const previousOf = (path: string, info: PageInfo) =>
  info.hasPreviousPage && info.startCursor ? `${path}?before=${encodeURIComponent(info.startCursor)}` : null;
const nextOf = (path: string, info: PageInfo) =>
  info.hasNextPage && info.endCursor ? `${path}?after=${encodeURIComponent(info.endCursor)}` : null;

/** Where a page of a list stands: its own address, and its neighbours'. */
export const placesOf = (path: string, query: URLSearchParams, info: PageInfo) => ({
  path: path + queryOf(query),
  previous: previousOf(path, info),
  next: nextOf(path, info),
});

export function Pager({ language, path, info }: { language: Language; path: string; info: PageInfo }) {
  const [previous, next] = [previousOf(path, info), nextOf(path, info)];
  if (!previous && !next) return null;
  return (
    <nav className="pager" aria-label={`${TEXTS[language].newer} / ${TEXTS[language].older}`}>
      {previous && (
        <a rel="prev" href={pathIn(language, previous)}>
          {TEXTS[language].newer}
        </a>
      )}
      {next && (
        <a rel="next" href={pathIn(language, next)}>
          {TEXTS[language].older}
        </a>
      )}
    </nav>
  );
}
