/** An article as it was published: where and when, its text by rights, what was corrected, what to read next. */
import { dayAt, formatDay, formatPublished, machineDate } from '../dates.js';
import { graphql, type ResultOf } from '../graphql.js';
import { useInterface } from '../interface.js';
import { directionOf, ownOf } from '../languages.js';
import { isAddress, NOT_FOUND, type Outcome, type Visit } from '../page.js';
import { ARTICLE_TEXT, ArticleText } from '../parts/article-text.js';
import { Figure, PICTURE } from '../parts/figure.js';
import { HEADLINE, Headline, Ticker } from '../parts/headlines.js';
import { NamedLink } from '../parts/link.js';
import { Share } from '../parts/share.js';
import { TagLinks } from '../parts/tag-links.js';

const ARTICLE = graphql(
  `
  query Article($id: ID!, $language: Language!) {
    ticker { headlines(first: 12) { ...HeadlineLine } }
    article(id: $id) {
      id path title titleLanguage titleDirection language direction
      summary excerpt byline jsonLd publishedAt
      publishedOn { value approximate timeZone }
      source { name path }
      section { name(language: $language) path }
      tags { id name(language: $language) path }
      leadImage { ...Picture }
      ...ArticleText
      corrections { note at }
      relatedHeadlines(first: 6) { reason headline { id ...HeadlineLine } sharedTags { name(language: $language) } }
      observedHeadlines(first: 60) { id ...HeadlineLine }
    }
  }
`,
  [HEADLINE, PICTURE, ARTICLE_TEXT],
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
    titleDirection: ownOf(found.titleLanguage, found.titleDirection).dir,
    subtitle: inOneLine(found.source?.name, formatPublished(language, found)),
    description: found.summary ?? found.excerpt,
    path: found.path,
    feeds: found.source ? [{ title: found.source.name, path: `/feeds${found.source.path}` }] : undefined,
    jsonLd: found.jsonLd,
    article: { publishedTime: machineDate(found) },
    aside: <Ticker headlines={data.ticker?.headlines ?? []} />,
    body: (
      <article className="story">
        <Head found={found} />
        <Corrections found={found} />
        {lead && <Figure image={lead} leading own={ownOf(found.language, found.direction)} />}
        <ArticleText article={found} />
        <Tags found={found} />
        <Share title={found.title} address={`${origin}/a/${found.id}`} />
        <Related found={found} />
        <Observed found={found} />
      </article>
    ),
  };
}

/** Isolated from each other, as <bdi> does where there is a markup. */
const inOneLine = (...texts: (string | null | undefined)[]) =>
  texts.flatMap((text) => (text ? [`\u2068${text}\u2069`] : [])).join(' · ');

interface Part {
  found: Found;
}

/** Begins on the side where the article's lines do; what the interface says there keeps its own direction. */
function Head({ found }: Part) {
  const { language, texts } = useInterface();
  return (
    <header dir={found.direction.toLowerCase()}>
      {found.section && (
        <p className="kicker">
          <NamedLink to={found.section} />
        </p>
      )}
      <h1 {...ownOf(found.titleLanguage, found.titleDirection)}>{found.title}</h1>
      <p className="published">
        <bdi dir={directionOf(language)}>
          <Published found={found} />
        </bdi>
      </p>
      {found.byline && (
        <p className="byline">
          <bdi dir={directionOf(language)}>
            {texts.by} <bdi lang={found.language}>{found.byline}</bdi>
          </bdi>
        </p>
      )}
    </header>
  );
}

function Published({ found }: Part) {
  const { language, texts } = useInterface();
  const when = formatPublished(language, found);
  const { source } = found;
  return (
    <>
      {source ? (
        <>
          {texts.publishedIn} <NamedLink to={source} />
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

function Corrections({ found }: Part) {
  const { language, texts } = useInterface();
  if (!found.corrections || found.corrections.length === 0) return null;
  return (
    <aside className="corrections" aria-labelledby="corrections">
      <h2 id="corrections">{texts.corrections}</h2>
      <ul>
        {found.corrections.map(({ note, at }) => (
          <li key={at}>
            <span {...ownOf(found.language, found.direction)}>{note}</span>{' '}
            <small>
              <time dateTime={at}>{formatDay(language, dayAt(at))}</time>
            </small>
          </li>
        ))}
      </ul>
    </aside>
  );
}

function Tags({ found: { tags } }: Part) {
  const { texts } = useInterface();
  if (!tags || tags.length === 0) return null;
  return (
    <nav className="tags" aria-label={texts.tags}>
      <TagLinks tags={tags} rel="tag" />
    </nav>
  );
}

/** Of the tags that two articles share, as many as a line has room for. */
const REASON_TAGS = 2;

function Related({ found }: Part) {
  const { texts } = useInterface();
  const related =
    found.relatedHeadlines?.flatMap(({ headline, ...why }) => (headline ? [{ headline, ...why }] : [])) ?? [];
  if (related.length === 0) return null;
  return (
    <section className="related" aria-labelledby="related">
      <h2 id="related">{texts.related}</h2>
      <ul>
        {related.map(({ headline, reason, sharedTags }) => (
          <li key={headline.id}>
            <Headline headline={headline} />{' '}
            <small>
              {texts.reasons[reason]}
              {sharedTags?.slice(0, REASON_TAGS).map(({ name }) => (
                <bdi key={name}>{name}</bdi>
              ))}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Observed({ found }: Part) {
  const { texts } = useInterface();
  if (!found.observedHeadlines || found.observedHeadlines.length === 0) return null;
  return (
    <details className="observed">
      <summary>{texts.observed}</summary>
      <p>{texts.observedNote}</p>
      <ul>
        {found.observedHeadlines.map((headline) => (
          <li key={headline.id}>
            <Headline headline={headline} />
          </li>
        ))}
      </ul>
    </details>
  );
}
