/** What stands under a topic, a person, a place, an organisation or an event. */
import { graphql } from '../graphql.js';
import { isAddress, NOT_FOUND, type Outcome, type Visit } from '../page.js';
import { ARTICLE_LIST, ArticleList, pageInfoOf } from '../parts/article-list.js';
import { Link, NamedLink } from '../parts/link.js';
import { pageArguments, pathsOf, queryOf } from '../parts/pager.js';
import { TagLinks } from '../parts/tag-links.js';
import { counted, TEXTS } from '../texts/texts.js';
import { pathOfKind } from './tags.js';

const TAG = graphql(
  `
  query Tag($slug: String!, $language: Language!, $first: Int, $last: Int, $after: String, $before: String) {
    tag(slug: $slug) {
      name(language: $language) path kind
      articleCount { value }
      broader { name(language: $language) path }
      narrower(first: 40) { nodes { id name(language: $language) path } }
      articles(first: $first, last: $last, after: $after, before: $before) {
        ...ArticleList
      }
    }
  }
`,
  [ARTICLE_LIST],
);

export async function tag({ language, ask, path, query }: Visit, slug: string): Promise<Outcome> {
  const { data } = await ask(TAG, { slug, language, ...pageArguments(query) });
  const found = data?.tag;
  if (!found?.articles) return NOT_FOUND;
  if (!isAddress(path, found.path)) return { redirect: found.path + queryOf(query) };
  const texts = TEXTS[language];
  const narrower = found.narrower?.nodes ?? [];
  return {
    title: found.name,
    ...pathsOf(found.path, query, pageInfoOf(found.articles)),
    feeds: [{ title: found.name, path: `/feeds${found.path}` }],
    body: (
      <>
        <header className="heading">
          <p className="kicker">
            <Link to={pathOfKind(found.kind)}>{texts.kinds[found.kind]}</Link>
            {found.broader && <NamedLink to={found.broader} />}
          </p>
          <h1>
            <bdi>{found.name}</bdi>
          </h1>
          {found.articleCount && <p className="meta">{counted(language, texts.articles, found.articleCount.value)}</p>}
          {narrower.length > 0 && (
            <nav className="tags" aria-label={texts.narrower}>
              <TagLinks tags={narrower} />
            </nav>
          )}
        </header>
        <ArticleList path={found.path} list={found.articles} />
      </>
    ),
  };
}
