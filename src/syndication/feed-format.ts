/** The three formats of a feed. Each is named in its address by what stands behind the dot. */

export const FEED_FORMATS = ['rss', 'atom', 'json'] as const;

export type FeedFormat = (typeof FEED_FORMATS)[number];

/** Media types; answers say the character set as well. */
export const MEDIA_TYPES: Record<FeedFormat, string> = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
};

/** A file's name taken apart: `الاقتصاد.rss`; null where it is no feed. */
export function readFileName(file: string): { name: string; format: FeedFormat } | null {
  const [, name, extension] = /^(.+)\.([a-z]+)$/su.exec(file) ?? [];
  const format = FEED_FORMATS.find((one) => one === extension);
  return name === undefined || format === undefined ? null : { name, format };
}
