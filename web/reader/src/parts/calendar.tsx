/** A month of the archive: how much there is of each day, in words for everybody and as a shade for the eye. */
import { daysOfMonth, formatDay, monthBeside, weekdayOf, weekdays } from '../dates.js';
import { useInterface } from '../interface.js';
import { counted } from '../texts/texts.js';
import { Link } from './link.js';

interface CalendarProps {
  /** A day of the month; on the page of a day, the day itself. */
  day: string;
  counts: readonly { date: string; count: number }[];
  /** The day that it is: there is nothing after it. */
  today: string;
  /** Whether nothing is older than the day, so that no way leads there. */
  isFirst?: boolean;
}

export function Calendar({ day, counts, today, isFirst = false }: CalendarProps) {
  const { language, texts } = useInterface();
  const byDay = new Map(counts.map(({ date, count }) => [date, count]));
  const most = Math.max(1, ...byDay.values());
  const month = day.slice(0, 7);
  return (
    <nav className="calendar" aria-label={texts.archive}>
      <table>
        <caption>{formatDay(language, month)}</caption>
        <thead>
          <tr>
            {weekdays(language).map(({ letter, name }) => (
              <th scope="col" key={name}>
                <span aria-hidden="true">{letter}</span>
                <span className="unseen">{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(day).map((week) => (
            <tr key={week[0]}>
              {week.map((cell) => (
                <td key={cell}>
                  {cell.startsWith(month) && (
                    <Day cell={cell} count={byDay.get(cell) ?? 0} most={most} current={cell === day} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Months day={day} today={today} isFirst={isFirst} />
      <Years day={day} today={today} isFirst={isFirst} />
    </nav>
  );
}

type BesideProps = Required<Pick<CalendarProps, 'day' | 'today' | 'isFirst'>>;

function Months({ day, today, isFirst }: BesideProps) {
  const { language } = useInterface();
  return (
    <p className="months">
      {[monthBeside(day, -1), monthBeside(day, 1)]
        .filter((other) => other <= today && !(isFirst && other < day))
        .map((other) => (
          <Link key={other} to={`/days/${other}`}>
            {formatDay(language, other.slice(0, 7))}
          </Link>
        ))}
    </p>
  );
}

/** Years that are shown around that of the day: any other is a few steps away, and nothing is counted but the month that is shown. */
const YEARS = 8;

function Years({ day, today, isFirst }: BesideProps) {
  const { texts } = useInterface();
  const [year, last] = [Number(day.slice(0, 4)), Number(today.slice(0, 4))];
  const end = Math.min(year + YEARS / 2, last);
  const years = Array.from({ length: YEARS + 1 }, (_, at) => end - YEARS + at).filter(
    (other) => other !== year && !(isFirst && other < year),
  );
  if (years.length === 0) return null;
  return (
    <>
      <p id="years">{texts.years}</p>
      <ul aria-labelledby="years">
        {years.map((other) => (
          <li key={other}>
            <Link to={`/days/${dayOf(other, day, today)}`}>{other}</Link>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The first of the same month in another year; never later than today. */
const dayOf = (year: number, day: string, today: string) =>
  [`${String(year).padStart(4, '0')}${day.slice(4, 7)}-01`, today].sort()[0];

/** Weeks from Monday on; cells of other months have names of their own, and stay empty. */
function weeksOf(day: string): string[][] {
  const days = daysOfMonth(day);
  const empty = weekdayOf(days[0] as string) - 1;
  const cells = [...Array.from({ length: empty }, (_, index) => `before ${index}`), ...days];
  const weeks = Math.ceil(cells.length / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (_, index) => cells[week * 7 + index] ?? `after ${index}`),
  );
}

interface DayProps {
  cell: string;
  count: number;
  /** On the fullest day of the month. */
  most: number;
  current: boolean;
}

const SHADES = 3;

function Day({ cell, count, most, current }: DayProps) {
  const { language, texts } = useInterface();
  const number = Number(cell.slice(8));
  const place = current ? 'date' : undefined;
  if (count === 0) return <span aria-current={place}>{number}</span>;
  const words = counted(language, texts.articles, count);
  return (
    <Link to={`/days/${cell}`} data-shade={Math.ceil((SHADES * count) / most)} aria-current={place} title={words}>
      {number}
      <span className="unseen"> {words}</span>
    </Link>
  );
}
