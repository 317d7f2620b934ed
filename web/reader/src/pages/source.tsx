/** What one outlet published. */
import { graphql } from '../graphql.js';
import { isAddress, NOT_FOUND, type Outcome, type Visit } from '../page.js';
import { ARTICLE_LIST, ArticleList, pageInfoOf } from '../parts/article-list.js';
import { Link } from '../parts/link.js';
import { LOGO, Logo } from '../parts/logo.js';
import { pageArguments, pathsOf, queryOf } from '../parts/pager.js';
import { counted, TEXTS } from '../texts/texts.js';

const SOURCE = graphql(
  `
  query Source($slug: String!, $first: Int, $last: Int, $after: String, $before: String) {
    source(slug: $slug) {
      name path homepage
      ...Logo
      articleCount { value }
      articles(first: $first, last: $last, after: $after, before: $before) {
        ...ArticleList
      }
    }
  }
`,
  [ARTICLE_LIST, LOGO],
);

export async function source({ language, ask, path, query }: Visit, slug: string): Promise<Outcome> {
  const { data } = await ask(SOURCE, { slug, ...pageArguments(query) });
  const found = data?.source;
  if (!found?.articles) return NOT_FOUND;
  if (!isAddress(path, found.path)) return { redirect: found.path + queryOf(query) };
  const texts = TEXTS[language];
  return {
    title: found.name,
    ...pathsOf(found.path, query, pageInfoOf(found.articles)),
    feeds: [{ title: found.name, path: `/feeds${found.path}` }],
    body: (
      <>
        <header className="heading">
          <p className="kicker">
            <Link to="/sources">{texts.sources}</Link>
          </p>
          <h1>
            <Logo source={found} />
            <bdi>{found.name}</bdi>
          </h1>
          <p className="meta">
            {found.articleCount && counted(language, texts.articles, found.articleCount.value)}
            {found.homepage && (
              <a href={found.homepage} rel="external noopener">
                {texts.homepage}
              </a>
            )}
          </p>
        </header>
        <ArticleList path={found.path} list={found.articles} />
      </>
    ),
  };
}
