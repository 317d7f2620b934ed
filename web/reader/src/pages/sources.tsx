/** All outlets. */
import { graphql } from '../graphql.js';
import { NOT_FOUND, type Outcome, type Visit } from '../page.js';
import { NamedLink } from '../parts/link.js';
import { LOGO, Logo } from '../parts/logo.js';
import { Pager, pageArguments, pathsOf } from '../parts/pager.js';
import { counted, TEXTS } from '../texts/texts.js';

const SOURCES = graphql(
  `
  query Sources($first: Int, $last: Int, $after: String, $before: String) {
    sources(first: $first, last: $last, after: $after, before: $before) {
      nodes { id name path articleCount { value } ...Logo }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`,
  [LOGO],
);

export async function sources({ language, ask, query }: Visit): Promise<Outcome> {
  const texts = TEXTS[language];
  const { data } = await ask(SOURCES, pageArguments(query));
  if (!data?.sources) return NOT_FOUND;
  const { nodes, pageInfo } = data.sources;
  return {
    title: texts.sources,
    ...pathsOf('/sources', query, pageInfo),
    body: (
      <>
        <h1>{texts.sources}</h1>
        {nodes.length === 0 && <p className="nothing">{texts.nothing}</p>}
        <ul className="outlet-names">
          {nodes.map((source) => (
            <li key={source.id}>
              <Logo source={source} />
              <NamedLink to={source} />
              <small>{source.articleCount && counted(language, texts.articles, source.articleCount.value)}</small>
            </li>
          ))}
        </ul>
        <Pager path="/sources" info={pageInfo} by="name" />
      </>
    ),
  };
}
