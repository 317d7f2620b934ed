/** Images over plain HTTP. A hidden image, a width off the ladder and an unknown file are all the same 404. */

import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Db } from '../core/database.js';
import { idPrefix } from '../core/ids.js';
import type { Image } from './image.entity.js';
import { findImages } from './image.sql.js';
import { EXTENSIONS, type Extension, type MediaStore, type StoredFile, WIDTHS } from './variants.js';

export function mediaRoutes(app: FastifyInstance, db: Db, store: MediaStore): void {
  app.get<{ Params: { id: string } }>('/media/:id/original', async (request, reply) => {
    const image = await findShown(db, request.params.id);
    if (!image) return reply.callNotFound();
    return send(reply, request.headers['if-none-match'], {
      bytes: await store.original(image.storageKey),
      mediaType: image.mediaType,
    });
  });

  app.get<{ Params: { id: string; file: string } }>('/media/:id/:file', async (request, reply) => {
    const [, width, extension] = /^(\d{1,5})\.(\w+)$/.exec(request.params.file) ?? [];
    const onLadder =
      WIDTHS.some((step) => String(step) === width) && extension !== undefined && Object.hasOwn(EXTENSIONS, extension);
    const image = onLadder ? await findShown(db, request.params.id) : null;
    if (!image) return reply.callNotFound();
    const variant = await store.variant(image.storageKey, Number(width), extension as Extension);
    return send(reply, request.headers['if-none-match'], variant);
  });
}

async function findShown(db: Db, id: string): Promise<Image | null> {
  const [image] = idPrefix(id) === 'i' ? await findImages(db, [id]) : [];
  return image && !image.hiddenAt ? image : null;
}

function send(reply: FastifyReply, knownTag: string | undefined, file: StoredFile): FastifyReply {
  const tag = `"${createHash('sha256').update(file.bytes).digest('base64url').slice(0, 27)}"`;
  reply.header('cache-control', 'public, max-age=60, must-revalidate').header('etag', tag);
  // An original may be whatever an outlet sent: a browser must neither guess its type nor run anything in it.
  reply.header('x-content-type-options', 'nosniff').header('content-security-policy', "default-src 'none'; sandbox");
  if (knownTag?.includes(tag)) return reply.code(304).send();
  return reply.type(file.mediaType).send(file.bytes);
}
