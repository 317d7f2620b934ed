/** What stands where there is no page: nothing was ever here, it was withdrawn, or the server failed. */
import { type Language, pathIn } from '../languages.js';
import type { Page } from '../page.js';
import { TEXTS } from '../texts/texts.js';

export function problem(language: Language, status: 404 | 410 | 500): Page {
  const { problems, toFront } = TEXTS[language];
  const { title, text } = problems[status];
  return {
    title,
    path: '/',
    body: (
      <div className="problem">
        <h1>{title}</h1>
        <p>{text}</p>
        <p>
          <a href={pathIn(language, '/')}>{toFront}</a>
        </p>
      </div>
    ),
  };
}
