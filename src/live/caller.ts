/** Who opened a connection: by a partner's key or a session's token, which are looked at again while it lasts. */
import { randomUUID } from 'node:crypto';
import { findSessions } from '../accounts/session.js';
import { type Actor, ANONYMOUS } from '../core/access.js';
import type { Db } from '../core/database.js';
import { findKeyHolders, isApiKey } from '../partners/api-key.js';

/** Tokens that one statement looks up. */
const BATCH = 500;

/** Whose tokens these are now; those that open nothing any more are left out. Two statements for every 500. */
export async function actorsOf(db: Db, tokens: readonly string[]): Promise<Map<string, Actor>> {
  const found = new Map<string, Actor>();
  for (let from = 0; from < tokens.length; from += BATCH) {
    const some = tokens.slice(from, from + BATCH);
    const keys = some.filter(isApiKey);
    const sessions = some.filter((token) => !isApiKey(token));
    if (keys.length > 0) for (const [key, { actor }] of await findKeyHolders(db, keys)) found.set(key, actor);
    if (sessions.length === 0) continue;
    for (const [token, session] of await findSessions(db, sessions))
      found.set(token, { kind: 'editor', ...session, requestId: randomUUID() });
  }
  return found;
}

/** Whose token this is; null for one that opens nothing. Without a token, nobody's. */
export async function actorOf(db: Db, token: string | null): Promise<Actor | null> {
  return token === null ? ANONYMOUS : ((await actorsOf(db, [token])).get(token) ?? null);
}
