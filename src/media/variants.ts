/**
 * Sizes and formats that images are served in. Widths come from a short ladder, so that nobody can make the server draw
 * a thousand pictures; each variant is drawn at its first request and kept beside the original.
 */
import { join } from 'node:path';
import { Gate } from '../core/gate.js';
import { HttpError } from '../core/http-error.js';
import { ImageFormat } from './image.entity.js';
import { type FileStorage, FolderStorage } from './storage.js';

/** Widths in pixels. */
export const WIDTHS = [160, 320, 640, 960, 1280, 1920] as const;

export const EXTENSIONS = { webp: ImageFormat.WEBP, avif: ImageFormat.AVIF, jpg: ImageFormat.JPEG } as const;
export type Extension = keyof typeof EXTENSIONS;

const MEDIA_TYPES: Record<Extension, string> = { webp: 'image/webp', avif: 'image/avif', jpg: 'image/jpeg' };

/** The first width of the ladder that holds `width`, and never a larger one than the original needs. */
export function ladderWidth(width: number | null | undefined, original: number): number {
  const wanted = Math.min(width ?? original, original);
  return WIDTHS.find((step) => step >= wanted) ?? WIDTHS[WIDTHS.length - 1] ?? original;
}

export interface StoredFile {
  bytes: Buffer;
  mediaType: string;
}

/** A picture in the making takes memory. */
const LIMITS = { atOnce: 4, longestLine: 500, longestWait: 60_000 };

/** The media store: originals and their variants as files. */
export class MediaStore {
  private readonly drawings = new Map<string, Promise<Buffer>>();
  private readonly gate = new Gate(
    LIMITS,
    () => new HttpError(503, 'SERVICE_UNAVAILABLE', 'Too many pictures are being drawn: try again in a moment.'),
  );

  constructor(private readonly files: FileStorage) {}

  put(key: string, bytes: Buffer): Promise<void> {
    return this.files.put(key, bytes);
  }

  async original(key: string): Promise<Buffer> {
    const bytes = await this.files.get(key);
    if (bytes === null) throw new Error(`The media store has lost ${key}.`);
    return bytes;
  }

  /** The image in a width of the ladder, drawn now if it never was; readers who ask meanwhile wait for the one drawing. */
  async variant(key: string, width: number, extension: Extension): Promise<StoredFile> {
    const name = variantKey(key, width, extension);
    let drawing = this.drawings.get(name);
    if (!drawing) {
      drawing = this.findOrDraw(key, name, width, extension).finally(() => this.drawings.delete(name));
      this.drawings.set(name, drawing);
    }
    return { bytes: await drawing, mediaType: MEDIA_TYPES[extension] };
  }

  /** Removes the original and whatever was drawn from it. */
  async remove(key: string): Promise<void> {
    const extensions = Object.keys(EXTENSIONS) as Extension[];
    const variants = WIDTHS.flatMap((width) => extensions.map((extension) => variantKey(key, width, extension)));
    await Promise.all([key, ...variants].map((name) => this.files.remove(name)));
  }

  private async findOrDraw(key: string, name: string, width: number, extension: Extension): Promise<Buffer> {
    const kept = await this.files.get(name);
    if (kept) return kept;
    const bytes = await this.gate.pass(async () => draw(await this.original(key), width, extension));
    await this.files.put(name, bytes);
    return bytes;
  }
}

/** The store of an installation. */
export const openMediaStore = (dataDir: string) => new MediaStore(new FolderStorage(join(dataDir, 'media')));

const variantKey = (key: string, width: number, extension: Extension) => `${key}.${width}.${extension}`;

/** Only WebP keeps a picture moving: the others show its first frame. */
async function draw(original: Buffer, width: number, extension: Extension): Promise<Buffer> {
  const { default: sharp } = await import('sharp'); // much code, for a server that may never draw
  const image = sharp(original, { animated: extension === 'webp' })
    .rotate()
    .resize({ width, withoutEnlargement: true });
  if (extension === 'avif') return image.avif({ quality: 55, effort: 3 }).toBuffer();
  if (extension === 'jpg') return image.flatten({ background: '#fff' }).jpeg({ quality: 80, mozjpeg: true }).toBuffer();
  return image.webp({ quality: 78 }).toBuffer();
}
