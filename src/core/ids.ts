/**
 * Ids are a letter for the type and a ULID in lower case: opaque, global, URL-safe and growing with time, so that an
 * index on them stays compact under bulk inserts. The database holds the very string that the API shows.
 */
import { monotonicFactory } from 'ulid';
import { badUserInput } from './errors.js';

/** The types that have ids, by the letter that their ids begin with. */
export const ID_TYPES = {
  a: 'Article',
  c: 'Capture',
  h: 'Headline',
  i: 'Image',
  k: 'Ticker',
  n: 'Correction',
  s: 'Source',
  t: 'Tag',
} as const;

export type IdLetter = keyof typeof ID_TYPES;

const nextUlid = monotonicFactory();
const SHAPE = /^([a-z]{1,2})[0-9a-hjkmnp-tv-z]{26}$/;

export function newId(letter: IdLetter): string {
  return letter + nextUlid().toLowerCase();
}

/** The letters before the ULID, or null for what is not an id of ours at all. `ha` is the headline of an article. */
export function idPrefix(id: string): string | null {
  return SHAPE.exec(id)?.[1] ?? null;
}

/** Refuses an id of another type; what is no id at all simply finds nothing. */
export function checkId(argument: string, id: string, letter: IdLetter): void {
  const prefix = idPrefix(id);
  if (prefix === null || prefix === letter) return;
  const type = prefix === 'ha' ? 'Headline' : (ID_TYPES[prefix as IdLetter] ?? 'something else');
  throw badUserInput(argument, `"${id}" is an id of type ${type}, not ${ID_TYPES[letter]}`);
}
