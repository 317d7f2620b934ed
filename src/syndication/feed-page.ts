/**
 * A page of a feed, read for whoever is nobody in particular. Later pages follow by RFC 5005: each links the one before and
 * after it by cursors, so that what is published meanwhile shifts nothing.
 */
import type { Article } from '../articles/article.entity.js';
import { listArticles } from '../articles/article.sql.js';
import { placeOf } from '../articles/article-page.js';
import { ANONYMOUS } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { HttpError } from '../core/http-error.js';
import { ConnectionOf, makePage, type PageArgs, readPage } from '../core/page.js';
import { imageById } from '../media/image.loaders.js';
import { type FeedEntry, readEntries } from './feed-entry.js';
import type { FeedFormat } from './feed-format.js';
import type { FeedSubject } from './feed-subject.js';
import { pictureOf } from './picture.js';
import { webAddress } from './web-address.js';

/** Entries of a page. */
const ENTRIES = 50;
const ORDER = 'NEWEST';
const LOGO_WIDTH = 160;

/** Where a page stands among the others; addresses of all pages are of the same format as the page. */
export interface FeedLinks {
  self: string;
  /** The hub that tells when the feed changes; only of the newest page, which alone does. */
  hub: string | null;
  /** Of older pages: the newest one. */
  current: string | null;
  previous: string | null;
  next: string | null;
}

export interface FeedPage {
  origin: string;
  subject: FeedSubject;
  links: FeedLinks;
  entries: FeedEntry[];
  /** When one of its entries last changed; null of a page without any. */
  updated: Date | null;
  /** Address of the source's sign. */
  logo: string | null;
}

/** What `?after=` or `?before=` said; both null for the newest page. */
export interface PagePlace {
  after: string | null;
  before: string | null;
}

/** Where a feed is found. */
export const feedAddress = (origin: string, { path }: Pick<FeedSubject, 'path'>, format: FeedFormat) =>
  webAddress(origin, `${path}.${format}`);

export interface FeedWish {
  origin: string;
  format: FeedFormat;
  place: PagePlace;
  hub: string | null;
}

/** At most five statements, whatever the feed. A cursor that is none is BAD_USER_INPUT. */
export async function readFeedPage(ctx: RequestContext, subject: FeedSubject, wish: FeedWish): Promise<FeedPage> {
  const { origin } = wish;
  const page = readPlace(wish.place);
  const rows = await listArticles(ctx.db, ANONYMOUS, subject.condition, ORDER, page);
  const connection = new FeedConnection(makePage(page, rows, placeOf(ORDER), uncounted));
  const [entries, logo] = await Promise.all([
    readEntries(ctx, origin, connection.nodes),
    subject.logoId === null ? null : ctx.load(imageById, subject.logoId),
  ]);
  const times = connection.nodes.map(({ modifiedAt, publicSince }) => Math.max(+modifiedAt, +publicSince));
  return {
    origin,
    subject,
    links: linksOf(subject, wish, connection.pageInfo),
    entries,
    updated: times.length === 0 ? null : new Date(Math.max(...times)),
    logo: pictureOf(origin, logo, LOGO_WIDTH)?.url ?? null,
  };
}

class FeedConnection extends ConnectionOf<Article> {}

const uncounted = () => Promise.reject(new Error('Nobody counts the entries of a feed.'));

function readPlace({ after, before }: PagePlace) {
  if (after !== null && before !== null)
    throw new HttpError(400, 'BAD_USER_INPUT', 'before: either after or before, not both');
  const args: PageArgs = before === null ? { first: ENTRIES, after } : { last: ENTRIES, before };
  try {
    return readPage(args, `articles:${ORDER}`, 'number');
  } catch (error) {
    throw new HttpError(400, 'BAD_USER_INPUT', (error as Error).message);
  }
}

function linksOf(
  subject: FeedSubject,
  { origin, format, place, hub }: FeedWish,
  { hasPreviousPage, hasNextPage, startCursor, endCursor }: FeedConnection['pageInfo'],
): FeedLinks {
  const newest = feedAddress(origin, subject, format);
  const at = (name: 'after' | 'before', cursor: string | null) =>
    cursor === null ? null : `${newest}?${name}=${encodeURIComponent(cursor)}`;
  const own = at('after', place.after) ?? at('before', place.before);
  return {
    self: own ?? newest,
    hub: own === null ? hub : null,
    current: own === null ? null : newest,
    previous: hasPreviousPage ? at('before', startCursor) : null,
    next: hasNextPage ? at('after', endCursor) : null,
  };
}
