/** A picture of an article, with its credit and the way to report it; once it is hidden, a quiet placeholder. */
import { type FragmentOf, graphql, readFragment } from '../graphql.js';
import type { Language } from '../languages.js';
import { type ReportReason, TEXTS } from '../texts/texts.js';
import { picturePath } from './picture-path.js';

export const PICTURE = graphql(`
  fragment Picture on Image {
    id hidden alt caption credit width height
    small: url(width: 480) medium: url(width: 960) large: url(width: 1440)
  }
`);

interface FigureProps {
  language: Language;
  image: FragmentOf<typeof PICTURE>;
  /** The first of its page is loaded at once. */
  leading?: boolean;
  /** The language of its texts, which are the article's. */
  own: { lang: string; dir: string };
}

const WIDTHS = { small: 480, medium: 960, large: 1440 } as const;

export function Figure({ language, image, leading = false, own }: FigureProps) {
  const texts = TEXTS[language];
  const picture = readFragment(PICTURE, image);
  const { id, hidden, alt, caption, credit, width, height } = picture;
  if (hidden || !picture.medium)
    return (
      <>
        <p className="hidden-image">{texts.imageHidden}</p>
        <Thanks language={language} id={id} />
      </>
    );
  const sizes = (['small', 'medium', 'large'] as const).flatMap((size) => {
    const url = picture[size];
    return url ? [`${picturePath(url)} ${Math.min(WIDTHS[size], width)}w`] : [];
  });
  return (
    <figure data-image={id}>
      <img
        src={picturePath(picture.medium)}
        srcSet={[...new Set(sizes)].join(', ')}
        sizes="(min-width: 46rem) 44rem, 100vw"
        alt={alt ?? ''}
        width={width}
        height={height}
        loading={leading ? 'eager' : 'lazy'}
        {...own}
      />
      <figcaption>
        {caption && <span {...own}>{caption} </span>}
        {credit && (
          <small>
            {texts.credit} <bdi>{credit}</bdi>
          </small>
        )}
        <Thanks language={language} id={id} />
        <Report language={language} id={id} />
      </figcaption>
    </figure>
  );
}

/** Seen by who comes from sending the form: the server leads her back to this very place. */
const Thanks = ({ language, id }: { language: Language; id: string }) => (
  <p className="thanks" id={`reported-${id}`}>
    {TEXTS[language].reportThanks}
  </p>
);

/** Works as a form; the script sends it in place. */
function Report({ language, id }: { language: Language; id: string }) {
  const texts = TEXTS[language];
  return (
    <details className="report">
      <summary>{texts.report}</summary>
      <form method="post" action={`/images/${id}/report`} data-thanks={texts.reportThanks}>
        <fieldset>
          <legend>{texts.reportReason}</legend>
          {(Object.entries(texts.reportReasons) as [ReportReason, string][]).map(([reason, text]) => (
            <label key={reason}>
              <input type="radio" name="reason" value={reason} required /> {text}
            </label>
          ))}
        </fieldset>
        <p>{texts.reportNote}</p>
        <button type="submit">{texts.sendReport}</button>
      </form>
    </details>
  );
}
