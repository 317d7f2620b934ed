/**
 * Signing in. An unknown e-mail, a wrong password, a user who may not sign in any more and a wrong code are one and the same
 * answer, after the same work. A second factor is asked for only once the password was right.
 */
import { recordAudit } from '../audit/audit.js';
import type { RequestContext } from '../core/context.js';
import type { Tx } from '../core/database.js';
import { transact } from '../core/mutate.js';
import { at, rejected } from '../core/user-error.js';
import { findByEmail } from './account.sql.js';
import { cleanEmail } from './email.js';
import { asGuess } from './guesses.js';
import { verifyPassword } from './password.js';
import { spendCode } from './prove.js';
import { openSession } from './session.js';
import type { Account } from './user.entity.js';

export interface SignIn {
  email: string;
  password: string;
  /** Of the second factor. */
  code: string | null;
}

export interface Entrance {
  token: string;
  expiresAt: Date;
  userId: string;
}

const badCredentials = () => rejected('BAD_CREDENTIALS', at(), 'E-mail, password or code are wrong.');

export async function signIn(ctx: RequestContext, { email, password, code }: SignIn): Promise<Entrance> {
  const { lowerEmail, account } = await findByEmail(ctx.db, cleanEmail(email));
  return asGuess(ctx, lowerEmail, async () => {
    const fits = await verifyPassword(account?.passwordHash ?? null, password);
    if (!account?.active || !fits) throw badCredentials();
    if (account.totpConfirmedAt && code === null)
      throw rejected('CODE_REQUIRED', at('code'), 'Send the code that your app shows, or a recovery code.');
    return transact(ctx, (tx) => enter(tx, ctx, account, code));
  });
}

async function enter(tx: Tx, ctx: RequestContext, account: Account, code: string | null): Promise<Entrance> {
  const how = account.totpConfirmedAt ? await spendCode(tx, account, code ?? '') : 'with a password';
  const expiresAt = new Date(Date.now() + ctx.settings.sessionHours * 3_600_000);
  const token = how === null ? null : await openSession(tx, account, expiresAt);
  if (token === null) throw badCredentials();
  const by = { userId: account.id, requestId: ctx.request.id };
  await recordAudit(tx, by, [{ action: 'SIGN_IN', subjectId: account.id, summary: `signed in ${how}` }]);
  return { token, expiresAt, userId: account.id };
}
