/** Entity tags (RFC 9110): of the bytes of an answer, so that equal bytes have equal tags wherever they are made. */
import { createHash } from 'node:crypto';

export const entityTag = (bytes: Buffer) => `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;

/** Whether If-None-Match names the tag. It is exact; whoever compressed the answer on its way may have made it a weak one. */
export const namesTag = (header: string | undefined, tag: string): boolean =>
  header?.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag) ?? false;
