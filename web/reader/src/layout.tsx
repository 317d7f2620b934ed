/** The frame of every page: head, masthead, languages. */
import { formatWeekday, today } from './dates.js';
import { directionOf, LANGUAGES, type Language, namedPath, pathIn } from './languages.js';
import type { Page } from './page.js';
import { TEXTS } from './texts/texts.js';

/** Addresses of what browsers load, and of the face that is read most. */
export interface Assets {
  script: string;
  style: string;
  fonts: string[];
}

interface LayoutProps {
  language: Language;
  /** Whether the address names it, instead of leaving it to the browser. */
  named: boolean;
  page: Page;
  assets: Assets;
  origin: string;
  /** A page that is no problem is for search engines. */
  indexed: boolean;
}

const FEED_TYPES = { rss: 'application/rss+xml', atom: 'application/atom+xml', json: 'application/feed+json' };

export function Layout({ language, named, page, assets, origin, indexed }: LayoutProps) {
  const texts = TEXTS[language];
  const own = named ? language : 'ar'; // a plain address stays itself, whatever it speaks with this reader
  const address = (path: string, of: Language = own) => origin + encodeURI(decoded(pathIn(of, path)));
  const title = page.path === '/' && indexed ? texts.siteName : `${page.title} · ${texts.siteName}`;
  return (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        {page.description && <meta name="description" content={page.description} />}
        <link rel="stylesheet" href={assets.style} />
        {assets.fonts.map((font) => (
          <link key={font} rel="preload" as="font" type="font/woff2" href={font} crossOrigin="anonymous" />
        ))}
        <script type="module" src={assets.script} />
        <link rel="icon" href="data:," />
        {indexed ? (
          <>
            <link rel="canonical" href={address(page.path)} />
            {LANGUAGES.map((one) => (
              <link key={one} rel="alternate" hrefLang={one} href={address(page.path, one)} />
            ))}
            <link rel="alternate" hrefLang="x-default" href={address(page.path, 'ar')} />
            {page.previous && <link rel="prev" href={address(page.previous)} />}
            {page.next && <link rel="next" href={address(page.next)} />}
            <meta property="og:title" content={page.title} />
            <meta property="og:site_name" content={texts.siteName} />
            <meta property="og:type" content={page.isArticle ? 'article' : 'website'} />
            <meta property="og:url" content={address(page.path)} />
            {page.description && <meta property="og:description" content={page.description} />}
            <meta property="og:image" content={cardOf(origin, pathIn(language, page.path))} />
            <meta property="og:image:type" content="image/png" />
            <meta property="og:image:width" content="1200" />
            <meta property="og:image:height" content="630" />
            <meta property="og:image:alt" content={page.title} />
            <meta name="twitter:card" content="summary_large_image" />
          </>
        ) : (
          <meta name="robots" content="noindex" />
        )}
        {page.feeds?.flatMap((feed) =>
          Object.entries(FEED_TYPES).map(([ending, type]) => (
            <link
              key={feed.path + ending}
              rel="alternate"
              type={type}
              title={feed.title}
              href={encodeURI(decoded(`${feed.path}.${ending}`))}
            />
          )),
        )}
        {page.jsonLd && (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: the server escapes it for just this place
          <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: page.jsonLd }} />
        )}
      </head>
      <body>
        <a className="skip" href="#content">
          {texts.skip}
        </a>
        <Masthead language={language} path={page.path} />
        <div className={page.aside ? 'frame beside' : 'frame'}>
          {page.aside}
          <main id="content">{page.body}</main>
        </div>
        <footer>
          <p>{texts.siteDescription}</p>
          <p>
            <a href="/feeds/latest.rss">{texts.feeds}</a>
          </p>
        </footer>
      </body>
    </html>
  );
}

const cardOf = (origin: string, path: string) => `${origin}/card.png?page=${encodeURIComponent(decoded(path))}`;

function Masthead({ language, path }: { language: Language; path: string }) {
  const texts = TEXTS[language];
  const day = today();
  return (
    <header className="masthead">
      <p className="name">
        <a href={pathIn(language, '/')}>{texts.siteName}</a>
      </p>
      <nav className="languages" aria-label={texts.languages}>
        <ul>
          {LANGUAGES.map((one) => (
            <li key={one}>
              {one === language ? (
                <span aria-current="true" lang={one}>
                  {TEXTS[one].language}
                </span>
              ) : (
                <a href={namedPath(one, path)} hrefLang={one} lang={one} dir={directionOf(one)}>
                  {TEXTS[one].language}
                </a>
              )}
            </li>
          ))}
        </ul>
      </nav>
      <div className="bar">
        <nav aria-label={texts.ways}>
          <ul>
            <li>
              <a href={pathIn(language, '/tags')}>{texts.tags}</a>
            </li>
            <li>
              <a href={pathIn(language, '/sources')}>{texts.sources}</a>
            </li>
            <li>
              <a href={pathIn(language, `/days/${day}`)}>{texts.archive}</a>
            </li>
          </ul>
        </nav>
        <p>
          <time dateTime={day}>{formatWeekday(language, day)}</time>
        </p>
      </div>
    </header>
  );
}

/** What is encoded already stays as it is. */
function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
