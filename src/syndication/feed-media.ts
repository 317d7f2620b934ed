/** What RSS and Atom say alike by elements of other vocabularies: pictures (Media RSS) and inexact dates (Dublin Core). */
import type { FeedEntry } from './feed-entry.js';
import type { KnownDate } from './known-date.js';

/** The lead image with its texts. */
export function mediaOf({ picture }: FeedEntry) {
  if (picture === null) return undefined;
  const { url, mediaType, width, height, caption, alt, credit } = picture;
  const description = caption ?? alt;
  return {
    contents: [
      {
        url,
        type: mediaType,
        medium: 'image',
        width,
        height,
        ...(description === null ? {} : { description: { value: description, type: 'plain' } }),
        ...(credit === null ? {} : { credits: [{ value: credit }] }),
      },
    ],
  };
}

/** A date that is written as exactly as it is known: the library would make an instant of a day. */
export class WrittenDate extends Date {
  constructor(private readonly known: KnownDate) {
    super(known.instant ?? known.value);
  }

  override toISOString(): string {
    return this.known.value;
  }
}
