/** Who sends an HTTP request: a partner by her API key, an editor by her session, or nobody. */
import type { FastifyRequest } from 'fastify';
import { authenticate, bearerOf, type Credentials } from '../accounts/authenticate.js';
import { ANONYMOUS } from '../core/access.js';
import type { Db } from '../core/database.js';
import { findKeyHolder, isApiKey, type KeyHolder } from './api-key.js';

export interface Identity extends Credentials {
  /** Where a key brought it: whose, and her quota. */
  holder: KeyHolder | null;
}

/** A key or token that is nobody's is as good as none. At most one statement; none without either. */
export async function identify(db: Db, request: FastifyRequest): Promise<Identity> {
  const token = bearerOf(request);
  if (token === null || !isApiKey(token)) return { ...(await authenticate(db, request)), holder: null };
  const holder = await findKeyHolder(db, token);
  return { actor: holder?.actor ?? ANONYMOUS, token, byCookie: false, holder };
}
