/** A picture of an article, with its credit and the way to report it; once it is hidden, a quiet placeholder. */
import { type FragmentOf, graphql, readFragment } from '../graphql.js';
import { directionOf, type Language } from '../languages.js';
import { type ReportReason, TEXTS } from '../texts/texts.js';
import { PICTURE_FILES, Picture } from './picture.js';

export const PICTURE = graphql(
  `
  fragment Picture on Image {
    id hidden alt caption credit
    ...PictureFiles
  }
`,
  [PICTURE_FILES],
);

interface FigureProps {
  language: Language;
  image: FragmentOf<typeof PICTURE>;
  /** The first of its page is loaded at once. */
  leading?: boolean;
  /** The language of its texts, which are the article's. */
  own: { lang: string; dir: string };
}

export function Figure({ language, image, leading = false, own }: FigureProps) {
  const { id, hidden, caption } = readFragment(PICTURE, image);
  if (hidden) return <Hidden language={language} id={id} />;
  return (
    <figure data-image={id}>
      <Shown image={image} own={own} leading={leading} />
      {caption && (
        <figcaption {...own}>
          <bdi>{caption}</bdi>
        </figcaption>
      )}
      <About language={language} image={image} />
    </figure>
  );
}

/** What stands before and after the caption in a figure of a text, which holds no picture itself. */
export const partsOf = ({ language, image, own }: FigureProps) => {
  const { id, hidden } = readFragment(PICTURE, image);
  if (hidden) return { before: <Hidden language={language} id={id} />, after: null };
  return { before: <Shown image={image} own={own} />, after: <About language={language} image={image} /> };
};

function Shown({ image, own, leading }: Omit<FigureProps, 'language'>) {
  const picture = readFragment(PICTURE, image);
  return (
    <Picture image={picture} sizes="(min-width: 45rem) 40rem, 100vw" alt={picture.alt} own={own} leading={leading} />
  );
}

const Hidden = ({ language, id }: { language: Language; id: string }) => (
  <div className="hidden-image" lang={language} dir={directionOf(language)}>
    <p>{TEXTS[language].imageHidden}</p>
    <Thanks language={language} id={id} />
  </div>
);

/** In the interface's language, whatever stands around it. */
function About({ language, image }: Omit<FigureProps, 'own'>) {
  const { id, credit } = readFragment(PICTURE, image);
  return (
    <div className="about" lang={language} dir={directionOf(language)}>
      {credit && (
        <p>
          {TEXTS[language].credit} <bdi>{credit}</bdi>
        </p>
      )}
      <Thanks language={language} id={id} />
      <Report language={language} id={id} />
    </div>
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
