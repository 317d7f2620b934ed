/** A month of the archive: how much there is of each day, in words for everybody and as a shade for the eye. */
import { daysOfMonth, formatDay, monthBeside, weekdayOf, weekdays } from '../dates.js';
import { type Language, pathIn } from '../languages.js';
import { counted, TEXTS } from '../texts/texts.js';

interface CalendarProps {
  language: Language;
  /** A day of the month; on the page of a day, the day itself. */
  day: string;
  counts: readonly { date: string; count: number }[];
  /** The day that it is: there is nothing after it. */
  today: string;
}

export function Calendar({ language, day, counts, today }: CalendarProps) {
  const texts = TEXTS[language];
  const byDay = new Map(counts.map(({ date, count }) => [date, count]));
  const most = Math.max(1, ...byDay.values());
  const days = daysOfMonth(day);
  const weeks: (string | null)[][] = [];
  const cells = [...Array.from({ length: weekdayOf(days[0] as string) - 1 }, () => null), ...days];
  for (let at = 0; at < cells.length; at += 7)
    weeks.push(Array.from({ length: 7 }, (_, index) => cells[at + index] ?? null));
  const [before, after] = [monthBeside(day, -1), monthBeside(day, 1)];
  return (
    <nav className="calendar" aria-labelledby="calendar-title">
      <table>
        <caption id="calendar-title">{formatDay(language, day.slice(0, 7))}</caption>
        <thead>
          <tr>
            {weekdays(language).map((name) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week, row) => (
            <tr key={row}>
              {week.map((cell, column) => (
                <td key={column}>{cell && <Day cell={cell} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <a href={pathIn(language, `/days/${before}`)}>{texts.previousMonth}</a>
        {after <= today && <a href={pathIn(language, `/days/${after}`)}>{texts.nextMonth}</a>}
      </p>
    </nav>
  );

  function Day({ cell }: { cell: string }) {
    const count = byDay.get(cell) ?? 0;
    const number = Number(cell.slice(8));
    if (count === 0) return <span>{number}</span>;
    const shade = Math.ceil((3 * count) / most);
    return (
      <a
        href={pathIn(language, `/days/${cell}`)}
        data-shade={shade}
        aria-current={cell === day ? 'date' : undefined}
        title={counted(language, texts.articles, count)}
      >
        {number}
        <span className="unseen"> {counted(language, texts.articles, count)}</span>
      </a>
    );
  }
}
