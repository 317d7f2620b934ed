/** Two links along something: pages of a list, days of the archive. */
import { Link } from './link.js';

interface StepsProps {
  previous: string | null;
  next: string | null;
  /** What the two are called. */
  names: [previous: string, next: string];
  /** Whether the two are the page's own neighbours, as its head names them. */
  follows?: boolean;
}

export function Steps({ previous, next, names: [before, after], follows = false }: StepsProps) {
  if (!previous && !next) return null;
  return (
    <nav className="pager" aria-label={`${before} / ${after}`}>
      {previous && (
        <Link rel={follows ? 'prev' : undefined} to={previous}>
          {before}
        </Link>
      )}
      {next && (
        <Link rel={follows ? 'next' : undefined} to={next}>
          {after}
        </Link>
      )}
    </nav>
  );
}
