/** A page of a feed as RSS 2.0, by the rules of the public validator. Pure. */
import { generateRssFeed } from 'feedsmith';
import { escapeHtml } from '../articles/body.js';
import { DatePrecision } from '../articles/partial-date.js';
import { closeCdata } from './close-cdata.js';
import type { FeedEntry } from './feed-entry.js';
import { documentLinks } from './feed-links.js';
import { mediaOf, WrittenDate } from './feed-media.js';
import type { FeedPage } from './feed-page.js';
import { storable } from './storable.js';
import { webAddress } from './web-address.js';

type Feed = Parameters<typeof generateRssFeed>[0];
type Item = NonNullable<Feed['items']>[number];

/** Minutes for which a reader may keep it. */
const TIME_TO_LIVE = 5;

export function rssDocument({ origin, subject, links, entries, updated, logo }: FeedPage): string {
  const link = webAddress(origin, subject.pagePath);
  const { title, description, language, credit } = subject;
  const xml = generateRssFeed(
    storable<Feed>({
      title,
      link,
      description,
      language,
      ...(credit !== null && { copyright: credit }),
      ...(updated !== null && { lastBuildDate: updated }),
      ttl: TIME_TO_LIVE,
      ...(logo !== null && { image: { url: logo, title, link } }),
      atom: { links: documentLinks(links, 'rss') },
      items: entries.map((entry) => toItem(origin, entry)),
    }),
  );
  return closeCdata(xml);
}

function toItem(origin: string, entry: FeedEntry): Item {
  const { id, url, originalUrl, title, language, html, byline, credit, tags, source, picture } = entry;
  const description = entry.summary ?? entry.opening;
  return {
    title,
    link: url,
    // Readers take it for HTML.
    ...(description !== null && { description: escapeHtml(description) }),
    ...(html !== null && { content: { encoded: html } }),
    guid: { value: id, isPermaLink: false },
    ...datesOf(entry),
    categories: tags.map((name) => ({ name, domain: webAddress(origin, '/tags') })),
    ...(source !== null && { source: { title: source.name, url: webAddress(origin, `${source.feedPath}.rss`) } }),
    ...(originalUrl !== null && { atom: { links: [{ href: originalUrl, rel: 'via' }] } }),
    // How many bytes a size of a picture has is known once it was drawn: zero stands for what is not known.
    ...(picture !== null && { enclosures: [{ url: picture.url, length: 0, type: picture.mediaType }] }),
    media: mediaOf(entry),
    dc: {
      languages: [language],
      ...(byline !== null && { creators: [byline] }),
      ...(credit !== null && { rights: [credit] }),
      ...inexactDate(entry),
    },
  };
}

/** `pubDate` has room for nothing but an instant: it stands only where there is one, and else Dublin Core's date. */
function datesOf({ published }: FeedEntry) {
  return published?.precision === DatePrecision.INSTANT ? { pubDate: published.instant as Date } : {};
}

function inexactDate({ published }: FeedEntry) {
  if (published === null || published.precision === DatePrecision.INSTANT) return {};
  return { dates: [new WrittenDate(published)] };
}
