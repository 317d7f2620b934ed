/** Grants in one line, for the audit log. */
import { isDeepStrictEqual } from 'node:util';
import type { Grant } from './partner.entity.js';

const LONGEST = 2_000;

/** `all sources: SUMMARY after 30 min`, of each grant. */
export const listed = (grants: readonly Grant[]) => shorten(grants.map(described).join(', ') || 'no grant');

/** What was added, changed and taken away; empty where nothing was. */
export function grantDifferences(before: readonly Grant[], after: readonly Grant[]): string {
  const old = new Map(before.map((grant) => [grant.sourceId, grant]));
  const now = new Map(after.map((grant) => [grant.sourceId, grant]));
  const lines = [
    ...after.flatMap((grant) => {
      const was = old.get(grant.sourceId);
      if (was === undefined) return [`granted ${described(grant)}`];
      return isDeepStrictEqual(rights(was), rights(grant)) ? [] : [`${described(was)} → ${rights(grant).join(' ')}`];
    }),
    ...before.filter(({ sourceId }) => !now.has(sourceId)).map((grant) => `no longer ${described(grant)}`),
  ];
  return shorten(lines.join('; '));
}

const described = (grant: Grant) => `${grant.sourceId ?? 'all sources'}: ${rights(grant).join(' ')}`;

const rights = ({ access, embargoMinutes, until }: Grant): string[] => [
  access,
  ...(embargoMinutes > 0 ? [`after ${embargoMinutes} min`] : []),
  ...(until ? [`until ${until.toISOString()}`] : []),
];

const shorten = (text: string) => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`);
