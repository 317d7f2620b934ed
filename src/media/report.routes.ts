/**
 * `POST /images/{id}/report`: how a reader without JavaScript reports an image. She is led back to where she was, by an address
 * whose fragment names the image: a page says thanks there, in what it shows as a target. Its query names the image too, so
 * that the page is not the one that her browser has kept, with a picture that is hidden by now.
 */
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isFromThisSite } from '../accounts/authenticate.js';
import { ANONYMOUS } from '../core/access.js';
import { requestOf } from '../core/context.js';
import type { Database } from '../core/database.js';
import { HttpError } from '../core/http-error.js';
import { mutate } from '../core/mutate.js';
import { originOf } from '../core/origin.js';
import { UserErrorCode } from '../core/user-error.js';
import { reportImage } from './report-image.js';
import { ReportReason } from './reported-image.entity.js';
import { readComment } from './reported-image.inputs.js';
import { reporterOf, secondsToWait } from './reporter.js';

/** A comment of the greatest length, percent-encoded, and more. */
const MAX_FORM = 32_768;

interface ReportSettings {
  readonly publicUrl: string | undefined;
  readonly reportThreshold: number;
  readonly rateLimit: boolean;
}

type Form = FastifyRequest<{ Params: { id: string }; Body: Record<string, unknown> | undefined }>;

export function reportRoutes(app: FastifyInstance, db: Database, settings: ReportSettings): void {
  // In a scope of its own, so that no other route reads forms.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    await scope.register(formbody, { bodyLimit: MAX_FORM });
    scope.post('/images/:id/report', async (request: Form, reply) => {
      if (request.headers.origin !== undefined && !isFromThisSite(request, settings.publicUrl))
        throw new HttpError(403, 'FORBIDDEN', 'This form is of another site.');
      await report(db, request, settings);
      return reply.redirect(wayBack(request, settings.publicUrl), 303);
    });
  });
}

async function report(db: Database, request: Form, settings: ReportSettings): Promise<void> {
  const { reason, comment } = request.body ?? {};
  if (typeof reason !== 'string' || !Object.hasOwn(ReportReason, reason))
    throw badRequest(`reason: one of ${Object.keys(ReportReason).join(', ')}.`);
  if (comment !== undefined && typeof comment !== 'string') throw badRequest('comment: one text.');
  const seconds = settings.rateLimit ? await secondsToWait(request.ip) : null;
  if (seconds !== null) throw new HttpError(429, 'RATE_LIMITED', `Too many reports: try again in ${seconds} s.`);
  const imageId = request.params.id;
  const reporter = await reporterOf(db, request.ip);
  const { errors } = await mutate(
    requestOf(db, ANONYMOUS),
    (tx) => {
      const clean = readComment('comment', comment);
      const given = { imageId, actor: ANONYMOUS, reason: reason as ReportReason, comment: clean };
      return reportImage(tx, { ...given, reporter, requestId: request.id }, settings.reportThreshold);
    },
    () => ({}),
  );
  const [error] = errors;
  if (error?.code === UserErrorCode.NOT_FOUND) throw new HttpError(404, 'NOT_FOUND', error.message);
  if (error) throw badRequest(`${error.path.at(-1)}: ${error.message}`);
}

const badRequest = (message: string) => new HttpError(400, 'BAD_REQUEST', message);

/** The path that the form stood at, if it was one of this site. One that begins with // would lead to another. */
function wayBack(request: Form, publicUrl: string | undefined): string {
  const { referer } = request.headers;
  const { id } = request.params;
  const own = [request.host, new URL(originOf(request, publicUrl)).host];
  const from = referer && URL.canParse(referer) ? new URL(referer) : null;
  const { pathname, searchParams } = from && own.includes(from.host) ? from : new URL('http://localhost/');
  searchParams.set('reported', id);
  return `/${pathname.replace(/^\/+/, '')}?${searchParams}#reported-${encodeURIComponent(id)}`;
}
