/** The text of an article as Markdown. A file of its own, loaded when first asked for: the converter brings a whole DOM. */
import TurndownService from 'turndown';

const markdown = new TurndownService({ headingStyle: 'atx', bulletListMarker: '-', codeBlockStyle: 'fenced' });

// Markdown may hold HTML, so that a text that speaks of <script> would become one in the page that shows it.
const escapeMarkdown = markdown.escape.bind(markdown);
markdown.escape = (text) => escapeMarkdown(text).replace(/<|&(?=#?[a-z\d]+;)/gi, '\\$&');

/** Markdown in which no text is taken for HTML. */
export function bodyToMarkdown(html: string): string {
  return markdown.turndown(html);
}
