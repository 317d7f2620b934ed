/** Proofs of who somebody is: a password, a code. What fails is BAD_CREDENTIALS, which counts as a guess. */
import type { RequestContext } from '../core/context.js';
import type { Tx } from '../core/database.js';
import { unauthenticated } from '../core/errors.js';
import { at, rejected } from '../core/user-error.js';
import { findAccount, useRecoveryCode, useStep } from './account.sql.js';
import { asGuess } from './guesses.js';
import { verifyPassword } from './password.js';
import { codeHash } from './random-code.js';
import { readTotpCode, stepOfCode } from './totp.js';
import type { Account } from './user.entity.js';

/** Runs `work` with the account of who asks, counted as a guess at it. */
export async function asOwnGuess<T>(ctx: RequestContext, work: (account: Account) => Promise<T>): Promise<T> {
  const account = await findAccount(ctx.db, ctx.editor.userId);
  if (!account) throw unauthenticated();
  return asGuess(ctx, account.lowerEmail, () => work(account));
}

/** Runs `work` once who asks has shown that she knows her password; `field` is where she wrote it. */
export function withOwnPassword<T>(
  ctx: RequestContext,
  field: string,
  password: string,
  work: (account: Account) => Promise<T>,
): Promise<T> {
  return asOwnGuess(ctx, async (account) => {
    if (!(await verifyPassword(account.passwordHash, password)))
      throw rejected('BAD_CREDENTIALS', at(field), 'This is not your password.');
    return work(account);
  });
}

/** Uses a code up, that of an app or a recovery code, and says which; null where it is neither, or was used. */
export async function spendCode(tx: Tx, account: Account, code: string): Promise<string | null> {
  const secret = account.totpSecret as Buffer; // there is one where the second factor is on
  const digits = readTotpCode(code);
  if (digits !== null) {
    const step = stepOfCode(secret, digits);
    return step !== null && (await useStep(tx, account.id, secret, step)) ? 'with a code' : null;
  }
  const left = await useRecoveryCode(tx, account.id, codeHash(code));
  return left === null ? null : `with a recovery code, ${left} left`;
}
