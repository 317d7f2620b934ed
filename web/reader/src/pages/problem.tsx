/** What stands where there is no page: nothing was ever here, it was withdrawn, or the server failed. */
import type { Page } from '../page.js';
import { Link } from '../parts/link.js';
import type { Texts } from '../texts/texts.js';

export function problem({ problems, toFront }: Texts, status: 404 | 410 | 500): Page {
  const { title, text } = problems[status];
  return {
    title,
    path: '/',
    body: (
      <div className="problem">
        <h1>{title}</h1>
        <p>{text}</p>
        <p>
          <Link to="/">{toFront}</Link>
        </p>
      </div>
    ),
  };
}
