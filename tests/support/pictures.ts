/** Real pictures, drawn when a test needs one, and images that are kept as an upload would. */
import sharp from 'sharp';
import { newId } from '../../src/core/ids.js';
import { insertImage, type NewImage } from '../../src/media/image.sql.js';
import { openMediaStore } from '../../src/media/variants.js';
import type { TestApp } from './app.js';

export const storeOf = (test: TestApp) => openMediaStore(test.config.dataDir);

/** A picture that compresses badly, so that half of its bytes are half of it. */
export const noise = (width = 200, height = 120) =>
  sharp({
    create: { width, height, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  });

/** Keeps an image with its file, and answers its id. */
export async function makeImage(test: TestApp, given: Partial<NewImage> = {}): Promise<string> {
  const id = newId('i');
  const storageKey = `uploads/${id}`;
  await storeOf(test).put(storageKey, await noise().jpeg().toBuffer());
  const measures = { width: 200, height: 120, mediaType: 'image/jpeg', placeholder: 'data:image/webp;base64,AA' };
  const texts = { alt: null, caption: null, credit: null, focalX: null, focalY: null };
  return insertImage(test.db, { ...measures, ...texts, id, storageKey, ...given });
}

/** A multipart form, as a browser sends it. */
export function form(fields: Record<string, string>, files: Record<string, Buffer> = {}) {
  const boundary = 'a-boundary';
  const part = (head: string, body: Buffer) =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      body,
      Buffer.from('\r\n'),
    ]);
  const parts = [
    ...Object.entries(fields).map(([name, value]) => part(`name="${name}"`, Buffer.from(value))),
    ...Object.entries(files).map(([name, bytes]) =>
      part(`name="${name}"; filename="picture.bin"\r\nContent-Type: application/octet-stream`, bytes),
    ),
  ];
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

/** A segment with IPTC data sets, right behind the beginning of a JPEG. */
export function withIptc(jpeg: Buffer, sets: [record: number, number: number, text: string][]): Buffer {
  const data = sets.map(([record, number, text]) => {
    const value = Buffer.from(text);
    return Buffer.concat([Buffer.from([0x1c, record, number, value.length >> 8, value.length & 255]), value]);
  });
  const iptc = Buffer.concat(data);
  const padded = iptc.length % 2 === 0 ? iptc : Buffer.concat([iptc, Buffer.from([0])]);
  const resource = Buffer.concat([
    Buffer.from('Photoshop 3.0\0', 'latin1'),
    Buffer.from('8BIM', 'latin1'),
    Buffer.from([0x04, 0x04, 0, 0, 0, 0, iptc.length >> 8, iptc.length & 255]),
    padded,
  ]);
  const size = resource.length + 2;
  return Buffer.concat([
    jpeg.subarray(0, 2),
    Buffer.from([0xff, 0xed, size >> 8, size & 255]),
    resource,
    jpeg.subarray(2),
  ]);
}
