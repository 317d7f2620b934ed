/**
 * Sizes and formats that images are served in. Widths come from a short ladder, so that nobody can make the server draw
 * a thousand pictures; each variant is drawn at its first request and kept beside the original.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { ImageFormat } from './image.entity.js';

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

/** The media store: originals and their variants as files under one folder. */
export class MediaStore {
  private readonly drawings = new Map<string, Promise<Buffer>>();

  constructor(private readonly folder: string) {}

  async put(key: string, bytes: Buffer): Promise<void> {
    const path = this.path(key);
    await mkdir(dirname(path), { recursive: true });
    // Written aside and renamed, so that a reader never meets half a file.
    const draft = `${path}.${randomUUID()}.part`;
    await writeFile(draft, bytes);
    await rename(draft, path);
  }

  original(key: string): Promise<Buffer> {
    return readFile(this.path(key));
  }

  /** The image in a width of the ladder, drawn now if it never was. */
  async variant(key: string, width: number, extension: Extension): Promise<StoredFile> {
    const name = `${key}.${width}.${extension}`;
    const mediaType = MEDIA_TYPES[extension];
    try {
      return { bytes: await readFile(this.path(name)), mediaType };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    // Readers who ask for it while it is drawn wait for the one drawing.
    const drawing = this.drawings.get(name) ?? this.drawAndKeep(key, name, width, extension);
    this.drawings.set(name, drawing);
    return { bytes: await drawing.finally(() => this.drawings.delete(name)), mediaType };
  }

  private async drawAndKeep(key: string, name: string, width: number, extension: Extension): Promise<Buffer> {
    const bytes = await draw(await this.original(key), width, extension);
    await this.put(name, bytes);
    return bytes;
  }

  private path(key: string): string {
    return join(this.folder, key);
  }
}

function draw(original: Buffer, width: number, extension: Extension): Promise<Buffer> {
  const image = sharp(original).rotate().resize({ width, withoutEnlargement: true });
  if (extension === 'avif') return image.avif({ quality: 55, effort: 3 }).toBuffer();
  if (extension === 'jpg') return image.jpeg({ quality: 80, mozjpeg: true }).toBuffer();
  return image.webp({ quality: 78 }).toBuffer();
}
