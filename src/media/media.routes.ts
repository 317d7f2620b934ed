/**
 * Images over plain HTTP. To readers a hidden image, one that nothing public shows, a width off the ladder and an unknown
 * file are all the same 404. Editors, and who holds a preview link, get what they see at the desk, and partners what they
 * were granted, for themselves alone.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, ANONYMOUS } from '../core/access.js';
import type { Db } from '../core/database.js';
import { entityTag } from '../core/etag.js';
import { HttpError } from '../core/http-error.js';
import { idPrefix } from '../core/ids.js';
import { hashOfToken } from '../core/token.js';
import type { Image } from './image.entity.js';
import { findOnDesk, findPreviewed, findVisibleImages, isWithdrawnImage } from './image.sql.js';
import { EXTENSIONS, type Extension, type MediaStore, type StoredFile, WIDTHS } from './variants.js';

const PUBLIC = 'public, max-age=60, must-revalidate';
const PRIVATE = 'private, no-store';

interface Asked {
  Params: { id: string; file: string };
  Querystring: { preview?: unknown };
}
type Asking = FastifyRequest<Asked>;

/** Who sends a request; refuses a partner who asks too much, and a key that is not in force. */
export type Admit = (request: FastifyRequest, reply: FastifyReply) => Promise<{ actor: Actor }>;

export function mediaRoutes(app: FastifyInstance, db: Db, store: MediaStore, admit: Admit): void {
  app.get<Asked>('/media/:id/:file', async (request, reply) => {
    const read = readerOf(store, request.params.file);
    const who = async () => (await admit(request, reply)).actor;
    const found = read && idPrefix(request.params.id) === 'i' ? await find(db, request, who) : null;
    if (!read || !found) return reply.header('cache-control', PRIVATE).callNotFound();
    return send(reply, request.headers['if-none-match'], found.cache, await read(found.image));
  });
}

/** What reads the file of this name; null where there is no such name. */
function readerOf(store: MediaStore, file: string): ((image: Image) => Promise<StoredFile>) | null {
  if (file === 'original')
    return async (image) => ({ bytes: await store.original(image.storageKey), mediaType: image.mediaType });
  const [, width, extension] = /^(\d{1,5})\.(\w+)$/.exec(file) ?? [];
  const onLadder = WIDTHS.some((step) => String(step) === width);
  if (!onLadder || extension === undefined || !Object.hasOwn(EXTENSIONS, extension)) return null;
  return (image) => store.variant(image.storageKey, Number(width), extension as Extension);
}

/**
 * The image, and who may keep its file. What the public sees is the same for everybody, so that it can be cached; only for
 * other images it is looked who asks.
 */
async function find(
  db: Db,
  request: Asking,
  who: () => Promise<Actor>,
): Promise<{ image: Image; cache: string } | null> {
  const { id } = request.params;
  const [open] = await findVisibleImages(db, ANONYMOUS, [id]);
  if (open && !open.hiddenAt) return { image: open, cache: PUBLIC };
  const image = (await findFor(db, await who(), id)) ?? (await findForPreview(db, request));
  if (image) return { image, cache: PRIVATE };
  if (!open && (await isWithdrawnImage(db, id))) throw new HttpError(410, 'GONE', 'This image was withdrawn.');
  return null;
}

async function findFor(db: Db, actor: Actor, id: string): Promise<Image | null> {
  if (actor.kind === 'editor') return findOnDesk(db, actor, id);
  if (actor.kind !== 'partner') return null;
  const [image] = await findVisibleImages(db, actor, [id]);
  return image && !image.hiddenAt ? image : null;
}

async function findForPreview(db: Db, request: Asking): Promise<Image | null> {
  const { preview } = request.query;
  if (typeof preview !== 'string') return null;
  return findPreviewed(db, hashOfToken(preview), request.params.id);
}

function send(reply: FastifyReply, knownTag: string | undefined, cache: string, file: StoredFile): FastifyReply {
  const tag = entityTag(file.bytes);
  reply.header('cache-control', cache).header('etag', tag);
  // An original may be whatever an outlet sent: a browser must neither guess its type nor run anything in it.
  reply.header('x-content-type-options', 'nosniff').header('content-security-policy', "default-src 'none'; sandbox");
  if (knownTag?.includes(tag)) return reply.code(304).send();
  return reply.type(file.mediaType).send(file.bytes);
}
