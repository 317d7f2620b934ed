/** A page of a feed as JSON Feed 1.1. Pure. */
import { generateJsonFeed } from 'feedsmith';
import type { FeedEntry } from './feed-entry.js';
import type { FeedPage } from './feed-page.js';
import { storable } from './storable.js';
import { webAddress } from './web-address.js';

type Feed = Parameters<typeof generateJsonFeed>[0];
type Item = NonNullable<Feed['items']>[number];

export function jsonFeedDocument({ origin, subject, links, entries, logo }: FeedPage): string {
  const { title, description, language, author, pagePath } = subject;
  const feed = generateJsonFeed(
    storable<Feed>({
      title,
      home_page_url: webAddress(origin, pagePath),
      feed_url: links.self,
      description,
      ...(links.next !== null && { next_url: links.next }),
      ...(logo !== null && { icon: logo }),
      language,
      authors: [{ name: author, url: webAddress(origin, pagePath) }],
      ...(links.hub !== null && { hubs: [{ type: 'WebSub', url: links.hub }] }),
      items: entries.map(toItem),
    }),
  );
  // The library leaves an empty list out, and the format asks for it.
  return JSON.stringify({ items: [], ...(feed as object) });
}

function toItem(entry: FeedEntry): Item {
  const { id, url, originalUrl, title, language, summary, byline, source, tags, picture, published, updated } = entry;
  const author = byline ?? source?.name;
  return {
    id,
    url,
    ...(originalUrl !== null && { external_url: originalUrl }),
    title,
    ...contentOf(entry),
    ...(summary !== null && { summary }),
    ...(picture !== null && { image: picture.url }),
    ...(published?.instant && { date_published: published.instant }),
    date_modified: updated,
    ...(author !== undefined && { authors: [{ name: author }] }),
    tags,
    language,
    // Names that begin with _ are for what the format has no room for: how exactly the date is known.
    ...(published !== null && { _published: { date: published.value, precision: published.precision } }),
  };
}

/** Every item must have a content: the most that rights leave, were it the title alone. */
function contentOf({ html, summary, title, credit }: FeedEntry) {
  if (html !== null) return { content_html: html };
  if (summary === null) return { content_text: title };
  return { content_text: credit === null ? summary : `${summary}\n\n${credit}` };
}
