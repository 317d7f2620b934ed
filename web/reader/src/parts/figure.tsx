/** A picture of an article, with its credit and the way to report it; once it is hidden, a quiet placeholder. */
import { type FragmentOf, graphql, readFragment } from '../graphql.js';
import { useInterface } from '../interface.js';
import { directionOf, type ownOf } from '../languages.js';
import type { ReportReason } from '../texts/texts.js';
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

type Image = FragmentOf<typeof PICTURE>;

interface FigureProps {
  image: Image;
  /** The first of its page is loaded at once. */
  leading?: boolean;
  /** Attributes of its texts, which are the article's. */
  own: ReturnType<typeof ownOf>;
}

export function Figure({ image, leading = false, own }: FigureProps) {
  const { id, hidden, caption } = readFragment(PICTURE, image);
  if (hidden) return <Hidden id={id} />;
  return (
    <figure data-image-id={id} dir={own.dir}>
      <Shown image={image} own={own} leading={leading} />
      {caption && (
        <figcaption {...own}>
          <bdi>{caption}</bdi>
        </figcaption>
      )}
      <About image={image} />
    </figure>
  );
}

/** What stands before and after the caption in a figure of a text, which has one there; hidden pictures have none. */
export function aroundCaption({ image, own }: FigureProps) {
  const { id, hidden } = readFragment(PICTURE, image);
  return hidden
    ? { hidden, before: <Hidden id={id} />, after: null }
    : { hidden, before: <Shown image={image} own={own} />, after: <About image={image} /> };
}

function Shown({ image, own, leading }: FigureProps) {
  const picture = readFragment(PICTURE, image);
  return (
    <Picture image={picture} sizes="(min-width: 45rem) 40rem, 100vw" alt={picture.alt} own={own} leading={leading} />
  );
}

function Hidden({ id }: { id: string }) {
  const { language, texts } = useInterface();
  return (
    <div className="hidden-image" lang={language} dir={directionOf(language)}>
      <p>{texts.imageHidden}</p>
      <Thanks id={id} />
    </div>
  );
}

/** In the interface's language, whatever stands around it. */
function About({ image }: { image: Image }) {
  const { id, credit } = readFragment(PICTURE, image);
  const { language, texts } = useInterface();
  return (
    <div className="about" lang={language} dir={directionOf(language)}>
      {credit && (
        <p>
          {texts.credit} <bdi>{credit}</bdi>
        </p>
      )}
      <Thanks id={id} />
      <Report id={id} />
    </div>
  );
}

/** Seen by who comes from sending the form: the server leads her back to this very place. */
const Thanks = ({ id }: { id: string }) => (
  <p className="thanks" id={`reported-${id}`}>
    {useInterface().texts.reportThanks}
  </p>
);

/** Works as a form; the script sends it in place. */
function Report({ id }: { id: string }) {
  const { texts } = useInterface();
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
        <label>
          {texts.reportComment}
          <textarea name="comment" rows={2} maxLength={1_000} />
        </label>
        <p>{texts.reportNote}</p>
        <button type="submit">{texts.sendReport}</button>
      </form>
    </details>
  );
}
