/** Entity tags (RFC 9110): of the bytes of an answer, so that equal bytes have equal tags wherever they are made. */
import { createHash } from 'node:crypto';

export const entityTag = (bytes: Buffer) => `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;

/** Of what is sent in several codings under one tag: the same to read, and not byte for byte. */
export const weakTag = (bytes: Buffer) => `W/${entityTag(bytes)}`;

/** Whether If-None-Match names the tag. Both are compared as weak ones: whoever compressed the answer on its way may have made it one. */
export const namesTag = (header: string | undefined, tag: string): boolean =>
  header?.split(',').some((one) => one.trim() === '*' || opaque(one) === opaque(tag)) ?? false;

const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
