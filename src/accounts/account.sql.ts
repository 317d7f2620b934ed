/** What users sign in with. Each write says what it expects to find, so that of two at once only one can be right. */
import type { Db, Tx } from '../core/database.js';
import type { Account } from './user.entity.js';

const COLUMNS = `u.id, u.email, u.active, u.password_hash as "passwordHash", u.totp_secret as "totpSecret",
  u.totp_confirmed_at as "totpConfirmedAt"`;

/** The account of an e-mail, if there is one, and the e-mail as it is compared. The same statement for both. */
export async function findByEmail(db: Db, email: string): Promise<{ lowerEmail: string; account: Account | null }> {
  const [row] = await db.query<Account>(
    `select l.email as "lowerEmail", ${COLUMNS} from (select lower($1) as email) l
     left join user_account u on lower(u.email) = l.email`,
    [email],
    'account_by_email',
  );
  return { lowerEmail: row?.lowerEmail ?? '', account: row?.id ? row : null };
}

export async function findAccount(db: Db, id: string): Promise<Account | null> {
  const [row] = await db.query<Account>(
    `select lower(u.email) as "lowerEmail", ${COLUMNS} from user_account u where u.id = $1`,
    [id],
  );
  return row ?? null;
}

/** Sets a new password in place of the one expected, or of any; false where that is no longer it, or there is no user. */
export async function replacePassword(tx: Tx, id: string, hash: string, expected: string | null): Promise<boolean> {
  const rows = await tx.query(
    `update user_account set password_hash = $2 where id = $1 and ($3::text is null or password_hash = $3) returning 1`,
    [id, hash, expected],
  );
  return rows.length > 0;
}

/** Keeps a second factor that waits for its first code; false where one is on already. */
export async function prepareTwoFactor(tx: Tx, id: string, secret: Buffer, recoveryHashes: Buffer[]): Promise<boolean> {
  const rows = await tx.query(
    `update user_account set totp_secret = $2, totp_last_step = null, recovery_hashes = $3
     where id = $1 and totp_confirmed_at is null returning 1`,
    [id, secret, recoveryHashes],
  );
  return rows.length > 0;
}

/** Puts a prepared second factor on, by a code of this step; false where it is another one by now, or on. */
export async function confirmSecret(tx: Tx, id: string, secret: Buffer, step: number): Promise<boolean> {
  const rows = await tx.query(
    `update user_account set totp_confirmed_at = now(), totp_last_step = $3
     where id = $1 and totp_secret = $2 and totp_confirmed_at is null returning 1`,
    [id, secret, step],
  );
  return rows.length > 0;
}

/** Uses up a step and all before it; false where it is used up. */
export async function useStep(tx: Tx, id: string, secret: Buffer, step: number): Promise<boolean> {
  const rows = await tx.query(
    `update user_account set totp_last_step = $3
     where id = $1 and totp_secret = $2 and coalesce(totp_last_step, 0) < $3 returning 1`,
    [id, secret, step],
  );
  return rows.length > 0;
}

/** Uses up a recovery code and answers how many are left; null where it is none, or was used. */
export async function useRecoveryCode(tx: Tx, id: string, hash: Buffer): Promise<number | null> {
  const [row] = await tx.query<{ left: number }>(
    `update user_account set recovery_hashes = array_remove(recovery_hashes, $2)
     where id = $1 and $2 = any(recovery_hashes) returning cardinality(recovery_hashes) as left`,
    [id, hash],
  );
  return row?.left ?? null;
}

/** Takes the second factor away, whether on or waiting; answers whether it was on, null where there is no such user. */
export async function removeTwoFactor(tx: Tx, id: string): Promise<boolean | null> {
  const [row] = await tx.query<{ wasOn: boolean }>(
    `update user_account u set totp_secret = null, totp_confirmed_at = null, totp_last_step = null, recovery_hashes = '{}'
     from (select id, totp_confirmed_at is not null as "wasOn" from user_account where id = $1 for no key update) before
     where u.id = before.id returning before."wasOn"`,
    [id],
  );
  return row?.wasOn ?? null;
}
