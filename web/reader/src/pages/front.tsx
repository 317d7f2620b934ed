/** The front page: the ticker, what is new, by section and by source, and the way into the archive. */
import { today } from '../dates.js';
import { type FragmentOf, graphql, type ResultOf, readFragment } from '../graphql.js';
import { type Language, pathIn } from '../languages.js';
import type { Outcome, Visit } from '../page.js';
import { Calendar } from '../parts/calendar.js';
import { CARD, Card } from '../parts/card.js';
import { Cards } from '../parts/cards.js';
import { HEADLINE, Ticker } from '../parts/headlines.js';
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
    feeds: [{ title: texts.latest, path: '/feeds/latest' }],
    aside: <Ticker language={language} headlines={data.ticker?.headlines ?? []} />,
    body: (
      <>
        <h1 className="unseen">{texts.siteName}</h1>
        <Latest language={language} articles={data.articles?.nodes ?? []} />
        <Sections language={language} found={data} />
        <Outlets language={language} found={data} />
        <section aria-labelledby="archive">
          <h2 id="archive">
            <a href={pathIn(language, `/days/${day}`)}>{texts.archive}</a>
          </h2>
          <Calendar language={language} day={day} counts={data.archiveCounts ?? []} today={day} />
        </section>
      </>
    ),
  };
}

function Latest({ language, articles }: { language: Language; articles: Articles }) {
  const [first, ...rest] = articles;
  return (
    <section className="latest" aria-labelledby="latest">
      <h2 id="latest" className="unseen">
        {TEXTS[language].latest}
      </h2>
      {first && <Card language={language} article={first} level={3} look="lead" />}
      {(rest.length > 0 || !first) && <Cards language={language} articles={rest} level={3} />}
    </section>
  );
}

interface Part {
  language: Language;
  found: Found;
}

const pathOf = (article: FragmentOf<typeof CARD>) => readFragment(CARD, article).path;

/** What stands above is not told again, as far as there is something else to tell. */
function Sections({ language, found }: Part) {
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
        .map(({ id, path, name, shown, isNew }) => (
          <section key={id} aria-labelledby={id}>
            <h2 id={id}>
              <a href={pathIn(language, path)}>
                <bdi>{name}</bdi>
              </a>
            </h2>
            {shown.map((article, at) => (
              <Card
                key={pathOf(article)}
                language={language}
                article={article}
                level={3}
                look={isNew && at === 0 ? 'feature' : 'line'}
              />
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

function Outlets({ language, found }: Part) {
  const sources = found.sources?.nodes.filter(({ articles }) => articles?.nodes.length) ?? [];
  if (sources.length === 0) return null;
  return (
    <section aria-labelledby="sources">
      <h2 id="sources">
        <a href={pathIn(language, '/sources')}>{TEXTS[language].sources}</a>
      </h2>
      <div className="outlets">
        {sources.map((source) => (
          <section key={source.id} aria-labelledby={source.id}>
            <h3 id={source.id}>
              <Logo source={source} />
              <a href={pathIn(language, source.path)}>
                <bdi>{source.name}</bdi>
              </a>
            </h3>
            <ul>
              {source.articles?.nodes.map(({ path, title, titleLanguage, titleDirection }) => (
                <li key={path}>
                  <a href={pathIn(language, path)}>
                    <bdi lang={titleLanguage} dir={titleDirection.toLowerCase()}>
                      {title}
                    </bdi>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}
