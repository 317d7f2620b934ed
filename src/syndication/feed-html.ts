/** The text of an article as it stands in a feed: with its pictures, its direction, and the line that must stand beside it. */
import { escapeHtml } from '../articles/body.js';
import { directionOf } from '../text/direction.js';
import type { Picture } from './picture.js';

const attribute = (text: string) => escapeHtml(text).replace(/"/g, '&quot;');

/**
 * HTML whose addresses are all absolute. Readers' programs show a text in the direction of their own page: what stands
 * around it says its own.
 */
export function feedHtml(
  html: string,
  { language, credit, pictures }: { language: string; credit: string | null; pictures: Map<string, Picture> },
): string {
  const line = credit === null ? '' : `\n<p dir="auto">${escapeHtml(credit)}</p>`;
  const direction = directionOf(language).toLowerCase();
  return `<div lang="${attribute(language)}" dir="${direction}">${withPictures(html, pictures)}${line}</div>`;
}

/** Figures name their pictures by ids that mean nothing elsewhere: the picture itself takes the id's place. One that is hidden takes its caption along. */
function withPictures(html: string, pictures: Map<string, Picture>): string {
  return html.replace(FIGURE, (_figure, before, id: string, after, content: string) => {
    const picture = pictures.get(id);
    if (picture === undefined) return content.replace(CAPTION, '');
    return `<figure${before}${after}>${imageTag(picture)}${content}</figure>`;
  });
}

const FIGURE = /<figure([^>]*?) data-image-id="([\w-]+)"([^>]*)>(.*?)<\/figure>/gs;
const CAPTION = /<figcaption\b.*?<\/figcaption>/gs;

const imageTag = ({ url, width, height, alt }: Picture) =>
  `<img src="${attribute(url)}" width="${width}" height="${height}" alt="${attribute(alt ?? '')}" />`;
