/** Secrets that people copy by hand: initial passwords and recovery codes. 80 bits, without letters that look alike. */
import { createHash, randomBytes } from 'node:crypto';

const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 16;

/** As `7k2m-x0qd-9fzt-w4rh`. */
export function makeCode(): string {
  const letters = [...randomBytes(LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
  return letters.replace(/.{4}(?=.)/g, '$&-');
}

/** What is kept of a code: it is too long to be guessed, so that a plain digest will do. Case and dashes do not count. */
export function codeHash(code: string): Buffer {
  return createHash('sha256')
    .update(code.toLowerCase().replace(/[^0-9a-z]/g, ''))
    .digest();
}
