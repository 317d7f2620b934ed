/** One day of the archive. */
import { daysOfMonth, formatWeekday, isDay, today } from '../dates.js';
import { graphql } from '../graphql.js';
import { type Language, pathIn } from '../languages.js';
import { NOT_FOUND, type Outcome, type Visit } from '../page.js';
import { Calendar } from '../parts/calendar.js';
import { CARD } from '../parts/card.js';
import { Cards } from '../parts/cards.js';
import { PAGE_SIZE, Pager, placesOf } from '../parts/pager.js';
import { counted, TEXTS } from '../texts/texts.js';

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
  const title = formatWeekday(language, date);
  const count = data?.days?.find((one) => one.date === date)?.count;
  return {
    title: `${texts.archive} · ${title}`,
    ...placesOf(path, query, info),
    body: (
      <div className="beside">
        <div>
          <header className="heading">
            <p className="kicker">{texts.archive}</p>
            <h1>{title}</h1>
            {count && <p className="meta">{counted(language, texts.articles, count)}</p>}
            <Neighbours language={language} previous={found.previous} next={found.next} />
          </header>
          <Cards language={language} articles={nodes} level={2} />
          <Pager language={language} path={path} info={info} />
        </div>
        <Calendar language={language} day={date} counts={data?.days ?? []} today={today()} />
      </div>
    ),
  };
}

interface NeighboursProps {
  language: Language;
  previous: string | null;
  next: string | null;
}

/** The nearest days that have something. */
function Neighbours({ language, previous, next }: NeighboursProps) {
  const texts = TEXTS[language];
  return (
    <nav className="pager" aria-label={`${texts.previousDay} / ${texts.nextDay}`}>
      {previous && (
        <a rel="prev" href={pathIn(language, `/days/${previous}`)}>
          {texts.previousDay}
        </a>
      )}
      {next && (
        <a rel="next" href={pathIn(language, `/days/${next}`)}>
          {texts.nextDay}
        </a>
      )}
    </nav>
  );
}
