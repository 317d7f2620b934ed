/** A page of a list of articles, with the ways along it. */
import { type FragmentOf, graphql, readFragment } from '../graphql.js';
import { CARD } from './card.js';
import { Cards } from './cards.js';
import { type PageInfo, Pager } from './pager.js';

export const ARTICLE_LIST = graphql(
  `
  fragment ArticleList on ArticleConnection {
    nodes { ...Card }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
`,
  [CARD],
);

type List = FragmentOf<typeof ARTICLE_LIST>;

export const pageInfoOf = (list: List): PageInfo => readFragment(ARTICLE_LIST, list).pageInfo;

/** `path` is the list's own. */
export const ArticleList = ({ path, list }: { path: string; list: List }) => (
  <>
    <Cards articles={readFragment(ARTICLE_LIST, list).nodes} level={2} />
    <Pager path={path} info={pageInfoOf(list)} />
  </>
);
