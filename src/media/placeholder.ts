/** A picture of some sixteen pixels, small enough to stand in an answer and be painted while the real one loads. */

const BOX = { width: 16, height: 32 };

export async function makePlaceholder(picture: Buffer): Promise<string> {
  const { default: sharp } = await import('sharp');
  const tiny = await sharp(picture)
    .resize({ ...BOX, fit: 'inside' })
    .webp({ quality: 40 })
    .toBuffer();
  return `data:image/webp;base64,${tiny.toString('base64')}`;
}
