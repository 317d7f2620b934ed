/** What editors may say of a source: checked and clean, with all mistakes at once and without a look at the database. */
import { countryCode } from '../core/country.js';
import type { StoredName } from '../core/localized-text.js';
import { readNames } from '../core/localized-text-input.js';
import { at, type Mistakes } from '../core/user-error.js';
import { isTimeZone } from '../text/date.js';
import { fold } from '../text/fold.js';
import { cleanText } from '../text/normalise.js';
import { sortKey } from '../text/sort-key.js';
import type { Access } from './source.entity.js';

export interface GivenRights {
  access: Access;
  credit?: string | null;
  embargoMinutes: number;
}

export interface SourceFields {
  storedNames: StoredName[];
  languages: string[];
  country: string | null;
  homepage: string | null;
  timeZone: string;
  access: Access;
  credit: string | null;
  embargoMinutes: number;
  paused: boolean;
}

/** As inputs have it: null clears. */
export interface GivenSourceFields {
  names?: StoredName[] | null;
  languages?: string[] | null;
  country?: string | null;
  homepage?: string | null;
  timeZone?: string | null;
  rights?: GivenRights | null;
  paused?: boolean | null;
}

/** The zone of a source that says nothing else. */
export const USUAL_ZONE = 'Africa/Casablanca';

const MAX_LANGUAGES = 20;
const MAX_CREDIT = 500;
const MAX_EMBARGO = 525_600;

/** The fields that were given. */
export function readSourceFields(mistakes: Mistakes, given: GivenSourceFields): Partial<SourceFields> {
  const fields: Partial<SourceFields> = {};
  if (given.names !== undefined) fields.storedNames = readNames(mistakes, given.names);
  if (given.languages !== undefined) fields.languages = readLanguages(mistakes, given.languages);
  if (given.country !== undefined) fields.country = readCountry(mistakes, given.country);
  if (given.homepage !== undefined) fields.homepage = given.homepage;
  if (given.timeZone !== undefined) fields.timeZone = readZone(mistakes, given.timeZone);
  if (given.rights !== undefined) Object.assign(fields, readRights(mistakes, given.rights));
  if (given.paused === null) mistakes.add(at('paused'), 'It is true or false.');
  else if (given.paused !== undefined) fields.paused = given.paused;
  return fields;
}

function readLanguages(mistakes: Mistakes, given: string[] | null): string[] {
  const languages = [...new Set(given)];
  if (languages.length === 0) mistakes.add(at('languages'), 'A source publishes in at least one language.');
  if (languages.length > MAX_LANGUAGES)
    mistakes.add(at('languages'), `${languages.length} languages are more than ${MAX_LANGUAGES}.`);
  return languages;
}

function readCountry(mistakes: Mistakes, given: string | null): string | null {
  const code = given === null ? null : countryCode(given);
  if (given !== null && code === null)
    mistakes.add(at('country'), 'It is no country: write the two letters of ISO 3166-1, such as MA.');
  return code;
}

function readZone(mistakes: Mistakes, given: string | null): string {
  const zone = given ?? USUAL_ZONE;
  if (!isTimeZone(zone)) mistakes.add(at('timeZone'), 'It is no IANA time zone: write one such as Africa/Casablanca.');
  return zone;
}

function readRights(mistakes: Mistakes, given: GivenRights | null): Partial<SourceFields> {
  if (given === null) {
    mistakes.add(at('rights'), 'They cannot be cleared: say what the public may have.');
    return {};
  }
  const credit = cleanText(given.credit ?? '') || null;
  const { access, embargoMinutes } = given;
  if (credit !== null && [...credit].length > MAX_CREDIT)
    mistakes.add(at('rights', 'credit'), `It is longer than ${MAX_CREDIT} characters.`);
  if (embargoMinutes < 0 || embargoMinutes > MAX_EMBARGO)
    mistakes.add(at('rights', 'embargoMinutes'), `${embargoMinutes} is not from 0 to ${MAX_EMBARGO}.`);
  return { access, credit, embargoMinutes };
}

/** What is derived of names. */
export const derivedOf = (names: StoredName[]) => ({
  nameKey: names.map((name) => fold(name.text)).join(' | '),
  sortKey: sortKey(names[0]?.text ?? ''),
});
