/** Plain links along a list, by its cursors. */
import { useInterface } from '../interface.js';
import { Steps } from './steps.js';

export const PAGE_SIZE = 24;

/** What a connection says of its page. */
export interface PageInfo {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

/** The arguments of a connection that a page's query names. */
export function pageArguments(query: URLSearchParams) {
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

const previousOf = (path: string, { hasPreviousPage, startCursor }: PageInfo) =>
  hasPreviousPage && startCursor ? withQuery(path, `?before=${encodeURIComponent(startCursor)}`) : null;
const nextOf = (path: string, { hasNextPage, endCursor }: PageInfo) =>
  hasNextPage && endCursor ? withQuery(path, `?after=${encodeURIComponent(endCursor)}`) : null;

/** The path of a list may have a query of its own. */
const withQuery = (path: string, query: string) => path + (path.includes('?') ? query.replace('?', '&') : query);

/** Where a page of a list stands: its own address, and its neighbours'. */
export const pathsOf = (path: string, query: URLSearchParams, info: PageInfo) => ({
  path: withQuery(path, queryOf(query)),
  previous: previousOf(path, info),
  next: nextOf(path, info),
});

interface PagerProps {
  path: string;
  info: PageInfo;
  /** What the list goes by: articles are newer and older, names stand on pages. */
  by?: 'time' | 'name';
}

export function Pager({ path, info, by = 'time' }: PagerProps) {
  const { texts } = useInterface();
  const names: [string, string] = by === 'time' ? [texts.newer, texts.older] : [texts.previousPage, texts.nextPage];
  return <Steps previous={previousOf(path, info)} next={nextOf(path, info)} names={names} follows />;
}
