/**
 * The text of an article: HTML of a few plain elements. Whatever comes in is sanitised before it is stored, so that
 * what goes out needs no second look; other formats are made from it on request.
 */
import { convert } from 'html-to-text';
import sanitizeHtml from 'sanitize-html';
import TurndownService from 'turndown';
import type { BodyFormat } from './body-format.js';

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [
    'p',
    'br',
    'h2',
    'h3',
    'h4',
    'blockquote',
    'ul',
    'ol',
    'li',
    'strong',
    'em',
    'b',
    'i',
    'u',
    's',
    'sub',
    'sup',
    'a',
    'figure',
    'figcaption',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
    'code',
    'pre',
    'hr',
    'cite',
    'q',
    'bdi',
  ],
  allowedAttributes: {
    a: ['href', 'rel', 'hreflang'],
    figure: ['data-image-id'],
    th: ['scope', 'colspan', 'rowspan'],
    td: ['colspan', 'rowspan'],
    '*': ['dir', 'lang'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  transformTags: {
    h1: 'h2',
    // The outlet's page is not ours: it gets neither our window nor our standing with search engines.
    a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, rel: 'noopener nofollow' } }),
  },
  nestingLimit: 50,
};

/** HTML of which nothing is left that could run, load or deceive. Idempotent. */
export function sanitizeBody(html: string): string {
  return sanitizeHtml(html.normalize('NFC'), ALLOWED).trim();
}

/** Plain text as HTML: blank lines divide paragraphs where there are any, line ends do otherwise. */
export function bodyFromText(text: string): string {
  const lines = text.normalize('NFC').replace(/\r\n?/g, '\n').trim();
  const paragraphs = /\n\s*\n/.test(lines) ? lines.split(/\n\s*\n/) : lines.split('\n');
  return bodyFromParagraphs(paragraphs);
}

export function bodyFromParagraphs(paragraphs: string[]): string {
  return paragraphs
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map((paragraph) => `<p>${escapeHtml(paragraph).replace(/\n/g, '<br />')}</p>`)
    .join('\n');
}

/** Text that reads the same when it stands in HTML. */
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

const markdown = new TurndownService({ headingStyle: 'atx', bulletListMarker: '-', codeBlockStyle: 'fenced' });

export function bodyToMarkdown(html: string): string {
  return markdown.turndown(html);
}

/** The text in a format that a caller asks for. */
export function bodyAs(html: string, format: `${BodyFormat}`): string {
  if (format === 'HTML') return html;
  return format === 'TEXT' ? bodyToText(html) : bodyToMarkdown(html);
}
