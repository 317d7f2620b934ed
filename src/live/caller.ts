/** Who opened a connection: by a partner's key or a session's token, which are looked at again while it lasts. */
import { randomUUID } from 'node:crypto';
import { findSessions } from '../accounts/session.js';
import { type Actor, ANONYMOUS } from '../core/access.js';
import type { Db } from '../core/database.js';
import { findKeyHolder, findKeyHolders, isApiKey, type KeyHolder } from '../partners/api-key.js';

/** Whose a token is. */
export interface Known {
  actor: Actor;
  /** Where a key brought it: her quota. */
  keyHolder: KeyHolder | null;
}

/** Tokens that one statement looks up. */
const BATCH = 500;

/** Whose tokens these are now; those that open nothing any more are left out. Two statements for every 500. */
export async function knownBy(db: Db, tokens: readonly string[]): Promise<Map<string, Known>> {
  const found = new Map<string, Known>();
  for (let from = 0; from < tokens.length; from += BATCH) {
    const some = tokens.slice(from, from + BATCH);
    const keys = some.filter(isApiKey);
    const sessions = some.filter((token) => !isApiKey(token));
    if (keys.length > 0)
      for (const [key, keyHolder] of await findKeyHolders(db, keys))
        found.set(key, { actor: keyHolder.actor, keyHolder });
    if (sessions.length > 0)
      for (const [token, session] of await findSessions(db, sessions))
        found.set(token, { actor: { kind: 'editor', ...session, requestId: randomUUID() }, keyHolder: null });
  }
  return found;
}

/** Whose token this is; null for one that opens nothing. Without a token, nobody's. A key counts as used. */
export async function knownByOne(db: Db, token: string | null): Promise<Known | null> {
  if (token === null) return { actor: ANONYMOUS, keyHolder: null };
  if (!isApiKey(token)) return (await knownBy(db, [token])).get(token) ?? null;
  const keyHolder = await findKeyHolder(db, token);
  return keyHolder && { actor: keyHolder.actor, keyHolder };
}
