/** An article as lists show it: the line of its title, where and when, and as much more as there is room for. */
import { type Dated, formatShort, machineDate, today } from '../dates.js';
import { type FragmentOf, graphql, readFragment } from '../graphql.js';
import { useInterface } from '../interface.js';
import { ownOf } from '../languages.js';
import { NamedLink, TitleLink } from './link.js';
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
  article: FragmentOf<typeof CARD>;
  level: 2 | 3;
  look: Look;
}

export function Card({ article, level, look }: CardProps) {
  const found = readFragment(CARD, article);
  const { excerpt, leadImage } = found;
  const Title = `h${level}` as const;
  return (
    <article className={`card ${look}`}>
      <Title>
        <TitleLink to={found} />
      </Title>
      {look !== 'line' && leadImage && <Picture image={leadImage} sizes={SIZES[look]} leading={look === 'lead'} />}
      {look !== 'line' && excerpt && (
        <p>
          <bdi {...ownOf(found.language, found.direction)}>{excerpt}</bdi>
        </p>
      )}
      <WhereAndWhen found={found} />
    </article>
  );
}

/** How wide the sheet shows its picture. */
const SIZES = {
  lead: '(min-width: 70rem) 48rem, 100vw',
  feature: '(min-width: 45rem) 24rem, 100vw',
  row: '11rem',
};

function WhereAndWhen({ found }: { found: Dated & { source: { name: string; path: string } | null } }) {
  const { language } = useInterface();
  const when = formatShort(language, found, today());
  return (
    <p className="meta">
      {found.source && <NamedLink to={found.source} />}
      {when && <time dateTime={machineDate(found)}>{when}</time>}
    </p>
  );
}
