/**
 * What the app is compared with: the least that can answer the same requests from the same database. Node's HTTP server
 * passes on the JSON that PostgreSQL builds in one prepared statement for each kind of request.
 */
import 'reflect-metadata';
import { createServer } from 'node:http';
import pg from 'pg';
import { ANONYMOUS } from '../src/core/access.js';
import { visibleTo } from '../src/core/visibility.js';
import { listRelated } from '../src/headlines/related.sql.js';
import { answerMeasurements } from './measured-process.js';
import { recordStatement } from './recorder.js';

type Query = { name: string; text: string; values: (asked: URLSearchParams) => unknown[] };

const VISIBLE = visibleTo(ANONYMOUS);
const FACE =
  'join revision r on r.article_id = a.id and r.number = a.published_revision join source s on s.id = a.source_id';
const PATH = `'/a/' || a.id || '/' || a.slug`;
const INSTANT = `to_char(r.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
/** The name that a caller gets who asks for no language. */
const NAME = (row: string, language: string) =>
  `coalesce(jsonb_path_query_first(${row}.names, '$[*] ? (@.language == $l).text', jsonb_build_object('l', ${language})), ${row}.names->0->'text')`;
const SOURCE_NAME = NAME('s', 's.languages[1]');
const TAGS = `(select json_agg(json_build_object('name', ${NAME('t', `'ar'`)}, 'slug', t.slug) order by o.place)
  from unnest(a.tag_ids) with ordinality as o(id, place) join tag t on t.id = o.id)`;

// The ranking is the app's own statement, so that both rank alike and the difference is the servers'.
const related = await recordStatement((db) => listRelated(db, ANONYMOUS, ['id'], 6));

const ARTICLE = `select json_build_object('data', json_build_object('article', json_build_object(
    'id', a.id, 'title', r.title, 'slug', a.slug, 'path', ${PATH}, 'canonicalUrl', r.canonical_url, 'summary', r.summary,
    'body', r.body, 'byline', r.byline, 'language', a.language,
    'direction', case when a.language in ('ar', 'ary') then 'RTL' else 'LTR' end, 'publishedAt', ${INSTANT},
    'publishedOn', json_build_object('value', r.published_on, 'precision', r.date_precision),
    'source', json_build_object('name', ${SOURCE_NAME}, 'slug', s.slug), 'tags', ${TAGS},
    'relatedHeadlines', (
      select coalesce(json_agg(json_build_object('reason', l.reason, 'headline', json_build_object('title', l.title,
        'href', '/a/' || l."articleId" || '/' || l."articleSlug", 'source', json_build_object('name', ${SOURCE_NAME})))), '[]')
      from (${related.text}) l join source s on s.id = l.source ->> 'id'))))::text as body
  from article a ${FACE} where a.id = ($1::text[])[1] and ${VISIBLE}`;

const FRONT_PAGE = `select json_build_object('data', json_build_object('articles', json_build_object('nodes', json_agg(
    json_build_object('id', a.id, 'title', r.title, 'path', ${PATH}, 'summary', r.summary, 'publishedAt', ${INSTANT},
      'source', json_build_object('name', ${SOURCE_NAME}, 'slug', s.slug), 'tags', ${TAGS})
    order by a.sorted_at desc, a.id desc))))::text as body
  from (select * from article a where ${VISIBLE} order by a.sorted_at desc, a.id desc limit 20) a ${FACE}`;

const TICKER = `select json_build_object('data', json_build_object('ticker', json_build_object('headlines', json_agg(
    json_build_object('title', r.title, 'href', ${PATH}, 'source', json_build_object('name', ${SOURCE_NAME}))
    order by a.sorted_at desc, a.id desc))))::text as body
  from (select * from article a where ${VISIBLE} order by a.sorted_at desc, a.id desc limit 55) a ${FACE}`;

const TAG_PAGE = (place: string) => `
  select json_build_object('data', json_build_object('articles', json_build_object('nodes', json_agg(
    json_build_object('id', a.id, 'title', r.title, 'path', ${PATH}, 'publishedAt', ${INSTANT},
      'source', json_build_object('name', ${SOURCE_NAME}))
    order by a.sorted_at desc, a.id desc))))::text as body
  from (select a.* from article_tag x join article a on a.id = x.article_id
    where x.tag_id = $1 and ${place} and ${VISIBLE} order by x.sorted_at desc, x.article_id desc limit 20) a ${FACE}`;

const FIRST_OF_TAG: Query = { name: 'tag_first', text: TAG_PAGE('true'), values: (asked) => [asked.get('tag')] };
const DEEP_IN_TAG: Query = {
  name: 'tag_deep',
  text: TAG_PAGE('(x.sorted_at, x.article_id) < ($2, $3)'),
  values: (asked) => [asked.get('tag'), asked.get('at'), asked.get('id')],
};
const ROUTES: Record<string, (asked: URLSearchParams) => Query> = {
  '/article': () => ({ name: 'article', text: ARTICLE, values: (asked) => [[asked.get('id')], 6] }),
  '/front-page': () => ({ name: 'front_page', text: FRONT_PAGE, values: () => [] }),
  '/ticker': () => ({ name: 'ticker', text: TICKER, values: () => [] }),
  '/tag': (asked) => (asked.has('at') ? DEEP_IN_TAG : FIRST_OF_TAG),
};

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, application_name: 'bench-reference', max: 10 });

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  try {
    const query = ROUTES[url.pathname]?.(url.searchParams);
    if (!query) throw new Error(`There is nothing at ${url.pathname}`);
    const { name, text } = query;
    const { rows } = await pool.query<{ body: string }>({ name, text, values: query.values(url.searchParams) });
    response.setHeader('content-type', 'application/json; charset=utf-8').end(rows[0]?.body);
  } catch (error) {
    response.writeHead(500).end((error as Error).message);
  }
});
server.listen(0, '127.0.0.1', () => answerMeasurements((server.address() as { port: number }).port));
