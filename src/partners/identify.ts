/**
 * Who sends an HTTP request: a partner by her API key, an editor by her session, or nobody. A key that is not in force is
 * refused everywhere: as nobody's it would give its partner the public's view, and she would take that for hers.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { authenticate, bearerOf, type Credentials } from '../accounts/authenticate.js';
import type { Partner } from '../core/access.js';
import type { Database, Db } from '../core/database.js';
import { HttpError } from '../core/http-error.js';
import { findKeyHolder, isApiKey, type KeyHolder } from './api-key.js';
import { countRequest } from './quota.js';

export interface Identity extends Credentials {
  /** Where a key brought it: whose, and her quota. */
  keyHolder: KeyHolder | null;
}

/** What the operator decided of quotas. */
export interface QuotaSettings {
  readonly rateLimit: boolean;
}

/**
 * At most one statement; none without key or token. Nothing is counted. Throws HttpError 401 for a key that is not in force;
 * a session's token that is nobody's is as good as none.
 */
export async function identify(db: Db, request: FastifyRequest): Promise<Identity> {
  const token = bearerOf(request);
  if (token === null || !isApiKey(token)) return { ...(await authenticate(db, request)), keyHolder: null };
  const keyHolder = await findKeyHolder(db, token);
  if (!keyHolder)
    throw unauthenticated('This API key is unknown, has ended or was revoked: send one that is in force.');
  return { actor: keyHolder.actor, token, byCookie: false, keyHolder };
}

/**
 * `identify`, and counts the request against a partner's quota: its headers are set on the reply, and past it HttpError 429
 * is thrown. For all that a partner asks.
 */
export async function admit(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  settings: QuotaSettings,
): Promise<Identity> {
  const identity = await identify(db, request);
  if (identity.keyHolder && settings.rateLimit) await countRequest(db, identity.keyHolder, reply);
  return identity;
}

/** `admit` for routes that are for partners alone: HttpError 401 for everybody else. */
export async function requirePartner(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  settings: QuotaSettings,
): Promise<Partner> {
  const { actor } = await admit(db, request, reply, settings);
  if (actor.kind !== 'partner')
    throw unauthenticated('This is for partners: send an API key as `Authorization: Bearer wq_...`.');
  return actor;
}

const unauthenticated = (message: string) => new HttpError(401, 'UNAUTHENTICATED', message);
