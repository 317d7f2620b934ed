/** Where an image's file is found over HTTP. */
import { ImageFormat } from './image.entity.js';
import { EXTENSIONS, type Extension, ladderWidth } from './variants.js';

export function imageAddress(
  origin: string,
  image: { id: string; width: number; previewToken?: string },
  format: ImageFormat,
  width?: number | null,
): string {
  const preview = image.previewToken === undefined ? '' : `?preview=${encodeURIComponent(image.previewToken)}`;
  return `${origin}/media/${image.id}/${fileName(image, format, width)}${preview}`;
}

function fileName(image: { width: number }, format: ImageFormat, width: number | null | undefined): string {
  if (format === ImageFormat.ORIGINAL) return 'original';
  const extension = (Object.keys(EXTENSIONS) as Extension[]).find((key) => EXTENSIONS[key] === format);
  return `${ladderWidth(width, image.width)}.${extension}`;
}
