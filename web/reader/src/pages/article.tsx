/** An article as it was published: where and when, its text by rights, what was corrected, what to read next. */
import { renderToStaticMarkup } from 'react-dom/server';
import { formatDay, formatPublished, machineDate } from '../dates.js';
import { graphql, type ResultOf, readFragment } from '../graphql.js';
import { directionOf, type Language, pathIn } from '../languages.js';
import { isAddress, NOT_FOUND, type Outcome, type Visit } from '../page.js';
import { Figure, PICTURE, partsOf } from '../parts/figure.js';
import { HEADLINE, Headline, Ticker } from '../parts/headlines.js';
import { Share } from '../parts/share.js';
import { TagLinks } from '../parts/tag-links.js';
import { TEXTS } from '../texts/texts.js';

const ARTICLE = graphql(
  `
  query Article($id: ID!, $language: Language!) {
    ticker { headlines(first: 12) { ...HeadlineLine } }
    article(id: $id) {
      id path title titleLanguage titleDirection language direction
      access summary excerpt body byline canonicalUrl jsonLd publishedAt
      publishedOn { value approximate timeZone }
      source { name path homepage rights { credit } }
      section { name(language: $language) path }
      tags { id name(language: $language) path }
      leadImage { id ...Picture }
      images { ...Picture }
      corrections { note at }
      relatedHeadlines(first: 6) { reason headline { id ...HeadlineLine } }
      observedHeadlines(first: 60) { id ...HeadlineLine }
    }
  }
`,
  [HEADLINE, PICTURE],
);

type Found = NonNullable<ResultOf<typeof ARTICLE>['article']>;

export async function article({ language, ask, path, origin }: Visit, id: string): Promise<Outcome> {
  const { data, errors } = await ask(ARTICLE, { id, language });
  if (errors.some(({ code }) => code === 'GONE')) return { problem: 410 };
  const found = data?.article;
  if (!found) return NOT_FOUND;
  if (!isAddress(path, found.path)) return { redirect: found.path };
  const lead = found.leadImage;
  return {
    title: found.title,
    titleDirection: found.titleDirection === 'RTL' ? 'rtl' : 'ltr',
    subtitle: [found.source?.name, formatPublished(language, found)].filter(Boolean).join(' · '),
    description: found.summary ?? found.excerpt,
    path: found.path,
    feeds: found.source ? [{ title: found.source.name, path: `/feeds${found.source.path}` }] : [],
    jsonLd: found.jsonLd,
    isArticle: true,
    aside: <Ticker language={language} headlines={data.ticker?.headlines ?? []} />,
    body: (
      <article className="story">
        <Head language={language} found={found} />
        <Corrections language={language} found={found} />
        {lead && <Figure language={language} image={lead} leading own={ownOf(found)} />}
        <Text language={language} found={found} />
        <Tags language={language} found={found} />
        <Share language={language} title={found.title} address={`${origin}/a/${found.id}`} />
        <Related language={language} found={found} />
        <Observed language={language} found={found} />
      </article>
    ),
  };
}

interface Part {
  language: Language;
  found: Found;
}

const ownOf = ({ language, direction }: Found) => ({ lang: language, dir: direction.toLowerCase() });

/** Begins on the side where the article's lines do; what the interface says there keeps its own direction. */
const Head = ({ language, found }: Part) => (
  <header dir={found.direction.toLowerCase()}>
    {found.section && (
      <p className="kicker">
        <a href={pathIn(language, found.section.path)}>
          <bdi>{found.section.name}</bdi>
        </a>
      </p>
    )}
    <h1 lang={found.titleLanguage} dir={found.titleDirection.toLowerCase()}>
      {found.title}
    </h1>
    <p className="published">
      <bdi dir={directionOf(language)}>
        <Published language={language} found={found} />
      </bdi>
    </p>
    {found.byline && (
      <p className="byline">
        <bdi dir={directionOf(language)}>
          {TEXTS[language].by} <bdi lang={found.language}>{found.byline}</bdi>
        </bdi>
      </p>
    )}
  </header>
);

function Published({ language, found }: Part) {
  const texts = TEXTS[language];
  const when = formatPublished(language, found);
  const { source } = found;
  return (
    <>
      {source ? (
        <>
          {texts.publishedIn}{' '}
          <a href={pathIn(language, source.path)}>
            <bdi>{source.name}</bdi>
          </a>
        </>
      ) : (
        texts.published
      )}
      {when && (
        <>
          {' '}
          {texts.publishedOn} <time dateTime={machineDate(found)}>{when}</time>
        </>
      )}
    </>
  );
}

function Corrections({ language, found }: Part) {
  if (!found.corrections || found.corrections.length === 0) return null;
  return (
    <aside className="corrections" aria-labelledby="corrections">
      <h2 id="corrections">{TEXTS[language].corrections}</h2>
      <ul>
        {found.corrections.map(({ note, at }) => (
          <li key={at}>
            <span {...ownOf(found)}>{note}</span>{' '}
            <small>
              <time dateTime={at}>{formatDay(language, at.slice(0, 10))}</time>
            </small>
          </li>
        ))}
      </ul>
    </aside>
  );
}

function Text({ language, found }: Part) {
  const { body, summary, access, canonicalUrl, source } = found;
  const html = body && withPictures(body, { language, found });
  const withheld = { SUMMARY: TEXTS[language].summaryOnly, HEADLINE: TEXTS[language].headlineOnly, FULL_TEXT: null };
  const link = canonicalUrl ?? source?.homepage;
  return (
    <>
      {html ? (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: the server sanitises all HTML on its way in
        <div className="text" {...ownOf(found)} dangerouslySetInnerHTML={{ __html: html }} />
      ) : (
        summary && (
          <p className="text" {...ownOf(found)}>
            {summary}
          </p>
        )
      )}
      <footer className="origin">
        {withheld[access] && <p>{withheld[access]}</p>}
        {source?.rights?.credit && (
          <p>
            <bdi>{source.rights.credit}</bdi>
          </p>
        )}
        {link && (
          <p>
            <a className={access === 'FULL_TEXT' ? undefined : 'button'} href={link} rel="external noopener">
              {TEXTS[language].readAtSource}
            </a>
          </p>
        )}
      </footer>
    </>
  );
}

/** Figures of a text hold no picture of their own: their ids say which it is. The lead image stands above, and not again. */
function withPictures(html: string, { language, found }: Part): string {
  return html.replace(FIGURE, (whole, open: string, id: string, caption: string) => {
    const image = found.images?.find((one) => readFragment(PICTURE, one).id === id);
    if (id === found.leadImage?.id) return '';
    if (!image) return whole;
    const { before, after } = partsOf({ language, image, own: ownOf(found) });
    return `${open}${renderToStaticMarkup(before)}${caption}${renderToStaticMarkup(after)}</figure>`;
  });
}

const FIGURE = /(<figure[^>]* data-image-id="([\w-]+)"[^>]*>)(.*?)<\/figure>/gs;

function Tags({ language, found: { tags } }: Part) {
  if (!tags || tags.length === 0) return null;
  return (
    <nav className="tags" aria-label={TEXTS[language].tags}>
      <TagLinks language={language} tags={tags} rel="tag" />
    </nav>
  );
}

function Related({ language, found }: Part) {
  const texts = TEXTS[language];
  const related =
    found.relatedHeadlines?.flatMap(({ reason, headline }) => (headline ? [{ reason, headline }] : [])) ?? [];
  if (related.length === 0) return null;
  return (
    <section className="related" aria-labelledby="related">
      <h2 id="related">{texts.related}</h2>
      <ul>
        {related.map(({ reason, headline }) => (
          <li key={headline.id}>
            <Headline language={language} headline={headline} />{' '}
            <small className="reason">{texts.reasons[reason]}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Observed({ language, found }: Part) {
  const texts = TEXTS[language];
  if (!found.observedHeadlines || found.observedHeadlines.length === 0) return null;
  return (
    <details className="observed">
      <summary>{texts.observed}</summary>
      <p>{texts.observedNote}</p>
      <ul>
        {found.observedHeadlines.map((headline) => (
          <li key={headline.id}>
            <Headline language={language} headline={headline} />
          </li>
        ))}
      </ul>
    </details>
  );
}
