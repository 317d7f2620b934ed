/** What administrators may say of a partner: checked and clean, with all mistakes at once and without a look at the database. */
import { at, type Mistakes } from '../core/user-error.js';
import type { Access } from '../sources/source.entity.js';
import { cleanText } from '../text/normalise.js';
import type { Grant, Partner } from './partner.entity.js';

/** As inputs have them. */
export interface GivenGrant {
  sourceId?: string | null;
  access: Access;
  embargoMinutes: number;
  until?: Date | null;
}

export interface GivenPartnerFields {
  name?: string | null;
  grants?: GivenGrant[] | null;
  requestsPerMinute?: number | null;
  active?: boolean | null;
}

export type PartnerFields = Pick<Partner, 'name' | 'requestsPerMinute' | 'active'> & { grants: Grant[] };

const MAX_NAME = 200;
const MAX_REQUESTS = 1_000_000;
const MAX_GRANTS = 1_000;
const MAX_EMBARGO = 525_600;

/** The fields that were given; null, which would clear them, is a mistake. */
export function readPartnerFields(
  mistakes: Mistakes,
  { name, grants, requestsPerMinute, active }: GivenPartnerFields,
  now = new Date(),
): Partial<PartnerFields> {
  for (const [field, value] of Object.entries({ name, grants, requestsPerMinute, active }))
    if (value === null) mistakes.add(at(field), 'It cannot be cleared: leave it out where it is to stay.');
  return {
    ...(name == null ? {} : { name: readPartnerName(mistakes, name) }),
    ...(grants == null ? {} : { grants: readGrants(mistakes, grants, now) }),
    ...(requestsPerMinute == null ? {} : { requestsPerMinute: readRequests(mistakes, requestsPerMinute) }),
    ...(active == null ? {} : { active }),
  };
}

/** The name of a partner or of a key. */
export function readPartnerName(mistakes: Mistakes, given: string): string {
  const name = cleanText(given);
  if (name === '') mistakes.add(at('name'), 'It is empty.');
  if ([...name].length > MAX_NAME) mistakes.add(at('name'), `It is longer than ${MAX_NAME} characters.`);
  return name;
}

function readRequests(mistakes: Mistakes, given: number): number {
  if (given < 1 || given > MAX_REQUESTS)
    mistakes.add(at('requestsPerMinute'), `${given} is not from 1 to ${MAX_REQUESTS}.`);
  return given;
}

function readGrants(mistakes: Mistakes, given: GivenGrant[], now: Date): Grant[] {
  if (given.length > MAX_GRANTS) {
    mistakes.add(
      at('grants'),
      `${given.length} grants are more than ${MAX_GRANTS}: one without a source is of all others.`,
    );
    return [];
  }
  const seen = new Set<string | null>();
  return given.map(({ sourceId = null, access, embargoMinutes, until = null }, index) => {
    if (seen.has(sourceId)) mistakes.add(at('grants', index, 'sourceId'), sameSource(sourceId), 'DUPLICATE');
    seen.add(sourceId);
    if (embargoMinutes < 0 || embargoMinutes > MAX_EMBARGO)
      mistakes.add(at('grants', index, 'embargoMinutes'), `${embargoMinutes} is not from 0 to ${MAX_EMBARGO}.`);
    if (until !== null && until <= now)
      mistakes.add(at('grants', index, 'until'), 'It is over: name a moment in the future, or leave the grant out.');
    return { sourceId, access, embargoMinutes, until };
  });
}

const sameSource = (sourceId: string | null) =>
  sourceId === null
    ? 'There is a grant of all sources already.'
    : `There is a grant of ${sourceId} already: one a source.`;
