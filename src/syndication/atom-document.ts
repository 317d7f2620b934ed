/** A page of a feed as Atom 1.0 (RFC 4287). Pure. */

import { generateAtomFeed } from 'feedsmith';
import { DatePrecision } from '../articles/partial-date.js';
import { urnOf } from '../core/urn.js';
import { closeCdata } from './close-cdata.js';
import type { FeedEntry } from './feed-entry.js';
import { documentLinks } from './feed-links.js';
import { mediaOf, WrittenDate } from './feed-media.js';
import { type FeedPage, feedAddress } from './feed-page.js';
import { storable } from './storable.js';
import { webAddress } from './web-address.js';

type Feed = Parameters<typeof generateAtomFeed>[0];
type Entry = NonNullable<Feed['entries']>[number];

/** Atom asks for a date of every feed: that of one without entries says that there never was a change. */
const NEVER = new Date(0);

export function atomDocument({ origin, subject, links, entries, updated, logo }: FeedPage): string {
  const { id, title, description, language, author, credit, pagePath } = subject;
  const xml = generateAtomFeed(
    storable<Feed>({
      id: id === null ? feedAddress(origin, subject, 'atom') : urnOf(id),
      title: plain(title),
      subtitle: plain(description),
      updated: updated ?? NEVER,
      xml: { lang: language },
      authors: [{ name: author, uri: webAddress(origin, pagePath) }],
      links: [
        { href: webAddress(origin, pagePath), rel: 'alternate', type: 'text/html' },
        ...documentLinks(links, 'atom'),
      ],
      ...(credit !== null && { rights: plain(credit) }),
      ...(logo !== null && { logo }),
      entries: entries.map((entry) => toEntry(origin, entry)),
    }),
  );
  return closeCdata(xml);
}

const plain = (value: string) => ({ value, type: 'text' });

function toEntry(origin: string, entry: FeedEntry): Entry {
  const { id, title, titleLanguage, language, summary, html, byline, credit, source, tags, updated } = entry;
  const author = byline ?? source?.name;
  return {
    id,
    title: { ...plain(title), ...(titleLanguage !== language && { xml: { lang: titleLanguage } }) },
    updated,
    ...datesOf(entry),
    xml: { lang: language },
    links: linksOf(entry),
    ...(author !== undefined && { authors: [{ name: author }] }),
    ...(summary !== null && { summary: plain(summary) }),
    ...(html !== null && { content: { value: html, type: 'html' } }),
    ...(credit !== null && { rights: plain(credit) }),
    categories: tags.map((term) => ({ term, scheme: webAddress(origin, '/tags'), label: term })),
    media: mediaOf(entry),
  };
}

function linksOf({ url, language, originalUrl, picture }: FeedEntry) {
  return [
    { href: url, rel: 'alternate', type: 'text/html', hreflang: language },
    ...(originalUrl === null ? [] : [{ href: originalUrl, rel: 'via' }]),
    ...(picture === null ? [] : [{ href: picture.url, rel: 'enclosure', type: picture.mediaType }]),
  ];
}

/** A day is `published` at its noon, lest readers take the day of the last change for it; what is known stands beside it. */
function datesOf({ published }: FeedEntry) {
  if (published === null) return {};
  return {
    ...(published.instant !== null && { published: published.instant }),
    ...(published.precision !== DatePrecision.INSTANT && { dc: { dates: [new WrittenDate(published)] } }),
  };
}
