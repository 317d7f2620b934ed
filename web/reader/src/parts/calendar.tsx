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
          {weeksOf(day).map((week) => (
            <tr key={week[0]}>
              {week.map((cell) => (
                <td key={cell}>
                  {cell.startsWith(day.slice(0, 7)) && (
                    <Day
                      language={language}
                      cell={cell}
                      count={byDay.get(cell) ?? 0}
                      most={most}
                      current={cell === day}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {STEPS.map(([text, months]) => {
          const other = monthBeside(day, months);
          return other > today ? null : (
            <a key={text} href={pathIn(language, `/days/${other}`)}>
              {texts[text]}
            </a>
          );
        })}
      </p>
    </nav>
  );
}

/** Ways to other months: any of any year is a few steps away, and nothing is counted but the month that is shown. */
const STEPS = [
  ['previousYear', -12],
  ['previousMonth', -1],
  ['nextMonth', 1],
  ['nextYear', 12],
] as const;

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
  language: Language;
  cell: string;
  count: number;
  /** On the fullest day of the month. */
  most: number;
  current: boolean;
}

const SHADES = 3;

function Day({ language, cell, count, most, current }: DayProps) {
  const number = Number(cell.slice(8));
  if (count === 0) return <span>{number}</span>;
  const words = counted(language, TEXTS[language].articles, count);
  return (
    <a
      href={pathIn(language, `/days/${cell}`)}
      data-shade={Math.ceil((SHADES * count) / most)}
      aria-current={current ? 'date' : undefined}
      title={words}
    >
      {number}
      <span className="unseen"> {words}</span>
    </a>
  );
}
