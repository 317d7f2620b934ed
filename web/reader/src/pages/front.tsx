/** The front page: the ticker, what is new, by section and by source, and the way into the archive. */
import { today } from '../dates.js';
import { graphql } from '../graphql.js';
import { pathIn } from '../languages.js';
import type { Outcome, Visit } from '../page.js';
import { Calendar } from '../parts/calendar.js';
import { CARD, Card, Cards } from '../parts/cards.js';
import { HEADLINE, Ticker } from '../parts/headlines.js';
import { TEXTS } from '../texts/texts.js';

const FRONT = graphql(
  `
  query Front($language: Language!, $from: Date!, $to: Date!) {
    ticker { headlines(first: 55) { ...HeadlineLine } }
    articles(first: 9) { nodes { ...Card } }
    tags(first: 6, filter: { kind: TOPIC, topLevel: true }, orderBy: MOST_USED) {
      nodes { id path name(language: $language) articles(first: 4) { nodes { ...Card } } }
    }
    sources(first: 8, orderBy: LATEST) {
      nodes { id path name articles(first: 3) { nodes { path title titleLanguage titleDirection } } }
    }
    archiveCounts(from: $from, to: $to, by: DAY) { date count }
  }
`,
  [CARD, HEADLINE],
);

export async function front({ language, ask }: Visit): Promise<Outcome> {
  const texts = TEXTS[language];
  const day = today();
  const { data } = await ask(FRONT, { language, from: `${day.slice(0, 7)}-01`, to: day });
  if (!data) throw new Error('The front page got no answer.');
  const [first, ...rest] = data.articles?.nodes ?? [];
  return {
    title: texts.siteName,
    description: texts.siteDescription,
    path: '/',
    feeds: [{ title: texts.latest, path: '/feeds/latest' }],
    body: (
      <>
        <h1 className="unseen">{texts.siteName}</h1>
        <Ticker language={language} headlines={data.ticker?.headlines ?? []} />
        <section aria-labelledby="latest">
          <h2 id="latest">{texts.latest}</h2>
          {first ? <Card language={language} article={first} leading /> : <p className="nothing">{texts.nothing}</p>}
          {rest.length > 0 && <Cards language={language} articles={rest} level={3} />}
        </section>
        {(data.tags?.nodes ?? [])
          .filter((tag) => (tag.articles?.nodes.length ?? 0) > 0)
          .map((tag) => (
            <section key={tag.id} aria-labelledby={tag.id}>
              <h2 id={tag.id}>
                <a href={pathIn(language, tag.path)}>
                  <bdi>{tag.name}</bdi>
                </a>
              </h2>
              <Cards language={language} articles={tag.articles?.nodes ?? []} level={3} />
            </section>
          ))}
        <section aria-labelledby="sources">
          <h2 id="sources">
            <a href={pathIn(language, '/sources')}>{texts.sources}</a>
          </h2>
          <div className="outlets">
            {data.sources?.nodes.map((source) => (
              <section key={source.id} aria-labelledby={source.id}>
                <h3 id={source.id}>
                  <a href={pathIn(language, source.path)}>
                    <bdi>{source.name}</bdi>
                  </a>
                </h3>
                <ul>
                  {source.articles?.nodes.map(({ path, title, titleLanguage, titleDirection }) => (
                    <li key={path}>
                      <a href={pathIn(language, path)} lang={titleLanguage} dir={titleDirection.toLowerCase()}>
                        {title}
                      </a>
                    </li>
                  ))}
                </ul>
              </section>
            ))}
          </div>
        </section>
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
