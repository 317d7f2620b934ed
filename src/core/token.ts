/** Secrets that programs carry, of sessions and preview links: random, and kept as hashes, so that a stolen table opens nothing. */
import { createHash, randomBytes } from 'node:crypto';

export const newToken = () => randomBytes(32).toString('base64url');

/** Too long to be guessed, so that a plain digest will do. */
export const hashOfToken = (token: string) => createHash('sha256').update(token).digest();
