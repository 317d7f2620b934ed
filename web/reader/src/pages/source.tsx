/** What one outlet published. */
import { graphql } from '../graphql.js';
import { NOT_FOUND, type Outcome, type Visit } from '../page.js';
import { CARD, Cards } from '../parts/cards.js';
import { nextOf, Pager, placeOf, previousOf, queryOf } from '../parts/pager.js';
import { counted, TEXTS } from '../texts/texts.js';

const SOURCE = graphql(
  `
  query Source($slug: String!, $first: Int, $last: Int, $after: String, $before: String) {
    source(slug: $slug) {
      name path homepage
      articleCount { value }
      articles(first: $first, last: $last, after: $after, before: $before) {
        nodes { ...Card }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }
`,
  [CARD],
);

export async function source({ language, ask, path, query }: Visit, slug: string): Promise<Outcome> {
  const { data } = await ask(SOURCE, { slug, ...placeOf(query) });
  const found = data?.source;
  if (!found?.articles) return NOT_FOUND;
  if (found.path.normalize('NFC') !== path.normalize('NFC')) return { redirect: found.path + queryOf(query) };
  const texts = TEXTS[language];
  const { nodes, pageInfo } = found.articles;
  return {
    title: found.name,
    path: found.path + queryOf(query),
    feeds: [{ title: found.name, path: `/feeds${found.path}` }],
    previous: previousOf(found.path, pageInfo),
    next: nextOf(found.path, pageInfo),
    body: (
      <>
        <header className="heading">
          <h1>
            <bdi>{found.name}</bdi>
          </h1>
          <p className="meta">
            {found.articleCount && counted(language, texts.articles, found.articleCount.value)}{' '}
            {found.homepage && (
              <a href={found.homepage} rel="external noopener">
                {texts.homepage}
              </a>
            )}
          </p>
        </header>
        <Cards language={language} articles={nodes} />
        <Pager language={language} path={found.path} info={pageInfo} />
      </>
    ),
  };
}
