/** The body of an answer, unpacked, and no more of it than was asked for. */
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createBrotliDecompress, createGunzip } from 'node:zlib';
import { RequestFailure } from './request-failure.js';

/** How an answer may be packed. */
export const PACKINGS = 'gzip, br';

/** The end may be missing: many servers forget it, and what came is whole all the same. */
const UNPACK: Record<string, () => NodeJS.ReadWriteStream> = {
  '': () => new PassThrough(),
  identity: () => new PassThrough(),
  gzip: () => createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }),
  'x-gzip': () => createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }),
  br: () => createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH }),
};

/** Reads to the end. TOO_LARGE past `maxBytes` of what it unpacks to; BAD_ANSWER where it is packed as nobody asked. */
export async function readBody(body: Readable, packing: string, maxBytes: number): Promise<Buffer> {
  const unpack = UNPACK[packing.trim().toLowerCase()];
  if (unpack === undefined) {
    body.on('error', () => undefined).destroy();
    throw new RequestFailure('BAD_ANSWER', `The answer is packed in a way that was not offered: only ${PACKINGS} are.`);
  }
  const parts: Buffer[] = [];
  let bytes = 0;
  await pipeline(body, unpack(), async (plain) => {
    for await (const part of plain as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > maxBytes) break; // which ends the pipeline, with an error of its own
      parts.push(part);
    }
  }).catch((error) => {
    if (bytes <= maxBytes) throw error;
  });
  if (bytes > maxBytes) throw new RequestFailure('TOO_LARGE', `The answer is larger than ${maxBytes} bytes.`);
  return Buffer.concat(parts, bytes);
}
