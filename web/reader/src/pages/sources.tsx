/** All outlets. */
import { graphql } from '../graphql.js';
import { pathIn } from '../languages.js';
import { NOT_FOUND, type Outcome, type Visit } from '../page.js';
import { Pager, placeOf, placesOf } from '../parts/pager.js';
import { counted, TEXTS } from '../texts/texts.js';

const SOURCES = graphql(`
  query Sources($first: Int, $last: Int, $after: String, $before: String) {
    sources(first: $first, last: $last, after: $after, before: $before) {
      nodes { id name path articleCount { value } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);

export async function sources({ language, ask, query }: Visit): Promise<Outcome> {
  const texts = TEXTS[language];
  const { data } = await ask(SOURCES, placeOf(query));
  if (!data?.sources) return NOT_FOUND;
  const { nodes, pageInfo } = data.sources;
  return {
    title: texts.sources,
    ...placesOf('/sources', query, pageInfo),
    feeds: [{ title: texts.latest, path: '/feeds/latest' }],
    body: (
      <>
        <h1>{texts.sources}</h1>
        {nodes.length === 0 && <p className="nothing">{texts.nothing}</p>}
        <ul className="index">
          {nodes.map(({ id, name, path, articleCount }) => (
            <li key={id}>
              <a href={pathIn(language, path)}>
                <bdi>{name}</bdi>
              </a>{' '}
              <small>{articleCount && counted(language, texts.articles, articleCount.value)}</small>
            </li>
          ))}
        </ul>
        <Pager language={language} path="/sources" info={pageInfo} />
      </>
    ),
  };
}
