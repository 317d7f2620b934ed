/** `POST /media`: an editor uploads a picture. Nothing of the body is read before it is known who sends it. */
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { authenticate, isFromThisSite } from '../accounts/authenticate.js';
import type { Editor } from '../core/access.js';
import type { Database } from '../core/database.js';
import { HttpError } from '../core/http-error.js';
import { originOf } from '../core/origin.js';
import { ImageFormat } from './image.entity.js';
import { imageAddress } from './image-address.js';
import {
  cleanImageText,
  IMAGE_TEXTS,
  type ImageText,
  type ImageTexts,
  isTooLong,
  TEXT_LENGTHS,
} from './image-texts.js';
import { MAX_BYTES, type PreparedUpload, prepareUpload, UploadRefused } from './prepare-upload.js';
import { uploadImage } from './upload-image.js';
import type { MediaStore } from './variants.js';

/** A form's own bytes beside the file. */
const FORM_BYTES = 65_536;
const LIMITS = { fileSize: MAX_BYTES, files: 1, fields: 8, parts: 9, fieldSize: 16_384, fieldNameSize: 100 };

export function uploadRoutes(
  app: FastifyInstance,
  db: Database,
  store: MediaStore,
  settings: { readonly publicUrl: string | undefined },
): void {
  const editors = new WeakMap<FastifyRequest, Editor>();
  // In a scope of its own, so that no other route reads forms.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    await scope.register(multipart, { limits: LIMITS });
    scope.post('/media', {
      async onRequest(request) {
        editors.set(request, await admit(db, request, settings.publicUrl));
      },
      async handler(request, reply) {
        const { file, texts } = await readForm(request);
        const upload = await prepare(file);
        const image = await uploadImage(db, store, editors.get(request) as Editor, upload, texts);
        const url = imageAddress(originOf(request, settings.publicUrl), image, ImageFormat.WEBP);
        return reply.code(201).header('location', url).send({ id: image.id, url });
      },
    });
  });
}

async function admit(db: Database, request: FastifyRequest, publicUrl: string | undefined): Promise<Editor> {
  const { actor, byCookie } = await authenticate(db, request);
  if (actor.kind !== 'editor') throw new HttpError(401, 'UNAUTHENTICATED', 'Sign in to upload.');
  if (byCookie && !isFromThisSite(request, publicUrl))
    throw new HttpError(403, 'FORBIDDEN', 'An upload by cookie needs an Origin of this site.');
  if (Number(request.headers['content-length'] ?? 0) > MAX_BYTES + FORM_BYTES) throw tooLarge();
  return actor;
}

async function readForm(request: FastifyRequest): Promise<{ file: Buffer; texts: ImageTexts }> {
  if (!request.isMultipart()) throw new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send a multipart form.');
  const texts: ImageTexts = { alt: null, caption: null, credit: null };
  let file: Buffer | null = null;
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') {
        const bytes = await part.toBuffer(); // what is not wanted has to be read to its end too
        if (part.fieldname === 'file') file = bytes;
      } else if (IMAGE_TEXTS.includes(part.fieldname as ImageText)) {
        if (part.valueTruncated) throw tooLong(part.fieldname as ImageText);
        texts[part.fieldname as ImageText] = readText(part.fieldname as ImageText, part.value);
      }
    }
  } catch (error) {
    throw refusalOf(error as Error & { statusCode?: number });
  }
  if (file === null) throw new HttpError(400, 'BAD_REQUEST', 'file: there is none in this form.');
  return { file, texts };
}

/** Nothing but the form itself is read: what its reader says is about what was sent, such as an end that never comes. */
function refusalOf(error: Error & { statusCode?: number }): Error {
  if (error.statusCode === 413) return tooLarge();
  return error.statusCode === undefined
    ? new HttpError(400, 'BAD_REQUEST', 'This multipart form cannot be read.')
    : error;
}

function readText(name: ImageText, value: unknown): string | null {
  const text = cleanImageText(String(value));
  if (isTooLong(name, text)) throw tooLong(name);
  return text;
}

async function prepare(file: Buffer): Promise<PreparedUpload> {
  try {
    return await prepareUpload(file);
  } catch (error) {
    throw error instanceof UploadRefused ? REFUSALS[error.reason](error.message) : error;
  }
}

const REFUSALS: Record<UploadRefused['reason'], (message: string) => HttpError> = {
  TOO_LARGE: (message) => new HttpError(413, 'TOO_LARGE', message),
  NOT_AN_IMAGE: (message) => new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE', message),
  BROKEN: (message) => new HttpError(422, 'UNPROCESSABLE', message),
};

const tooLarge = () =>
  new HttpError(413, 'TOO_LARGE', `One file of at most ${MAX_BYTES / 1_048_576} MB, and its texts: no more.`);
const tooLong = (name: ImageText) =>
  new HttpError(400, 'BAD_REQUEST', `${name}: longer than ${TEXT_LENGTHS[name]} characters.`);
