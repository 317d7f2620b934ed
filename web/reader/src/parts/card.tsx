/** An article as lists show it: the line of its title, where and when, and as much more as there is room for. */
import { formatShort, machineDate, today } from '../dates.js';
import { type FragmentOf, graphql, readFragment } from '../graphql.js';
import { type Language, pathIn } from '../languages.js';
import { PICTURE_FILES, Picture } from './picture.js';

export const CARD = graphql(
  `
  fragment Card on Article {
    path title titleLanguage titleDirection language direction
    excerpt(maxLength: 150)
    publishedAt
    publishedOn { value timeZone }
    source { name path }
    leadImage { ...PictureFiles }
  }
`,
  [PICTURE_FILES],
);

/**
 * `lead` opens the front page, with a large picture that is loaded at once; `feature` has its picture on top, `row` a small one
 * beside its text; `line` is the title alone. Without a picture the text takes its room.
 */
type Look = 'lead' | 'feature' | 'row' | 'line';

interface CardProps {
  language: Language;
  article: FragmentOf<typeof CARD>;
  level: 2 | 3;
  look: Look;
}

export function Card({ language, article, level, look }: CardProps) {
  const found = readFragment(CARD, article);
  const { path, title, titleLanguage, titleDirection, excerpt, leadImage } = found;
  const Title = `h${level}` as const;
  return (
    <article className={`card ${look}`}>
      <Title>
        <a href={pathIn(language, path)}>
          <bdi lang={titleLanguage} dir={titleDirection.toLowerCase()}>
            {title}
          </bdi>
        </a>
      </Title>
      {look !== 'line' && leadImage && <Picture image={leadImage} sizes={SIZES[look]} leading={look === 'lead'} />}
      {look !== 'line' && excerpt && (
        <p>
          <bdi lang={found.language} dir={found.direction.toLowerCase()}>
            {excerpt}
          </bdi>
        </p>
      )}
      <WhereAndWhen language={language} found={found} />
    </article>
  );
}

/** How wide the sheet shows its picture. */
const SIZES = {
  lead: '(min-width: 70rem) 48rem, 100vw',
  feature: '(min-width: 45rem) 24rem, 100vw',
  row: '11rem',
};

type Told = Parameters<typeof machineDate>[0] & { source: { name: string; path: string } | null };

function WhereAndWhen({ language, found }: { language: Language; found: Told }) {
  const when = formatShort(language, found, today());
  return (
    <p className="meta">
      {found.source && (
        <a href={pathIn(language, found.source.path)}>
          <bdi>{found.source.name}</bdi>
        </a>
      )}
      {when && <time dateTime={machineDate(found)}>{when}</time>}
    </p>
  );
}
