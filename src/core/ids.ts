/**
 * Ids are a letter for the type and a ULID in lower case: opaque, global, URL-safe and growing with time, so that an
 * index on them stays compact under bulk inserts. The database holds the very string that the API shows.
 */
import { monotonicFactory } from 'ulid';
import { badUserInput } from './errors.js';

/** The types that have ids, by the letter that their ids begin with. */
const ID_TYPES = {
  a: 'Article',
  c: 'Capture',
  e: 'AuditEntry',
  h: 'Headline',
  i: 'Image',
  k: 'Ticker',
  m: 'ImageReport',
  n: 'Correction',
  o: 'Note',
  s: 'Source',
  p: 'Partner',
  t: 'Tag',
  u: 'User',
  v: 'Delivery',
  w: 'Webhook',
  y: 'ApiKey',
  z: 'TickerPin',
} as const;

/** Ids of what has no row of its own: a letter before the id of what it is a face of, or a number after it. */
const DERIVED_TYPES: Record<string, string> = {
  da: 'DeskArticle',
  ha: 'Headline',
  pi: 'ReportedImage',
  ra: 'Revision',
};

export type IdLetter = keyof typeof ID_TYPES;

const nextUlid = monotonicFactory();
const SHAPE = /^([a-z]{1,2})[0-9a-hjkmnp-tv-z]{26}(?:-\d{1,9})?$/;

export function newId(letter: IdLetter): string {
  return letter + nextUlid().toLowerCase();
}

/** The letters before the ULID, or null for what is not an id of ours at all. */
export function idPrefix(id: string): string | null {
  return SHAPE.exec(id)?.[1] ?? null;
}

/** Refuses an id of another type; what is no id at all simply finds nothing. */
export function checkId(argument: string, id: string, letter: IdLetter): void {
  const prefix = idPrefix(id);
  if (prefix === null || prefix === letter) return;
  throw badUserInput(argument, `"${id}" is an id of type ${typeOfId(id)}, not ${ID_TYPES[letter]}`);
}

/** Name of the type that an id is of. */
function typeOfId(id: string): string {
  const prefix = idPrefix(id) ?? '';
  return ID_TYPES[prefix as IdLetter] ?? DERIVED_TYPES[prefix] ?? 'something else';
}
