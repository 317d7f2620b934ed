/** Headlines: the ticker, and lists of them. */
import { formatShort, machineDate, today } from '../dates.js';
import { type FragmentOf, graphql, readFragment } from '../graphql.js';
import { type Language, pathIn } from '../languages.js';
import { TEXTS } from '../texts/texts.js';

export const HEADLINE = graphql(`
  fragment HeadlineLine on Headline {
    id title href language direction publishedAt
    publishedOn { value timeZone }
    source { name }
  }
`);

interface HeadlineProps {
  language: Language;
  headline: FragmentOf<typeof HEADLINE>;
}

export function Headline({ language, headline }: HeadlineProps) {
  const { title, href, language: own, direction, source, ...dated } = readFragment(HEADLINE, headline);
  const when = formatShort(language, dated, today());
  const text = (
    <bdi lang={own} dir={direction.toLowerCase()}>
      {title}
    </bdi>
  );
  return (
    <>
      {href === null ? (
        text
      ) : href.startsWith('/') ? (
        <a href={pathIn(language, href)}>{text}</a>
      ) : (
        <a href={href} rel="external noopener">
          {text}
        </a>
      )}
      <small>
        {source && <bdi>{source.name}</bdi>} {when && <time dateTime={machineDate(dated)}>{when}</time>}
      </small>
    </>
  );
}

/** Beside the page, or before it. The script finds it by its attribute, which says the language of the interface. */
export function Ticker({
  language,
  headlines,
}: {
  language: Language;
  headlines: readonly FragmentOf<typeof HEADLINE>[];
}) {
  if (headlines.length === 0) return null;
  return (
    <aside className="ticker" aria-labelledby="ticker-title">
      <h2 id="ticker-title">{TEXTS[language].ticker}</h2>
      <ol data-ticker={language} aria-labelledby="ticker-title">
        {headlines.map((headline) => (
          <li key={readFragment(HEADLINE, headline).id}>
            <Headline language={language} headline={headline} />
          </li>
        ))}
      </ol>
    </aside>
  );
}
