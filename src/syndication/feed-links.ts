/** The links of a feed's page as RSS and Atom write them alike. */
import { type FeedFormat, MEDIA_TYPES } from './feed-format.js';
import type { FeedLinks } from './feed-page.js';

export interface DocumentLink {
  href: string;
  rel: string;
  type?: string;
}

/** By RFC 4287 (self), RFC 5005 (first, current, previous, next) and WebSub (hub). */
export function documentLinks(links: FeedLinks, format: FeedFormat): DocumentLink[] {
  const { self, hub, current, previous, next } = links;
  const pages = { self, first: current, current, previous, next };
  const found = Object.entries(pages).flatMap(([rel, href]) =>
    href === null ? [] : [{ href, rel, type: MEDIA_TYPES[format] }],
  );
  return hub === null ? found : [...found, { href: hub, rel: 'hub' }];
}
