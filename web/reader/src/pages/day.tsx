/** One day of the archive. */
import { daysOfMonth, formatDay, formatWeekday, isDay, today } from '../dates.js';
import { graphql } from '../graphql.js';
import { NOT_FOUND, type Outcome, type Visit } from '../page.js';
import { Calendar } from '../parts/calendar.js';
import { CARD } from '../parts/card.js';
import { Cards } from '../parts/cards.js';
import { Pager, pageArguments, pathsOf } from '../parts/pager.js';
import { Steps } from '../parts/steps.js';
import { counted, TEXTS } from '../texts/texts.js';

const DAY = graphql(
  `
  query Day($date: Date!, $from: Date!, $to: Date!, $first: Int, $last: Int, $after: String, $before: String) {
    archiveDay(date: $date) {
      previous next
      articles(first: $first, last: $last, after: $after, before: $before) {
        nodes { ...Card }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
    days: archiveCounts(from: $from, to: $to, by: DAY) { date count }
  }
`,
  [CARD],
);

const NEWEST = graphql(`
  query NewestDay($date: Date!) {
    archiveDay(date: $date) { previous articles(first: 1) { nodes { path } } }
  }
`);

/** The newest day that has something: it has an address of its own. */
export async function newestDay(visit: Visit): Promise<Outcome> {
  const date = today();
  const { data } = await visit.ask(NEWEST, { date });
  const { previous, articles } = data?.archiveDay ?? {};
  return day(visit, articles?.nodes.length ? date : (previous ?? date));
}

export async function day({ language, ask, query }: Visit, date: string): Promise<Outcome> {
  if (!isDay(date) || date > today()) return NOT_FOUND;
  const texts = TEXTS[language];
  const month = daysOfMonth(date);
  const [from, to] = [month[0] as string, month.at(-1) as string];
  const { data } = await ask(DAY, { date, from, to, ...pageArguments(query) });
  const found = data?.archiveDay;
  if (!found?.articles) return NOT_FOUND;
  const path = `/days/${date}`;
  const { nodes, pageInfo } = found.articles;
  const title = formatWeekday(language, date);
  const named = (step: string, to: string | null) => (to === null ? step : `${step} · ${formatDay(language, to)}`);
  const count = data?.days?.find((one) => one.date === date)?.count;
  return {
    title: `${texts.archive} · ${title}`,
    ...pathsOf(path, query, pageInfo),
    isEmpty: nodes.length === 0,
    body: (
      <div className="beside">
        <div>
          <header className="heading">
            <p className="kicker">{texts.archive}</p>
            <h1>{title}</h1>
            {count && <p className="meta">{counted(language, texts.articles, count)}</p>}
            <Steps
              previous={found.previous && `/days/${found.previous}`}
              next={found.next && `/days/${found.next}`}
              names={[named(texts.previousDay, found.previous), named(texts.nextDay, found.next)]}
            />
          </header>
          <Cards articles={nodes} level={2} nothing={texts.nothingThatDay} />
          <Pager path={path} info={pageInfo} />
        </div>
        <Calendar day={date} counts={data?.days ?? []} today={today()} isFirst={found.previous === null} />
      </div>
    ),
  };
}
