/** Pictures as programs of others get them: JPEG, which all of them know, in one size. */
import { type Image, ImageFormat } from '../media/image.entity.js';
import { imageAddress } from '../media/image-address.js';
import { ladderWidth } from '../media/variants.js';

export interface Picture {
  url: string;
  mediaType: string;
  width: number;
  height: number;
  alt: string | null;
  caption: string | null;
  credit: string | null;
}

/** At least as wide as `width` where the original is; null for an image that is hidden. */
export function pictureOf(origin: string, image: Image | null, width: number): Picture | null {
  if (image === null || image.hiddenAt !== null) return null;
  const shown = Math.min(ladderWidth(width, image.width), image.width);
  return {
    url: imageAddress(origin, image, ImageFormat.JPEG, width),
    mediaType: 'image/jpeg',
    width: shown,
    height: Math.max(1, Math.round((image.height * shown) / image.width)),
    alt: image.alt,
    caption: image.caption,
    credit: image.credit,
  };
}
