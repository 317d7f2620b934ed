/** The entity tag of an answer (RFC 9110): of its bytes, so that equal bytes have equal tags wherever they are made. */
import { createHash } from 'node:crypto';

export const entityTag = (bytes: Buffer) => `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;
