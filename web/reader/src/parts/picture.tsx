/** A picture in the sizes that there are of it. One that was hidden has none, and is not shown. */
import { type FragmentOf, graphql, readFragment } from '../graphql.js';
import type { ownOf } from '../languages.js';

export const PICTURE_FILES = graphql(`
  fragment PictureFiles on Image {
    width height
    small: url(width: 480) medium: url(width: 960) large: url(width: 1440)
  }
`);

const WIDTHS = { small: 480, medium: 960, large: 1440 } as const;

interface PictureProps {
  image: FragmentOf<typeof PICTURE_FILES>;
  /** How wide it is shown, for the browser to choose. */
  sizes: string;
  /** The first of its page is loaded at once. */
  leading?: boolean;
  /** What it shows; beside the title of its article it needs no words. */
  alt?: string | null;
  /** The language of `alt`. */
  own?: ReturnType<typeof ownOf>;
}

export function Picture({ image, sizes, leading = false, alt, own }: PictureProps) {
  const { width, height, ...files } = readFragment(PICTURE_FILES, image);
  if (!files.medium) return null;
  const set = (['small', 'medium', 'large'] as const).flatMap((size) => {
    const url = files[size];
    return url ? [`${picturePath(url)} ${Math.min(WIDTHS[size], width)}w`] : [];
  });
  return (
    <img
      src={picturePath(files.medium)}
      srcSet={[...new Set(set)].join(', ')}
      sizes={sizes}
      alt={alt ?? ''}
      width={width}
      height={height}
      loading={leading ? 'eager' : 'lazy'}
      fetchPriority={leading ? 'high' : undefined}
      {...own}
    />
  );
}

/** Pictures come from this site, whatever address its operator gave it. */
export function picturePath(url: string): string {
  const { pathname, search } = new URL(url, 'http://localhost');
  return pathname + search;
}
