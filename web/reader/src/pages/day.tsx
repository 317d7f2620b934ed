/** One day of the archive. */
import { daysOfMonth, formatDay, isDay, today } from '../dates.js';
import { graphql } from '../graphql.js';
import { pathIn } from '../languages.js';
import { NOT_FOUND, type Outcome, type Visit } from '../page.js';
import { Calendar } from '../parts/calendar.js';
import { CARD, Cards } from '../parts/cards.js';
import { PAGE_SIZE, Pager, placesOf } from '../parts/pager.js';
import { TEXTS } from '../texts/texts.js';

const DAY = graphql(
  `
  query Day($date: Date!, $from: Date!, $to: Date!, $first: Int!, $after: String) {
    archiveDay(date: $date) {
      previous next
      articles(first: $first, after: $after) {
        nodes { ...Card }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
    days: archiveCounts(from: $from, to: $to, by: DAY) { date count }
  }
`,
  [CARD],
);

export async function day({ language, ask, query }: Visit, date: string): Promise<Outcome> {
  if (!isDay(date)) return NOT_FOUND;
  const texts = TEXTS[language];
  const month = daysOfMonth(date);
  const [from, to] = [month[0] as string, month.at(-1) as string];
  const { data } = await ask(DAY, { date, from, to, first: PAGE_SIZE, after: query.get('after') });
  const found = data?.archiveDay;
  if (!found?.articles) return NOT_FOUND;
  const path = `/days/${date}`;
  const { nodes, pageInfo } = found.articles;
  const info = { ...pageInfo, hasPreviousPage: false }; // a day is read onward only
  return {
    title: `${texts.archive} · ${formatDay(language, date)}`,
    ...placesOf(path, query, info),
    body: (
      <>
        <h1>{formatDay(language, date)}</h1>
        <nav className="pager" aria-label={texts.archive}>
          {found.previous && (
            <a rel="prev" href={pathIn(language, `/days/${found.previous}`)}>
              {texts.previousDay}
            </a>
          )}
          {found.next && (
            <a rel="next" href={pathIn(language, `/days/${found.next}`)}>
              {texts.nextDay}
            </a>
          )}
        </nav>
        <Cards language={language} articles={nodes} level={2} />
        <Pager language={language} path={path} info={info} />
        <Calendar language={language} day={date} counts={data?.days ?? []} today={today()} />
      </>
    ),
  };
}
