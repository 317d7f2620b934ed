/** Lines of a file, plain or gzipped, however long the file: one line is held at a time, and none grows without limit. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { Refused } from './errors.js';

export interface NumberedLine {
  /** From 1. */
  number: number;
  /** Null for a line longer than the limit. */
  text: string | null;
}

/** Longest line in characters. */
const MAX_LINE = 8_000_000;

/** Calls `onBytes` with how many bytes of the file were read so far. */
export async function* readLines(
  path: string,
  onBytes: (read: number) => void = () => undefined,
): AsyncGenerator<NumberedLine> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  file.on('data', () => onBytes(file.bytesRead));
  const chunks = path.endsWith('.gz') ? file.pipe(createGunzip()) : file;
  if (chunks !== file) file.on('error', (error) => chunks.destroy(error));
  const decoder = new StringDecoder('utf8');
  let number = 0;
  let rest = '';
  let tooLong = false;
  for await (const chunk of wellRead(chunks, path)) {
    const parts = (rest + decoder.write(chunk as Buffer)).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      yield { number: ++number, text: tooLong ? null : withoutMark(part, number) };
      tooLong = false;
    }
    if (rest.length > MAX_LINE) {
      rest = '';
      tooLong = true;
    }
  }
  rest += decoder.end();
  if (rest !== '' || tooLong) yield { number: ++number, text: tooLong ? null : withoutMark(rest, number) };
}

/** Some programs begin a file with a byte order mark. */
const withoutMark = (line: string, number: number) => (number === 1 ? line.replace(/^\ufeff/, '') : line);

async function* wellRead(chunks: AsyncIterable<unknown>, path: string): AsyncGenerator<unknown> {
  try {
    yield* chunks;
  } catch (error) {
    throw new Refused(`${path} cannot be read to its end: ${(error as Error).message}`);
  }
}

/** Size in bytes; refused for what is no file. */
export async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new Refused(`${path} cannot be read: give the path of a file.`);
  return found.size;
}
