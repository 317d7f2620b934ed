/**
 * The one place that says which HTML an article may hold. What is not listed here is taken out before anything is
 * stored; what stays cannot run, load or deceive, in this parser or in a browser, and sanitising it again changes nothing.
 */
import sanitizeHtml from 'sanitize-html';
import { idPrefix } from '../core/ids.js';
import { canonicalLanguage } from '../core/scalars.js';
import { withoutControls } from '../text/normalise.js';

/** Reads the value of an attribute: as it may stay, or null where it may not. */
type ReadValue = (value: string) => string | null;

const oneOf =
  (...values: string[]): ReadValue =>
  (value) =>
    values.includes(value.toLowerCase()) ? value.toLowerCase() : null;

const MAX_SPAN = 50;
const readSpan: ReadValue = (value) => (/^[1-9]\d?$/.test(value) && Number(value) <= MAX_SPAN ? value : null);
const readImageId: ReadValue = (value) => (idPrefix(value) === 'i' && !value.includes('-') ? value : null);

const MAX_ADDRESS = 2048;
const SCHEMES = ['http', 'https', 'mailto'];
const ABSOLUTE = /^(?:https?:\/\/[^\s/\\]|mailto:[^\s/\\])/i;

/** An absolute address. An archive has no page that a relative one could start from. */
const readAddress: ReadValue = (value) => {
  if (value.length > MAX_ADDRESS) return null;
  const address = withoutControls(value)
    .replace(/[\t\r\n]/g, '')
    .trim();
  return ABSOLUTE.test(address) && URL.canParse(address) ? address : null;
};

const REL = 'noopener nofollow';

const EVERYWHERE: Record<string, ReadValue> = { dir: oneOf('ltr', 'rtl', 'auto'), lang: canonicalLanguage };
const SPANS = { colspan: readSpan, rowspan: readSpan };

/** The elements that may stay, and the attributes that each may have beside `dir` and `lang`. */
const ELEMENTS: Record<string, Record<string, ReadValue>> = {
  ...Object.fromEntries(
    `p br hr h2 h3 h4 blockquote ul ol li figcaption table thead tbody tr pre
     strong em b i u s sub sup code cite q bdi`
      .split(/\s+/)
      .map((name) => [name, {}]),
  ),
  a: { href: readAddress, hreflang: canonicalLanguage, rel: () => REL },
  figure: { 'data-image-id': readImageId },
  th: { ...SPANS, scope: oneOf('row', 'col', 'rowgroup', 'colgroup') },
  td: SPANS,
};

const READERS = new Map(
  Object.entries(ELEMENTS).map(([name, own]) => [name, new Map(Object.entries({ ...own, ...EVERYWHERE }))]),
);

/** What stands in these is no text of the article. */
const TEXTLESS = 'script style textarea option xmp noscript template title svg'.split(' ');

const OPTIONS: sanitizeHtml.IOptions = {
  allowedTags: Object.keys(ELEMENTS),
  allowedAttributes: {
    ...Object.fromEntries(Object.entries(ELEMENTS).map(([name, attributes]) => [name, Object.keys(attributes)])),
    '*': Object.keys(EVERYWHERE),
  },
  allowedSchemes: SCHEMES,
  allowProtocolRelative: false,
  nonTextTags: TEXTLESS,
  transformTags: { h1: 'h2', h5: 'h4', h6: 'h4', '*': readElement },
  nestingLimit: 50,
};

function readElement(tagName: string, attributes: sanitizeHtml.Attributes): sanitizeHtml.Tag {
  const readers = READERS.get(tagName);
  if (readers === undefined) return { tagName, attribs: {} };
  const attribs: sanitizeHtml.Attributes = {};
  for (const name of Object.keys(attributes)) {
    const value = readers.get(name)?.(attributes[name] as string);
    if (value != null) attribs[name] = value;
  }
  // A link that leads nowhere is plain text: a name that is not allowed has the element left out around its text.
  if (tagName === 'a' && attribs.href === undefined) return { tagName: 'span', attribs: {} };
  // The outlet's page is not ours: it gets neither our window nor our standing with search engines.
  if (tagName === 'a') attribs.rel = REL;
  return { tagName, attribs };
}

/** Elements that stay open at once: no page needs more, and each one more makes every further tag dearer to read. */
const MAX_OPEN = 1_000;

/** Thrown for HTML that nests deeper than any article does. `isTangled` tells beforehand. */
export class TangledHtml extends Error {
  constructor() {
    super(`More than ${MAX_OPEN} elements stay open at once: close them`);
  }
}

function pass(html: string): string {
  let open = 0;
  let figures = 0;
  const clean = sanitizeHtml(html, {
    ...OPTIONS,
    transformTags: {
      ...OPTIONS.transformTags,
      // Within another a figure has no picture: whoever shows the text finds one picture and one caption in each.
      figure: (name, attributes) => (figures > 1 ? { tagName: 'div', attribs: {} } : readElement(name, attributes)),
    },
    onOpenTag: (name) => {
      open += 1;
      if (name === 'figure') figures += 1;
      if (open > MAX_OPEN) throw new TangledHtml();
    },
    onCloseTag: (name) => {
      open -= 1;
      if (name === 'figure') figures -= 1;
    },
  });
  return settled(clean);
}

/**
 * HTML in the normal form in which everything is stored. A stroke overlay (U+0338) right after a tag would melt with
 * its `>` into one letter there, and the text behind would become the tag's attributes.
 */
export function settled(html: string): string {
  return withoutControls(html.replace(/>\p{M}+/gu, (end) => end.replaceAll('\u0338', ''))).trim();
}

/** Elements that are left out and that end a line: their words must not grow together. */
const LINE_ENDS = /<\/(?:div|section|article|header|footer|main|aside|address|center|dd|dt|fieldset)>/gi;

/** Taking an element out may leave others in places where they are read differently; what is left settles in a few. */
const MAX_PASSES = 8;

/** HTML of which nothing is left that could run, load or deceive. Idempotent. Throws TangledHtml. */
export function sanitizeBody(html: string): string {
  let last = html.replace(LINE_ENDS, '$& ');
  for (let passes = 0; passes < MAX_PASSES; passes += 1) {
    const next = pass(last);
    if (next === last) return next;
    last = next;
  }
  // Nothing that people write comes here; its text alone is safe and stable.
  return pass(last.replace(/<[^>]*>/g, ' '));
}

/** Whether HTML is refused for its nesting. Few tags cannot be; many are read once, up to the first that is too deep. */
export function isTangled(html: string): boolean {
  let opened = 0;
  for (let at = html.indexOf('<'); at !== -1; at = html.indexOf('<', at + 1)) {
    opened += 1;
    if (opened > MAX_OPEN) return readsTangled(html);
  }
  return false;
}

function readsTangled(html: string): boolean {
  try {
    pass(html);
    return false;
  } catch (error) {
    if (error instanceof TangledHtml) return true;
    throw error;
  }
}
