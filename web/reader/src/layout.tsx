/** The frame of every page: head, masthead, languages. */
import { today } from './dates.js';
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
  page: Page;
  assets: Assets;
  origin: string;
  /** A page that is no problem is for search engines. */
  indexed: boolean;
}

const FEED_TYPES = { rss: 'application/rss+xml', atom: 'application/atom+xml', json: 'application/feed+json' };

export function Layout({ language, page, assets, origin, indexed }: LayoutProps) {
  const texts = TEXTS[language];
  const address = (path: string, of: Language = language) => origin + encodeURI(decoded(pathIn(of, path)));
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
        <header className="masthead">
          <p className="name">
            <a href={pathIn(language, '/')}>{texts.siteName}</a>
          </p>
          <nav aria-label={texts.sections}>
            <ul>
              <li>
                <a href={pathIn(language, '/tags')}>{texts.tags}</a>
              </li>
              <li>
                <a href={pathIn(language, '/sources')}>{texts.sources}</a>
              </li>
              <li>
                <a href={pathIn(language, `/days/${today()}`)}>{texts.archive}</a>
              </li>
            </ul>
          </nav>
          <nav className="languages" aria-label={texts.languages}>
            <ul>
              {LANGUAGES.map((one) => (
                <li key={one}>
                  {one === language ? (
                    <span aria-current="true" lang={one}>
                      {TEXTS[one].language}
                    </span>
                  ) : (
                    <a href={namedPath(one, page.path)} hrefLang={one} lang={one} dir={directionOf(one)}>
                      {TEXTS[one].language}
                    </a>
                  )}
                </li>
              ))}
            </ul>
          </nav>
        </header>
        <main id="content">{page.body}</main>
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

/** What is encoded already stays as it is. */
function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
