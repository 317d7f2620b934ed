/** What stands under a topic, a person, a place, an organisation or an event. */
import { graphql } from '../graphql.js';
import { pathIn } from '../languages.js';
import { NOT_FOUND, type Outcome, type Visit } from '../page.js';
import { CARD, Cards } from '../parts/cards.js';
import { nextOf, Pager, placeOf, previousOf, queryOf } from '../parts/pager.js';
import { counted, TEXTS } from '../texts/texts.js';

const TAG = graphql(
  `
  query Tag($slug: String!, $language: Language!, $first: Int, $last: Int, $after: String, $before: String) {
    tag(slug: $slug) {
      name(language: $language) path kind
      articleCount { value }
      broader { name(language: $language) path }
      narrower(first: 40) { nodes { id name(language: $language) path } }
      articles(first: $first, last: $last, after: $after, before: $before) {
        nodes { ...Card }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }
`,
  [CARD],
);

export async function tag({ language, ask, path, query }: Visit, slug: string): Promise<Outcome> {
  const { data } = await ask(TAG, { slug, language, ...placeOf(query) });
  const found = data?.tag;
  if (!found?.articles) return NOT_FOUND;
  if (found.path.normalize('NFC') !== path.normalize('NFC')) return { redirect: found.path + queryOf(query) };
  const texts = TEXTS[language];
  const { nodes, pageInfo } = found.articles;
  const narrower = found.narrower?.nodes ?? [];
  return {
    title: found.name,
    path: found.path + queryOf(query),
    feeds: [{ title: found.name, path: `/feeds${found.path}` }],
    previous: previousOf(found.path, pageInfo),
    next: nextOf(found.path, pageInfo),
    body: (
      <>
        <header className="heading">
          <p className="kicker">{texts.kinds[found.kind]}</p>
          <h1>
            <bdi>{found.name}</bdi>
          </h1>
          <p className="meta">
            {found.articleCount && counted(language, texts.articles, found.articleCount.value)}{' '}
            {found.broader && (
              <>
                {texts.broader}{' '}
                <a href={pathIn(language, found.broader.path)}>
                  <bdi>{found.broader.name}</bdi>
                </a>
              </>
            )}
          </p>
          {narrower.length > 0 && (
            <nav className="tags" aria-label={texts.narrower}>
              <ul>
                {narrower.map(({ id, name, path: to }) => (
                  <li key={id}>
                    <a href={pathIn(language, to)}>
                      <bdi>{name}</bdi>
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          )}
        </header>
        <Cards language={language} articles={nodes} />
        <Pager language={language} path={found.path} info={pageInfo} />
      </>
    ),
  };
}
