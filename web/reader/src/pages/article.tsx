/** An article as it was published: where and when, its text by rights, what was corrected, what to read next. */
import { formatDay, formatPublished, machineDate } from '../dates.js';
import { graphql, type ResultOf, readFragment } from '../graphql.js';
import { type Language, pathIn } from '../languages.js';
import { isAddress, NOT_FOUND, type Outcome, type Visit } from '../page.js';
import { Figure, PICTURE } from '../parts/figure.js';
import { HEADLINE, Headline, Ticker } from '../parts/headlines.js';
import { picturePath } from '../parts/picture-path.js';
import { TagLinks } from '../parts/tag-links.js';
import { TEXTS } from '../texts/texts.js';

const ARTICLE = graphql(
  `
  query Article($id: ID!, $language: Language!) {
    ticker { headlines(first: 12) { ...HeadlineLine } }
    article(id: $id) {
      id path title titleLanguage titleDirection language direction
      summary excerpt body byline canonicalUrl jsonLd publishedAt
      publishedOn { value precision approximate timeZone }
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

export async function article({ language, ask, path }: Visit, id: string): Promise<Outcome> {
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
    body: (
      <>
        <Ticker language={language} headlines={data.ticker?.headlines ?? []} />
        <article className="story">
          <header>
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
            <Published language={language} found={found} />
            {found.byline && (
              <p className="byline">
                {TEXTS[language].by} <bdi lang={found.language}>{found.byline}</bdi>
              </p>
            )}
          </header>
          <Corrections language={language} found={found} />
          {lead && <Figure language={language} image={lead} leading own={ownOf(found)} />}
          <Text language={language} found={found} />
          <Tags language={language} found={found} />
          <Related language={language} found={found} />
          <Observed language={language} found={found} />
        </article>
      </>
    ),
  };
}

interface Part {
  language: Language;
  found: Found;
}

const ownOf = ({ language, direction }: Found) => ({ lang: language, dir: direction.toLowerCase() });

function Published({ language, found }: Part) {
  const texts = TEXTS[language];
  const when = formatPublished(language, found);
  const { source } = found;
  return (
    <p className="published">
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
    </p>
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
  const texts = TEXTS[language];
  const { body, summary, canonicalUrl, source } = found;
  const link = canonicalUrl ?? source?.homepage;
  return (
    <>
      {body ? (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: the server sanitises all HTML on its way in
        <div className="text" {...ownOf(found)} dangerouslySetInnerHTML={{ __html: withPictures(body, found) }} />
      ) : (
        <div className="text" {...ownOf(found)}>
          {summary && <p>{summary}</p>}
        </div>
      )}
      {!body && <p className="withheld">{texts.summaryOnly}</p>}
      {source?.rights?.credit && (
        <p className="credit">
          <bdi>{source.rights.credit}</bdi>
        </p>
      )}
      {link && (
        <p className="to-source">
          <a className={body ? undefined : 'button'} href={link} rel="external noopener">
            {texts.readAtSource}
          </a>
        </p>
      )}
    </>
  );
}

/** Figures of a text hold no picture of their own: their ids say which it is. */
function withPictures(html: string, { images, leadImage }: Found): string {
  const pictures = images?.map((image) => readFragment(PICTURE, image));
  return html.replace(/<figure[^>]* data-image-id="([\w-]+)"[^>]*>/g, (figure, id: string) => {
    const picture = pictures?.find((one) => one.id === id);
    if (!picture?.medium || id === leadImage?.id) return figure;
    const { medium, alt, width, height } = picture;
    return `${figure}<img src="${escaped(picturePath(medium))}" alt="${escaped(alt ?? '')}" width="${width}" height="${height}" loading="lazy">`;
  });
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');

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
