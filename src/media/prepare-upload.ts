/**
 * What becomes of an uploaded file: it is known by its content and not by its name, decoded to the end, turned upright, and
 * drawn anew without metadata. So nothing is stored that was hidden in a file, be it a place on the map or a script.
 */
import type { Sharp } from 'sharp';
import { Gate } from '../core/gate.js';
import { HttpError } from '../core/http-error.js';
import type { ImageTexts } from './image-texts.js';
import { makePlaceholder } from './placeholder.js';

export const MAX_BYTES = 20 * 1024 * 1024;
/** Of all frames together. */
const MAX_PIXELS = 50_000_000;
/** The longest side that WebP can hold. */
const MAX_SIDE = 16_383;
/** Decoding takes a processor and much memory. */
const LIMITS = { atOnce: 2, longestLine: 20, longestWait: 60_000 };
const SECONDS = 60;

export class UploadRefused extends Error {
  constructor(
    readonly reason: 'TOO_LARGE' | 'NOT_AN_IMAGE' | 'BROKEN',
    message: string,
  ) {
    super(message);
  }
}

export interface PreparedUpload {
  bytes: Buffer;
  mediaType: string;
  width: number;
  height: number;
  placeholder: string;
  /** What the file itself said. */
  embedded: Pick<ImageTexts, 'caption' | 'credit'>;
}

/** The types that are taken: how their files begin, and how they are drawn anew. */
const TYPES: Record<string, { begins: RegExp; encode: (image: Sharp) => Sharp }> = {
  'image/jpeg': { begins: /^\xff\xd8\xff/, encode: (image) => image.jpeg({ quality: 92 }) },
  'image/png': { begins: /^\x89PNG\r\n/, encode: (image) => image.png() },
  'image/webp': { begins: /^RIFF[\s\S]{4}WEBP/, encode: (image) => image.webp({ quality: 92, effort: 2 }) },
  'image/avif': {
    begins: /^[\s\S]{4}ftyp(avif|avis|mif1|msf1)/,
    encode: (image) => image.avif({ quality: 75, effort: 1 }),
  },
  'image/gif': { begins: /^GIF8[79]a/, encode: (image) => image.gif() },
};

const gate = new Gate(
  LIMITS,
  () => new HttpError(503, 'SERVICE_UNAVAILABLE', 'Too many uploads at once: try again in a moment.'),
);

/** Throws UploadRefused for what cannot be taken, and a 503 where too many wait. */
export const prepareUpload = (file: Buffer): Promise<PreparedUpload> => gate.pass(() => prepare(file));

async function prepare(file: Buffer): Promise<PreparedUpload> {
  const { readEmbeddedTexts } = await import('./embedded-texts.js');
  const mediaType = typeOf(file);
  const pages = await readPages(file, mediaType);
  const { data, info } = await redraw(file, mediaType, pages > 1);
  return {
    bytes: data,
    mediaType,
    width: info.width,
    height: info.pageHeight ?? info.height,
    placeholder: await makePlaceholder(data),
    embedded: readEmbeddedTexts(file),
  };
}

/** By its first bytes, so that no reader of other formats ever sees the file. */
function typeOf(file: Buffer): string {
  const head = file.subarray(0, 16).toString('latin1');
  const found = Object.keys(TYPES).find((type) => TYPES[type]?.begins.test(head));
  if (found === undefined) throw notAnImage();
  return found;
}

const notAnImage = () => new UploadRefused('NOT_AN_IMAGE', 'This is no JPEG, PNG, WebP, AVIF or GIF.');

/** How many frames it has, by its header, from which its size in pixels is checked before anything is decoded. */
async function readPages(file: Buffer, mediaType: string): Promise<number> {
  const { default: sharp } = await import('sharp');
  const metadata = await sharp(file, { limitInputPixels: false }).metadata().catch(broken);
  if (metadata.mediaType !== mediaType) throw notAnImage();
  const { width, height, pages = 1 } = metadata;
  if (width * height * pages > MAX_PIXELS || Math.max(width, height) > MAX_SIDE) {
    const limit = `${MAX_PIXELS / 1_000_000} megapixels and ${MAX_SIDE} pixels a side`;
    throw new UploadRefused('TOO_LARGE', `It has ${width} × ${height} pixels; ${limit} is the limit.`);
  }
  return pages;
}

async function redraw(file: Buffer, mediaType: string, animated: boolean) {
  const { default: sharp } = await import('sharp');
  const image = sharp(file, { failOn: 'error', limitInputPixels: MAX_PIXELS, animated });
  const upright = animated ? image : image.autoOrient(); // frames cannot be turned
  const encoded = TYPES[mediaType]?.encode(upright.toColourspace('srgb')) as Sharp;
  return encoded.timeout({ seconds: SECONDS }).toBuffer({ resolveWithObject: true }).catch(broken);
}

function broken(): never {
  throw new UploadRefused('BROKEN', 'This picture is broken: it cannot be decoded to its end.');
}
