/**
 * Credit and caption that agencies write into a picture's IPTC and XMP. They are read before all metadata is stripped, and
 * what cannot be read counts as not there: no upload fails by it.
 */
import ExifReader from 'exifreader';
import { cutImageText, type ImageTexts } from './image-texts.js';

interface Tag {
  description?: unknown;
}
type Tags = Record<string, Tag | Tag[] | undefined>;

export function readEmbeddedTexts(bytes: Buffer): Pick<ImageTexts, 'caption' | 'credit'> {
  const { iptc, xmp, exif } = load(bytes);
  const by = iptc('By-line') ?? xmp('creator') ?? exif('Artist');
  const agency = iptc('Credit') ?? xmp('Credit');
  const names = [...new Set([by, agency].filter((name) => name !== null))];
  const credit = names.join(' / ') || (iptc('Copyright Notice') ?? xmp('rights') ?? exif('Copyright'));
  return {
    credit: cutImageText('credit', credit),
    caption: cutImageText('caption', iptc('Caption/Abstract') ?? xmp('description')),
  };
}

function load(bytes: Buffer) {
  const read = (tags: unknown) => (name: string) => textOf((tags as Tags | undefined)?.[name]);
  try {
    const { iptc, xmp, exif } = ExifReader.load(bytes, { expanded: true, excludeTags: { makerNotes: true } });
    return { iptc: read(iptc), xmp: read(xmp), exif: read(exif) };
  } catch {
    // It throws for files without metadata as for broken ones.
    return { iptc: read({}), xmp: read({}), exif: read({}) };
  }
}

function textOf(tag: Tag | Tag[] | undefined): string | null {
  const texts = [tag]
    .flat()
    .map((one) => (typeof one?.description === 'string' ? cutImageText('caption', one.description) : null));
  return texts.filter((text) => text !== null).join(', ') || null;
}
