/**
 * Passwords are kept as argon2id hashes. To verify one takes the same work whether or not there is anything to compare
 * it with, so that time tells nobody which e-mails are known.
 */
import { randomBytes } from 'node:crypto';
import { hash, type Options, verify } from '@node-rs/argon2';
import { at, type Mistakes } from '../core/user-error.js';

/** What OWASP asks for at least; 2 is argon2id, whose name the library declares for compilers of other settings only. */
const PARAMETERS: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const MIN_PASSWORD = 8;
const MAX_PASSWORD = 200;

/** A hash that no password fits, for e-mails that nobody has. */
const NOBODYS = hash(randomBytes(32), PARAMETERS);

/** Two keyboards may write the same letters in different ways. */
const spelt = (password: string) => password.normalize('NFC');

export function hashPassword(password: string): Promise<string> {
  return hash(spelt(password), PARAMETERS);
}

/** Whether the password fits; null is the hash of somebody who does not exist. What is no hash fits nothing. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const known = stored?.startsWith('$argon2id$') ? stored : null;
  const fits = await verify(known ?? (await NOBODYS), spelt(password));
  return known !== null && fits;
}

/** Notes what a new password may not be. */
export function checkNewPassword(password: string, field: string, mistakes: Mistakes): void {
  const length = [...spelt(password)].length;
  if (length < MIN_PASSWORD) mistakes.add(at(field), `A password has at least ${MIN_PASSWORD} characters.`);
  if (length > MAX_PASSWORD) mistakes.add(at(field), `A password has at most ${MAX_PASSWORD} characters.`);
}
