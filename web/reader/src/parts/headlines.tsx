/** Headlines: the ticker, and lists of them. */
import type { ReactNode } from 'react';
import { formatShort, machineDate, today } from '../dates.js';
import { type FragmentOf, graphql, readFragment } from '../graphql.js';
import { useInterface } from '../interface.js';
import { ownOf } from '../languages.js';
import { Link } from './link.js';

export const HEADLINE = graphql(`
  fragment HeadlineLine on Headline {
    id title href language direction publishedAt
    publishedOn { value timeZone }
    source { name }
  }
`);

type HeadlineLine = FragmentOf<typeof HEADLINE>;

export function Headline({ headline }: { headline: HeadlineLine }) {
  const { title, href, language: own, direction, source, ...dated } = readFragment(HEADLINE, headline);
  const { language } = useInterface();
  const when = formatShort(language, dated, today());
  return (
    <>
      <Leading to={href}>
        <bdi {...ownOf(own, direction)}>{title}</bdi>
      </Leading>
      <small>
        {source && <bdi>{source.name}</bdi>} {when && <time dateTime={machineDate(dated)}>{when}</time>}
      </small>
    </>
  );
}

/** A page of the site, one of another, or nowhere. */
function Leading({ to, children }: { to: string | null; children: ReactNode }) {
  if (to === null) return children;
  if (to.startsWith('/')) return <Link to={to}>{children}</Link>;
  return (
    <a href={to} rel="external noopener">
      {children}
    </a>
  );
}

/** Beside the page, or before it. The script finds it by its attributes, which say the interface's language and prefix. */
export function Ticker({ headlines }: { headlines: readonly HeadlineLine[] }) {
  const { language, prefix, texts } = useInterface();
  if (headlines.length === 0) return null;
  return (
    <aside className="ticker" aria-labelledby="ticker-title">
      <h2 id="ticker-title">{texts.ticker}</h2>
      <ol data-ticker={language} data-prefix={prefix} aria-labelledby="ticker-title">
        {headlines.map((headline) => (
          <li key={readFragment(HEADLINE, headline).id}>
            <Headline headline={headline} />
          </li>
        ))}
      </ol>
    </aside>
  );
}
