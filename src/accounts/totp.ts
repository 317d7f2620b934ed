/** The second factor: codes of six digits that an app derives from a shared secret and the time. */
import { Secret, TOTP } from 'otpauth';
import { fold } from '../text/fold.js';

const ISSUER = 'Warraq';
const PERIOD = 30;
/** Steps before and after the present one that are taken too: clocks differ, and typing takes time. */
const WINDOW = 1;

const totpOf = (secret: Uint8Array<ArrayBuffer>, label: string) =>
  new TOTP({ issuer: ISSUER, label, secret: new Secret({ buffer: secret.buffer }), digits: 6, period: PERIOD });

/** A secret, and the address by which apps take it over, as a QR code or by hand. */
export function makeTotp(email: string): { secret: Buffer; uri: string } {
  const bytes = new Uint8Array(new Secret({ size: 20 }).bytes);
  return { secret: Buffer.from(bytes), uri: totpOf(bytes, email).toString() };
}

/** A code as it is compared: digits of any script, without the blanks that apps show between them; null for another thing. */
export function readTotpCode(code: string): string | null {
  const digits = fold(code).replace(/\s/g, '');
  return /^\d{6}$/.test(digits) ? digits : null;
}

/** The time step that the code is of; null where it is of none that counts now. */
export function stepOfCode(secret: Buffer, code: string, now = Date.now()): number | null {
  const delta = totpOf(new Uint8Array(secret), '').validate({ token: code, timestamp: now, window: WINDOW });
  return delta === null ? null : Math.floor(now / 1000 / PERIOD) + delta;
}
