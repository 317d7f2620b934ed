/** Articles in lists. */
import { formatShort, machineDate, today } from '../dates.js';
import { type FragmentOf, graphql, readFragment } from '../graphql.js';
import { type Language, pathIn } from '../languages.js';
import { TEXTS } from '../texts/texts.js';
import { picturePath } from './picture-path.js';

export const CARD = graphql(`
  fragment Card on Article {
    path title titleLanguage titleDirection language direction
    excerpt(maxLength: 140)
    publishedAt
    publishedOn { value precision approximate timeZone }
    source { name path }
    leadImage { url(width: 480) alt width height placeholder }
  }
`);

interface CardProps {
  language: Language;
  article: FragmentOf<typeof CARD>;
  level?: 2 | 3;
  /** The first of a page: its picture is loaded at once. */
  leading?: boolean;
}

export function Card({ language, article, level = 3, leading = false }: CardProps) {
  const {
    path,
    title,
    titleLanguage,
    titleDirection,
    language: own,
    direction,
    excerpt,
    source,
    leadImage,
    ...dated
  } = readFragment(CARD, article);
  const when = formatShort(language, dated, today());
  const Title = `h${level}` as const;
  return (
    <article className={leading ? 'card leading' : 'card'}>
      {leadImage?.url && (
        <img
          src={picturePath(leadImage.url)}
          alt=""
          width={480}
          height={Math.round((480 * leadImage.height) / leadImage.width)}
          loading={leading ? 'eager' : 'lazy'}
        />
      )}
      <Title>
        <a href={pathIn(language, path)} lang={titleLanguage} dir={titleDirection.toLowerCase()}>
          {title}
        </a>
      </Title>
      {excerpt && (
        <p lang={own} dir={direction.toLowerCase()}>
          {excerpt}
        </p>
      )}
      <p className="meta">
        {source && (
          <a href={pathIn(language, source.path)}>
            <bdi>{source.name}</bdi>
          </a>
        )}{' '}
        {when && <time dateTime={machineDate(dated)}>{when}</time>}
      </p>
    </article>
  );
}

interface CardsProps {
  language: Language;
  articles: readonly FragmentOf<typeof CARD>[];
  level: 2 | 3;
}

export function Cards({ language, articles, level }: CardsProps) {
  if (articles.length === 0) return <p className="nothing">{TEXTS[language].nothing}</p>;
  return (
    <div className="cards">
      {articles.map((article) => (
        <Card key={readFragment(CARD, article).path} language={language} article={article} level={level} />
      ))}
    </div>
  );
}
