/** The frame of every page: head, masthead, languages. */
import { formatWeekday, today } from './dates.js';
import { useInterface } from './interface.js';
import { directionOf, LANGUAGES, type Language, pathUnder, prefixOf } from './languages.js';
import type { Feed, Page } from './page.js';
import { Link } from './parts/link.js';
import { TEXTS } from './texts/texts.js';

/** Addresses of what browsers load; of faces, those that nearly every page needs. */
export interface Assets {
  script: string;
  style: string;
  fonts: string[];
}

interface LayoutProps {
  /** Whether the address names its language, instead of leaving it to the browser. */
  named: boolean;
  page: Page;
  assets: Assets;
  origin: string;
  /** A page that is no problem has an address, and is for search engines. */
  indexed: boolean;
}

export function Layout({ assets, indexed, ...given }: LayoutProps) {
  const { language, texts } = useInterface();
  const { page } = given;
  return (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{page.title === texts.siteName ? page.title : `${page.title} · ${texts.siteName}`}</title>
        {page.description && <meta name="description" content={page.description} />}
        <Loaded assets={assets} />
        {(!indexed || page.isEmpty) && <meta name="robots" content="noindex" />}
        {indexed && (
          <>
            <Addresses {...given} />
            <Social {...given} />
            <Feeds feeds={page.feeds ?? [{ title: texts.latest, path: '/feeds/latest' }]} />
          </>
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
        <Masthead path={page.path} />
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

const Loaded = ({ assets }: { assets: Assets }) => (
  <>
    <link rel="stylesheet" href={assets.style} />
    {assets.fonts.map((font) => (
      <link key={font} rel="preload" as="font" type="font/woff2" href={font} crossOrigin="anonymous" />
    ))}
    <script type="module" src={assets.script} />
    <link rel="icon" href="data:," />
  </>
);

type Addressed = Pick<LayoutProps, 'page' | 'named' | 'origin'>;

/** A plain address stays itself, whatever it speaks with this reader. */
const ownLanguage = (language: Language, named: boolean): Language => (named ? language : 'ar');

/** Letters encoded, as addresses have them; what is encoded already stays as it is. */
const addressIn = (language: Language, path: string, origin: string) =>
  new URL(pathUnder(prefixOf(language), path), origin).href;

/** The one address of the page, the same in other languages, and its neighbours. */
function Addresses({ page, named, origin }: Addressed) {
  const own = ownLanguage(useInterface().language, named);
  const { path, previous, next } = page;
  return (
    <>
      <link rel="canonical" href={addressIn(own, path, origin)} />
      {LANGUAGES.map((one) => (
        <link key={one} rel="alternate" hrefLang={one} href={addressIn(one, path, origin)} />
      ))}
      <link rel="alternate" hrefLang="x-default" href={addressIn('ar', path, origin)} />
      {previous && <link rel="prev" href={addressIn(own, previous, origin)} />}
      {next && <link rel="next" href={addressIn(own, next, origin)} />}
    </>
  );
}

/** OpenGraph: how the page looks to those who see it shared. */
function Social({ page, named, origin }: Addressed) {
  const { language, texts } = useInterface();
  const { path, title, description, article } = page;
  return (
    <>
      <meta property="og:title" content={title} />
      <meta property="og:site_name" content={texts.siteName} />
      <meta property="og:type" content={article ? 'article' : 'website'} />
      <meta property="og:url" content={addressIn(ownLanguage(language, named), path, origin)} />
      {article?.publishedTime && <meta property="article:published_time" content={article.publishedTime} />}
      {description && <meta property="og:description" content={description} />}
      <meta property="og:image" content={cardOf(origin, pathUnder(`/${language}`, path))} />
      <meta property="og:image:type" content="image/png" />
      <meta property="og:image:width" content="1200" />
      <meta property="og:image:height" content="630" />
      <meta property="og:image:alt" content={title} />
      <meta name="twitter:card" content="summary_large_image" />
    </>
  );
}

/** Its path names the language, so that the picture is the same whoever asks for it. */
const cardOf = (origin: string, path: string) => `${origin}/card.png?page=${encodeURIComponent(path)}`;

const FEED_TYPES = { rss: 'application/rss+xml', atom: 'application/atom+xml', json: 'application/feed+json' };

const Feeds = ({ feeds }: { feeds: Feed[] }) =>
  feeds.flatMap(({ title, path }) =>
    Object.entries(FEED_TYPES).map(([ending, type]) => (
      <link key={path + ending} rel="alternate" type={type} title={title} href={`${path}.${ending}`} />
    )),
  );

function Masthead({ path }: { path: string }) {
  const { language, texts } = useInterface();
  const day = today();
  return (
    <header className="masthead">
      <p className="name">
        <Link to="/">{texts.siteName}</Link>
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
                <a href={pathUnder(`/${one}`, path)} hrefLang={one} lang={one} dir={directionOf(one)}>
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
              <Link to="/tags">{texts.tags}</Link>
            </li>
            <li>
              <Link to="/sources">{texts.sources}</Link>
            </li>
            <li>
              <Link to="/days">{texts.archive}</Link>
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
