/** What the site answers to a request, as it is kept and sent. */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { entityTag, namesTag, weakTag } from '../core/etag.js';

const ENCODINGS = ['br', 'gzip', 'identity'];

/** Its types are of a version before `preferred`: which to take of those that a browser likes alike. */
type Negotiation = { encoding(offered: string[], options: { preferred: string[] }): string | undefined };

const HTML = 'text/html; charset=utf-8';
const PICTURE = 'image/png';

/** Brotli's best takes a second; this takes less than gzip, and makes less of it. A page fits in the window; a greater one costs a sixth more. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_LGWIN]: 18 } };
const [packBrotli, packGzip] = [promisify(brotliCompress), promisify(gzip)];

/** Scripts and styles are from here alone and none stands in a page, so that pages are the same for everybody. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** A page, a picture or a redirect: made once, and sent to all who ask for it. */
export class MadePage {
  private readonly tag: string;
  /** Compressed once for all who take the same encoding. */
  private readonly packed = new Map<string, Promise<Buffer>>();

  /** `bytes` as they are before they are compressed; `location` where it leads elsewhere. */
  private constructor(
    private readonly status: number,
    private readonly type: typeof HTML | typeof PICTURE,
    readonly bytes: Buffer,
    private readonly location: string | null = null,
  ) {
    this.tag = type === PICTURE ? entityTag(bytes) : weakTag(bytes);
  }

  static ofHtml(status: number, html: string): MadePage {
    return new MadePage(status, HTML, Buffer.from(html));
  }

  static ofPicture(png: Buffer): MadePage {
    return new MadePage(200, PICTURE, png);
  }

  /** For good. */
  static movedTo(location: string): MadePage {
    return new MadePage(301, HTML, Buffer.of(), location);
  }

  /** Sends it, or says that the caller has it. */
  async send(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (this.location !== null) return reply.redirect(this.location, this.status);
    reply
      .header('etag', this.tag)
      .header('content-security-policy', POLICY)
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'strict-origin-when-cross-origin');
    if (this.status === 200 && namesTag(request.headers['if-none-match'], this.tag)) return reply.code(304).send();
    reply.code(this.status).type(this.type);
    const encoding = this.type === PICTURE ? undefined : encodingFor(request);
    if (encoding !== 'br' && encoding !== 'gzip') return reply.send(this.bytes);
    return reply.header('content-encoding', encoding).send(await this.pack(encoding));
  }

  private pack(encoding: 'br' | 'gzip'): Promise<Buffer> {
    const packed =
      this.packed.get(encoding) ?? (encoding === 'br' ? packBrotli(this.bytes, BROTLI) : packGzip(this.bytes));
    this.packed.set(encoding, packed);
    return packed;
  }
}

const encodingFor = (request: FastifyRequest) =>
  (new Negotiator(request) as unknown as Negotiation).encoding(ENCODINGS, { preferred: ENCODINGS });
