/**
 * The text of an article in its formats. It is stored as sanitised HTML (sanitize.ts), so that what goes out needs no
 * second look; HTML is made of plain text here, and other formats of HTML on request.
 */
import { convert } from 'html-to-text';
import type { BodyFormat } from './body-format.js';
import { settled } from './sanitize.js';

/** Plain text as HTML: blank lines divide paragraphs where there are any, line ends do otherwise. */
export function bodyFromText(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').trim();
  const paragraphs = /\n\s*\n/.test(lines) ? lines.split(/\n\s*\n/) : lines.split('\n');
  return bodyFromParagraphs(paragraphs);
}

export function bodyFromParagraphs(paragraphs: string[]): string {
  const html = paragraphs
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => `<p>${escapeHtml(paragraph).replace(/\n/g, '<br />')}</p>`);
  return settled(html.join('\n'));
}

/** Text that reads the same when it stands between the tags of HTML; not for attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** The text alone; a blank line between paragraphs, addresses of links left out. */
export function bodyToText(html: string): string {
  return convert(html, {
    wordwrap: false,
    selectors: [
      { selector: 'a', options: { ignoreHref: true } },
      ...['h2', 'h3', 'h4'].map((selector) => ({ selector, options: { uppercase: false } })),
    ],
  });
}

/** The text in a format that a caller asks for. */
export async function bodyAs(html: string, format: `${BodyFormat}`): Promise<string> {
  if (format === 'HTML') return html;
  if (format === 'TEXT') return bodyToText(html);
  return (await import('./markdown.js')).bodyToMarkdown(html);
}
