/** The front page: the ticker, what is new, by section and by source, and the way into the archive. */
import { today } from '../dates.js';
import { type FragmentOf, graphql, type ResultOf, readFragment } from '../graphql.js';
import { useInterface } from '../interface.js';
import type { Outcome, Visit } from '../page.js';
import { Calendar } from '../parts/calendar.js';
import { CARD, Card } from '../parts/card.js';
import { Cards } from '../parts/cards.js';
import { HEADLINE, Ticker } from '../parts/headlines.js';
import { Link, NamedLink, TitleLink } from '../parts/link.js';
import { LOGO, Logo } from '../parts/logo.js';
import { TEXTS } from '../texts/texts.js';

const FRONT = graphql(
  `
  query Front($language: Language!, $from: Date!, $to: Date!) {
    ticker { headlines(first: 55) { ...HeadlineLine } }
    articles(first: 9) { nodes { ...Card } }
    tags(first: 6, filter: { kind: TOPIC, topLevel: true }, orderBy: MOST_USED) {
      nodes { id path name(language: $language) articles(first: 6) { nodes { ...Card } } }
    }
    sources(first: 8, orderBy: LATEST) {
      nodes { id path name ...Logo articles(first: 3) { nodes { path title titleLanguage titleDirection } } }
    }
    archiveCounts(from: $from, to: $to, by: DAY) { date count }
  }
`,
  [CARD, HEADLINE, LOGO],
);

type Found = ResultOf<typeof FRONT>;
type Articles = readonly FragmentOf<typeof CARD>[];

export async function front({ language, ask }: Visit): Promise<Outcome> {
  const texts = TEXTS[language];
  const day = today();
  const { data } = await ask(FRONT, { language, from: `${day.slice(0, 7)}-01`, to: day });
  if (!data) throw new Error('The front page got no answer.');
  return {
    title: texts.siteName,
    description: texts.siteDescription,
    path: '/',
    aside: <Ticker headlines={data.ticker?.headlines ?? []} />,
    body: (
      <>
        <h1 className="unseen">{texts.siteName}</h1>
        <Latest articles={data.articles?.nodes ?? []} />
        <Sections found={data} />
        <Outlets found={data} />
        <section aria-labelledby="archive">
          <h2 id="archive">
            <Link to="/days">{texts.archive}</Link>
          </h2>
          <Calendar day={day} counts={data.archiveCounts ?? []} today={day} />
        </section>
      </>
    ),
  };
}

function Latest({ articles }: { articles: Articles }) {
  const { texts } = useInterface();
  const [first, ...rest] = articles;
  return (
    <section className="latest" aria-labelledby="latest">
      <h2 id="latest" className="unseen">
        {texts.latest}
      </h2>
      {first && <Card article={first} level={3} look="lead" />}
      {(rest.length > 0 || !first) && <Cards articles={rest} level={3} />}
    </section>
  );
}

interface Part {
  found: Found;
}

const pathOf = (article: FragmentOf<typeof CARD>) => readFragment(CARD, article).path;

/** What stands above is not told again, as far as there is something else to tell. */
function Sections({ found }: Part) {
  const told = new Set(found.articles?.nodes.map(pathOf));
  const sections = (found.tags?.nodes ?? []).map(({ articles, ...tag }) => {
    const { shown, isNew } = pick(articles?.nodes ?? [], told);
    for (const article of shown) told.add(pathOf(article));
    return { ...tag, shown, isNew };
  });
  return (
    <div className="sections">
      {sections
        .filter(({ shown }) => shown.length > 0)
        .map(({ id, shown, isNew, ...tag }) => (
          <section key={id} aria-labelledby={id}>
            <h2 id={id}>
              <NamedLink to={tag} />
            </h2>
            {shown.map((article, at) => (
              <Card key={pathOf(article)} article={article} level={3} look={isNew && at === 0 ? 'feature' : 'line'} />
            ))}
          </section>
        ))}
    </div>
  );
}

const SECTION_SIZE = 4;

/** Articles of a section, newest first, those that were not told before the others; and whether the first is one of them. */
function pick(articles: Articles, told: Set<string>) {
  const fresh = articles.filter((article) => !told.has(pathOf(article)));
  const known = articles.filter((article) => told.has(pathOf(article)));
  return { shown: [...fresh, ...known].slice(0, SECTION_SIZE), isNew: fresh.length > 0 };
}

function Outlets({ found }: Part) {
  const { texts } = useInterface();
  const sources = found.sources?.nodes.filter(({ articles }) => articles?.nodes.length) ?? [];
  if (sources.length === 0) return null;
  return (
    <section aria-labelledby="sources">
      <h2 id="sources">
        <Link to="/sources">{texts.sources}</Link>
      </h2>
      <div className="outlets">
        {sources.map((source) => (
          <section key={source.id} aria-labelledby={source.id}>
            <h3 id={source.id}>
              <Logo source={source} />
              <NamedLink to={source} />
            </h3>
            <ul>
              {source.articles?.nodes.map((article) => (
                <li key={article.path}>
                  <TitleLink to={article} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}
