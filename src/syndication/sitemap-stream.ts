/** Sitemaps as they are sent: written while they are read from the database, and packed for those who can unpack. */
import { addAbortSignal, pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ErrorLevel, SitemapStream } from 'sitemap';
import { Gate } from '../core/gate.js';
import { HttpError } from '../core/http-error.js';
import type { Items } from './sitemap-items.js';

/** A part of a large archive takes a second of CPU: few are written at a time, and none for ever. */
const LIMITS = { atOnce: 3, longestLine: 20, longestWait: 10_000 };
const LONGEST_SENDING = 120_000;

const gate = new Gate(
  LIMITS,
  () => new HttpError(503, 'SERVICE_UNAVAILABLE', 'Too many sitemaps are being written: try again in a moment.'),
);

/** Answers when all of it was sent, or the caller is gone. */
export async function sendSitemap(request: FastifyRequest, reply: FastifyReply, items: Items, cacheControl: string) {
  const packed = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(String(request.headers['accept-encoding'] ?? ''));
  reply.type('application/xml; charset=utf-8').header('cache-control', cacheControl).header('vary', 'accept-encoding');
  if (packed) reply.header('content-encoding', 'gzip');
  if (request.method === 'HEAD') return reply.send();
  await gate.pass(
    () =>
      new Promise<void>((resolve) => {
        const stream = addAbortSignal(AbortSignal.timeout(LONGEST_SENDING), written(items, packed));
        stream.once('close', resolve);
        reply.send(stream);
      }),
  );
  return reply;
}

function written(items: Items, packed: boolean): Readable {
  const xml = new SitemapStream({
    level: ErrorLevel.SILENT,
    xmlns: { news: true, xhtml: false, image: false, video: false },
  });
  // Whoever sends the last stream hears of what befalls the first.
  const heard = () => undefined;
  const gathered = Readable.from(inBlocks(pipeline(Readable.from(items), xml, heard)), { objectMode: false });
  return packed ? pipeline(gathered, createGzip(), heard) : gathered;
}

const BLOCK = 65_536;

/** The library writes each element for itself: sent or packed like that, a part costs six times the CPU. */
async function* inBlocks(pieces: Readable): AsyncGenerator<string> {
  let block = '';
  for await (const piece of pieces) {
    block += piece;
    if (block.length < BLOCK) continue;
    yield block;
    block = '';
  }
  yield block;
}
