/**
 * The rules by which public validators of feeds (W3C, JSON Feed) judge, as far as they concern what we write: what they call
 * errors, and what they warn of.
 */
import { childrenOf, parseXml, textOf, type Xml } from './xml.js';

const RFC_822 =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const W3C_DATE = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/;
const URN = /^urn:[a-z0-9][a-z0-9-]{1,31}:[a-z0-9()+,.:=@;$_!*'%/?#-]+$/i;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
/** What validators take for safe in HTML, of what we write. */
const HTML = new Set(
  `div p br hr h2 h3 h4 blockquote ul ol li figure figcaption table thead tbody tr th td pre strong em b i u s sub sup code
   cite q bdi a img`.split(/\s+/),
);
const ATTRIBUTES = /^(lang|dir|href|hreflang|rel|src|width|height|alt|colspan|rowspan|scope)$/;

const isUri = (text: string | undefined) =>
  text !== undefined && /^https?:\/\/[\x21-\x7e]+$/.test(text) && URL.canParse(text) && !/[<>"{}|\\^`]/.test(text);

class Findings {
  readonly found: string[] = [];

  expect(holds: boolean, rule: string): void {
    if (!holds) this.found.push(rule);
  }

  /** Markup whose addresses are absolute, of elements that are safe. */
  html(text: string, where: string): void {
    for (const [, tag, attributes = ''] of text.matchAll(/<([a-z][a-z\d]*)((?:\s[^<>]*)?)>/gi)) {
      this.expect(HTML.has(tag as string), `${where}: <${tag}>`);
      for (const [, name, value] of attributes.matchAll(/([\w-]+)="([^"]*)"/g)) {
        this.expect(ATTRIBUTES.test(name as string), `${where}: attribute ${name}`);
        if (name === 'href' || name === 'src')
          this.expect(/^(https?:\/\/|mailto:)/.test(value as string), `${where}: relative address ${value}`);
      }
    }
  }

  unique(values: (string | undefined)[], what: string): void {
    this.expect(new Set(values).size === values.length, `${what} that is not unique`);
  }
}

export function problemsOfRss(xml: string, address: string): string[] {
  const findings = new Findings();
  const rss = parseXml(xml);
  const [channel] = childrenOf(rss, 'channel') as [Xml];
  findings.expect(rss.name === 'rss' && rss.attributes.version === '2.0', 'rss of version 2.0');
  for (const name of ['title', 'link', 'description'])
    findings.expect((textOf(channel, name) ?? '') !== '', `channel has ${name}`);
  findings.expect(isUri(textOf(channel, 'link')), 'link of the channel is an address');
  findings.expect(LANGUAGE.test(textOf(channel, 'language') ?? ''), 'language of the channel');
  const built = textOf(channel, 'lastBuildDate');
  findings.expect(built === undefined || RFC_822.test(built), `lastBuildDate ${built}`);
  findings.expect(/^\d+$/.test(textOf(channel, 'ttl') ?? ''), 'ttl is a number');
  for (const image of childrenOf(channel, 'image')) {
    findings.expect(textOf(image, 'title') === textOf(channel, 'title'), 'title of the image is that of the channel');
    findings.expect(textOf(image, 'link') === textOf(channel, 'link'), 'link of the image is that of the channel');
    findings.expect(isUri(textOf(image, 'url')), 'address of the image');
  }
  checkLinks(findings, childrenOf(channel, 'atom:link'), address, 'application/rss+xml');
  const items = childrenOf(channel, 'item');
  for (const item of items) checkItem(findings, item);
  findings.unique(
    items.map((item) => textOf(item, 'guid')),
    'guid',
  );
  return findings.found;
}

function checkItem(findings: Findings, item: Xml): void {
  findings.expect((textOf(item, 'title') ?? textOf(item, 'description') ?? '') !== '', 'item has title or description');
  findings.expect(isUri(textOf(item, 'link')), `link ${textOf(item, 'link')}`);
  const [guid] = childrenOf(item, 'guid');
  findings.expect(guid?.attributes.isPermaLink === 'false' && URN.test(guid.text), `guid ${guid?.text}`);
  const date = textOf(item, 'pubDate');
  findings.expect(date === undefined || RFC_822.test(date), `pubDate ${date}`);
  const dc = textOf(item, 'dc:date');
  findings.expect(dc === undefined || W3C_DATE.test(dc), `dc:date ${dc}`);
  for (const [core, extension] of [
    ['pubDate', 'dc:date'],
    ['author', 'dc:creator'],
    ['source', 'dc:source'],
    ['category', 'dc:subject'],
    ['guid', 'dc:identifier'],
  ] as const)
    findings.expect(
      childrenOf(item, core).length === 0 || childrenOf(item, extension).length === 0,
      `${core} and ${extension} say the same`,
    );
  findings.expect(LANGUAGE.test(textOf(item, 'dc:language') ?? ''), 'language of the item');
  for (const source of childrenOf(item, 'source'))
    findings.expect(isUri(source.attributes.url), 'address of the source');
  const enclosures = childrenOf(item, 'enclosure');
  findings.expect(enclosures.length <= 1, 'one enclosure at most');
  for (const { attributes } of enclosures) {
    findings.expect(isUri(attributes.url), `enclosure ${attributes.url}`);
    findings.expect(/^\d+$/.test(attributes.length ?? ''), 'length of the enclosure');
    findings.expect(/^\w+\/[\w.+-]+$/.test(attributes.type ?? ''), 'type of the enclosure');
  }
  for (const link of childrenOf(item, 'atom:link')) findings.expect(isUri(link.attributes.href), 'link of the item');
  findings.html(textOf(item, 'description') ?? '', 'description');
  findings.html(textOf(item, 'content:encoded') ?? '', 'content:encoded');
  checkMedia(findings, item);
}

function checkMedia(findings: Findings, item: Xml): void {
  for (const { attributes } of childrenOf(item, 'media:content')) {
    findings.expect(isUri(attributes.url) && attributes.medium === 'image', 'media:content');
    findings.expect(
      /^[1-9]\d*$/.test(attributes.width ?? '') && /^[1-9]\d*$/.test(attributes.height ?? ''),
      'measures',
    );
  }
}

function checkLinks(findings: Findings, links: Xml[], address: string, type: string): void {
  const self = links.filter(({ attributes }) => attributes.rel === 'self');
  findings.expect(self.length === 1 && self[0]?.attributes.href === address, `self is ${self[0]?.attributes.href}`);
  findings.expect(self[0]?.attributes.type === type, 'type of self');
  for (const { attributes } of links)
    findings.expect(isUri(attributes.href), `link ${attributes.rel} ${attributes.href}`);
  findings.unique(
    links.map(({ attributes }) => attributes.rel),
    'relation of a link',
  );
}

export function problemsOfAtom(xml: string, address: string): string[] {
  const findings = new Findings();
  const feed = parseXml(xml);
  findings.expect(feed.name === 'feed' && feed.attributes.xmlns === 'http://www.w3.org/2005/Atom', 'an Atom feed');
  checkAtomIdentity(findings, feed, 'feed');
  const links = childrenOf(feed, 'link');
  checkLinks(findings, links, address, 'application/atom+xml');
  findings.expect(
    links.some(({ attributes }) => attributes.rel === 'alternate'),
    'alternate of the feed',
  );
  const entries = childrenOf(feed, 'entry');
  const feedAuthor = childrenOf(feed, 'author').length > 0;
  for (const entry of entries) {
    checkAtomIdentity(findings, entry, 'entry');
    findings.expect(feedAuthor || childrenOf(entry, 'author').length > 0, 'entry has an author');
    const alternates = childrenOf(entry, 'link').filter(({ attributes }) => attributes.rel === 'alternate');
    findings.expect(alternates.length === 1, 'one alternate of the entry');
    for (const { attributes } of childrenOf(entry, 'link'))
      findings.expect(isUri(attributes.href), 'link of the entry');
    for (const { attributes } of childrenOf(entry, 'category'))
      findings.expect(attributes.term !== '' && isUri(attributes.scheme), 'category');
    const [content] = childrenOf(entry, 'content');
    findings.expect(content === undefined || content.attributes.type === 'html', 'type of content');
    findings.html(content?.text ?? '', 'content');
    checkMedia(findings, entry);
  }
  findings.unique(
    entries.map((entry) => textOf(entry, 'id')),
    'id',
  );
  return findings.found;
}

function checkAtomIdentity(findings: Findings, element: Xml, what: string): void {
  const id = textOf(element, 'id');
  findings.expect(id !== undefined && (URN.test(id) || isUri(id)), `id of the ${what}: ${id}`);
  findings.expect((textOf(element, 'title') ?? '') !== '', `title of the ${what}`);
  findings.expect(RFC_3339.test(textOf(element, 'updated') ?? ''), `updated of the ${what}`);
  const published = textOf(element, 'published');
  findings.expect(published === undefined || RFC_3339.test(published), `published ${published}`);
  findings.expect(LANGUAGE.test(element.attributes['xml:lang'] ?? ''), `language of the ${what}`);
  for (const author of childrenOf(element, 'author'))
    findings.expect((textOf(author, 'name') ?? '') !== '', `author of the ${what}`);
}

// biome-ignore lint/suspicious/noExplicitAny: a document that is checked here
export function problemsOfJsonFeed(feed: any, address: string): string[] {
  const findings = new Findings();
  findings.expect(feed.version === 'https://jsonfeed.org/version/1.1', 'version');
  findings.expect(typeof feed.title === 'string' && feed.title !== '', 'title');
  findings.expect(feed.feed_url === address, `feed_url ${feed.feed_url}`);
  findings.expect(isUri(feed.home_page_url), 'home_page_url');
  findings.expect(LANGUAGE.test(feed.language), 'language');
  for (const item of feed.items) {
    findings.expect(typeof item.id === 'string' && item.id !== '', 'id');
    findings.expect(isUri(item.url), 'url');
    findings.expect(item.external_url === undefined || isUri(item.external_url), 'external_url');
    findings.expect(item.image === undefined || isUri(item.image), 'image');
    findings.expect('content_html' in item || 'content_text' in item, 'content_html or content_text');
    for (const name of ['date_published', 'date_modified'])
      findings.expect(item[name] === undefined || RFC_3339.test(item[name]), name);
    findings.expect(Array.isArray(item.tags) && item.tags.every((tag: unknown) => typeof tag === 'string'), 'tags');
    findings.html(item.content_html ?? '', 'content_html');
  }
  findings.unique(
    feed.items.map(({ id }: { id: string }) => id),
    'id',
  );
  return findings.found;
}
