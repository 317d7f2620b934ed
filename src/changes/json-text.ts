/**
 * JSON written as text, for what is written a million times: through objects and lists, made for JSON.stringify or a serialiser
 * made of a schema, a partner's stream took half as long again (docs/performance.md). Undefined is left out, as it is there.
 */

export type Json = string | undefined;

/** A member of an object, behind another one; its name needs no escapes. */
export const member = (name: string, json: Json): string => (json === undefined ? '' : `,"${name}":${json}`);

/** Items, each behind another one or the first; of none, the list is left out too. */
export const list = (items: string): Json => (items === '' ? undefined : `[${items}]`);
export const item = (before: string, json: Json): string =>
  json === undefined ? before : before === '' ? json : `${before},${json}`;

/** A text, or null, that may need escapes. */
export const text = (value: string | null): Json => (value === null ? undefined : JSON.stringify(value));

/** An id, a date or a code, in which nothing needs an escape. */
export const plain = (value: string | null): Json => (value === null ? undefined : `"${value}"`);
