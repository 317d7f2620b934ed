/** The text of an article as its source's rights have it, and the way to the source. */
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { type FragmentOf, graphql, type ResultOf, readFragment } from '../graphql.js';
import { type Interface, InterfaceContext, useInterface } from '../interface.js';
import { ownOf } from '../languages.js';
import { aroundCaption, PICTURE } from './figure.js';

export const ARTICLE_TEXT = graphql(
  `
  fragment ArticleText on Article {
    access summary body language direction canonicalUrl
    source { homepage rights { credit } }
    leadImage { id }
    images { ...Picture }
  }
`,
  [PICTURE],
);

export function ArticleText({ article }: { article: FragmentOf<typeof ARTICLE_TEXT> }) {
  const found = readFragment(ARTICLE_TEXT, article);
  const given = useInterface();
  const own = ownOf(found.language, found.direction);
  const { body, summary } = found;
  return (
    <>
      {summary && !(body && beginsWith(body, summary)) && (
        <p className={body ? 'standfirst' : 'text'} {...own}>
          {summary}
        </p>
      )}
      {body && (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: the server sanitises all HTML on its way in
        <div className="text" {...own} dangerouslySetInnerHTML={{ __html: withPictures(body, found, given) }} />
      )}
      <Origin found={found} />
    </>
  );
}

type Found = ResultOf<typeof ARTICLE_TEXT>;

const wordsOf = (html: string) => html.replace(/<[^>]*>|&\w+;|[\s\p{P}]+/gu, '');

/** Whether a text says at its beginning what its summary does: many summaries are cut from it. */
const beginsWith = (body: string, summary: string) =>
  wordsOf(body.slice(0, 2_000)).startsWith(wordsOf(summary).slice(0, 80));

/** Why there is no more of it here, whose it is, and where to read it. */
function Origin({ found: { access, canonicalUrl, source } }: { found: Found }) {
  const { texts } = useInterface();
  const withheld = { SUMMARY: texts.summaryOnly, HEADLINE: texts.headlineOnly, FULL_TEXT: null }[access];
  const link = canonicalUrl ?? source?.homepage;
  const leadsTo = canonicalUrl ? texts.readAtSource : texts.siteOfSource;
  return (
    <footer className="origin">
      {withheld && <p>{withheld}</p>}
      {source?.rights?.credit && (
        <p>
          <bdi>{source.rights.credit}</bdi>
        </p>
      )}
      {link && (
        <p>
          <a className={access === 'FULL_TEXT' ? undefined : 'button'} href={link} rel="external noopener">
            {leadsTo}
          </a>
        </p>
      )}
    </footer>
  );
}

/**
 * Figures of a text hold no picture of their own: their ids say which it is. What stands above, or stood before, does not stand again;
 * what is hidden takes its caption along. Whatever else a figure holds is text, and stays.
 */
function withPictures(html: string, { leadImage, images, language, direction }: Found, given: Interface): string {
  const shown = new Set([leadImage?.id]);
  const written = (part: ReactNode) => renderToStaticMarkup(<InterfaceContext value={given}>{part}</InterfaceContext>);
  return html.replace(FIGURE, (_, open: string, id: string, content: string) => {
    const image = images?.find((one) => readFragment(PICTURE, one).id === id);
    const text = content.replace(CAPTION, '');
    if (!image || shown.has(id)) return text;
    shown.add(id);
    const { hidden, before, after } = aroundCaption({ image, own: ownOf(language, direction) });
    return `${open}${written(before)}${hidden ? text : content}${written(after)}</figure>`;
  });
}

const FIGURE = /(<figure[^>]* data-image-id="([\w-]+)"[^>]*>)(.*?)<\/figure>/gs;
const CAPTION = /<figcaption\b.*?<\/figcaption>/gs;
