/** The requests that are measured, each as GraphQL for the app and as a path for the reference, and who asks for what. */
import type { Db } from '../src/core/database.js';
import { writeCursor } from '../src/core/page.js';
import { pick, type Random } from './random.js';

/** One request, as both servers take it. */
export interface Asked {
  graphql: string;
  path: string;
}

export interface RequestKind {
  name: string;
  /** One with arguments drawn by chance. */
  ask(random: Random): Asked;
}

const ARTICLE_PAGE = `query ($id: ID!) { article(id: $id) {
  id title slug path canonicalUrl summary body byline language direction publishedAt publishedOn { value precision }
  source { name slug } tags { name slug }
  relatedHeadlines(first: 6) { reason headline { title href source { name } } } } }`;
const FRONT_PAGE = `{ articles(first: 20) { nodes { id title path summary publishedAt source { name slug } tags { name slug } } } }`;
const TICKER = `{ ticker { headlines(first: 55) { title href source { name } } } }`;
const TAG_ARCHIVE = `query ($tag: String!, $after: String) { articles(filter: { anyTags: [$tag] }, first: 20, after: $after) {
  nodes { id title path publishedAt source { name } } } }`;

const DEPTH = 5_000;
const IDS = 2_000;

interface Place {
  slug: string;
  tagId: string;
  id: string;
  sortedAt: Date;
}

/** The kinds of request over what this database holds. */
export async function requestsFor(db: Db): Promise<RequestKind[]> {
  const articles = await db.query<{ id: string }>(
    `select id from article where published_revision is not null order by md5(id) limit ${IDS}`,
  );
  const places = await deepPlaces(db);
  const fixed = (name: string, query: string, path: string): RequestKind => ({
    name,
    ask: () => ({ graphql: body(query), path }),
  });
  return [
    {
      name: 'W1 article page',
      ask(random) {
        const { id } = pick(random, articles);
        return { graphql: body(ARTICLE_PAGE, { id }), path: `/article?id=${id}` };
      },
    },
    fixed('W2 front page of 20', FRONT_PAGE, '/front-page'),
    fixed('W3 ticker of 55', TICKER, '/ticker'),
    { name: 'W4 a tag, first page', ask: (random) => tagPage(pick(random, places), false) },
    { name: `W4 a tag, ${DEPTH} deep`, ask: (random) => tagPage(pick(random, places), true) },
  ];
}

function tagPage({ slug, tagId, id, sortedAt }: Place, deep: boolean): Asked {
  const cursor = writeCursor('articles:NEWEST', { id, value: String(sortedAt.getTime()) });
  const at = deep ? `&at=${sortedAt.toISOString()}&id=${id}` : '';
  return { graphql: body(TAG_ARCHIVE, { tag: slug, after: deep ? cursor : null }), path: `/tag?tag=${tagId}${at}` };
}

/** Where the popular tags' lists are so deep; at least one tag must be. */
async function deepPlaces(db: Db): Promise<Place[]> {
  const places = await db.query<Place>(
    `select t.slug, t.id as "tagId", d.article_id as id, d.sorted_at as "sortedAt"
     from (select tag_id from article_tag group by tag_id having count(*) > $1 + 100 order by count(*) desc limit 10) p
     join tag t on t.id = p.tag_id
     cross join lateral (
       select x.article_id, x.sorted_at from article_tag x where x.tag_id = p.tag_id
       order by x.sorted_at desc, x.article_id desc offset $1 limit 1) d`,
    [DEPTH],
  );
  if (places.length === 0) throw new Error(`No tag has ${DEPTH} articles: load a larger corpus`);
  return places;
}

function body(query: string, variables: object = {}): string {
  return JSON.stringify({ query, variables });
}
