/**
 * Sessions: an opaque random token that the user carries, of which only the SHA-256 is kept. A session ends by its time,
 * by signing out, by a new password, or with its user.
 */
import type { Role } from '../core/access.js';
import type { Db, Tx } from '../core/database.js';
import { hashOfToken, newToken } from '../core/token.js';

export interface Session {
  userId: string;
  role: Role;
}

/**
 * Opens a session for somebody whose password was compared before this transaction, and answers its token, which is shown
 * this once; null where the password is no longer hers, or she may not sign in any more. The lock makes whoever ends all
 * her sessions meanwhile see this one.
 */
export async function openSession(
  tx: Tx,
  { id, passwordHash }: { id: string; passwordHash: string },
  expiresAt: Date,
): Promise<string | null> {
  const token = newToken();
  const rows = await tx.query(
    `insert into session (token_hash, user_id, expires_at)
     select $1, u.id, $3 from user_account u where u.id = $2 and u.active and u.password_hash = $4 for share returning 1`,
    [hashOfToken(token), id, expiresAt, passwordHash],
  );
  return rows.length > 0 ? token : null;
}

/** Whose token this is; null where it is nobody's, has ended, or its user may not sign in any more. */
export async function findSession(db: Db, token: string): Promise<Session | null> {
  const [session] = await db.query<Session>(
    `select u.id as "userId", u.role from session s join user_account u on u.id = s.user_id
     where s.token_hash = $1 and s.expires_at > now() and u.active`,
    [hashOfToken(token)],
    'session_find',
  );
  return session ?? null;
}

/** Whose tokens these are; those that are nobody's, or have ended, are left out. */
export async function findSessions(db: Db, tokens: readonly string[]): Promise<Map<string, Session>> {
  const rows = await db.query<Session & { place: number }>(
    `select t.place::int, u.id as "userId", u.role from unnest($1::bytea[]) with ordinality as t(hash, place)
     join session s on s.token_hash = t.hash join user_account u on u.id = s.user_id
     where s.expires_at > now() and u.active`,
    [tokens.map(hashOfToken)],
  );
  return new Map(rows.map(({ place, userId, role }) => [tokens[place - 1] as string, { userId, role }]));
}

export async function closeSession(db: Db, token: string): Promise<void> {
  await db.query('delete from session where token_hash = $1', [hashOfToken(token)]);
}

/** Ends all sessions of a user, but for the one with this token. */
export async function closeSessionsOf(db: Db, userId: string, butFor: string | null = null): Promise<void> {
  await db.query('delete from session where user_id = $1 and ($2::bytea is null or token_hash <> $2)', [
    userId,
    butFor === null ? null : hashOfToken(butFor),
  ]);
}
