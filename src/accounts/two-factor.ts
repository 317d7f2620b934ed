/** The second factor of an account: prepared, put on by a first code, and turned off. */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { at, rejected } from '../core/user-error.js';
import { confirmSecret, prepareTwoFactor, removeTwoFactor } from './account.sql.js';
import { codeHash, makeCode } from './random-code.js';
import { makeTotp, readTotpCode, stepOfCode } from './totp.js';
import type { Account } from './user.entity.js';

const RECOVERY_CODES = 10;

const isOn = () => rejected('INVALID', at(), 'The second factor is on: turn it off first.');

/** What an app needs, and codes for the day on which it is lost. Nothing is asked for until the first code. */
export async function setUpTwoFactor(tx: Tx, actor: Editor, email: string) {
  const { secret, uri } = makeTotp(email);
  const recoveryCodes = Array.from({ length: RECOVERY_CODES }, makeCode);
  if (!(await prepareTwoFactor(tx, actor.userId, secret, recoveryCodes.map(codeHash)))) throw isOn();
  const summary = 'prepared a second factor, which waits for its first code';
  await recordAudit(tx, actor, [{ action: 'SET_UP_TWO_FACTOR', subjectId: actor.userId, summary }]);
  return { otpauthUri: uri, recoveryCodes };
}

export async function confirmTwoFactor(tx: Tx, actor: Editor, account: Account, code: string): Promise<void> {
  const { id, totpSecret, totpConfirmedAt } = account;
  if (totpConfirmedAt) throw isOn();
  if (!totpSecret) throw rejected('INVALID', at(), 'Set the second factor up first.');
  const digits = readTotpCode(code);
  const step = digits === null ? null : stepOfCode(totpSecret, digits);
  if (step === null) throw rejected('BAD_CREDENTIALS', at('code'), 'This is not the code of now: wait for the next.');
  if (!(await confirmSecret(tx, id, totpSecret, step)))
    throw rejected('BAD_CREDENTIALS', at('code'), 'This code was used a moment ago.');
  await recordAudit(tx, actor, [{ action: 'CONFIRM_TWO_FACTOR', subjectId: id, summary: 'second factor off → on' }]);
}

export async function turnOffTwoFactor(tx: Tx, actor: Editor, userId: string): Promise<void> {
  const wasOn = await removeTwoFactor(tx, userId);
  if (wasOn === null) throw rejected('NOT_FOUND', at('userId'), 'There is no such user.');
  const summary = `second factor ${wasOn ? 'on' : 'off'} → off`;
  await recordAudit(tx, actor, [{ action: 'TURN_OFF_TWO_FACTOR', subjectId: userId, summary }]);
}
