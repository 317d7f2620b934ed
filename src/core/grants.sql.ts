/**
 * What a partner was granted, as SQL. A grant of a source stands before the general one. What is written into the SQL are ids of
 * our own making, whose shape is checked, and numbers.
 */
import type { AccessLevel, GrantedAccess } from './access.js';
import { groupBy } from './group-by.js';
import { idPrefix } from './ids.js';

type Grants = readonly GrantedAccess[];

/** SQL that is true for the sources (`column` holds an id) of which something is granted. */
export function isGranted(grants: Grants, column: string): string {
  const [sources] = sourcesBy(grants, column, () => true).values();
  return sources ?? 'false';
}

/** SQL that is true where what a source published at `released` may be seen at `at`. */
export function isPastEmbargo(grants: Grants, column: string, released: string, at: string): string {
  const parts = [...sourcesBy(grants, column, (grant) => grant.embargoMinutes)].map(
    ([minutes, sources]) => `(${sources} and ${released} <= ${at} - interval '${Number(minutes)} minutes')`,
  );
  return parts.length > 0 ? `(${parts.join(' or ')})` : 'false';
}

/** SQL of the moment from which what a source published at `released` may be seen; null where nothing is granted. */
export function endOfEmbargo(grants: Grants, column: string, released: string): string {
  const cases = [...sourcesBy(grants, column, (grant) => grant.embargoMinutes)].map(
    ([minutes, sources]) => `when ${sources} then ${released} + interval '${Number(minutes)} minutes'`,
  );
  return cases.length > 0 ? `case ${cases.join(' ')} end` : 'null::timestamptz';
}

/** Minutes after which nothing is waited for any more. */
export const longestEmbargo = (grants: Grants) =>
  grants.reduce((longest, { embargoMinutes }) => Math.max(longest, embargoMinutes), 0);

/** SQL of how much is granted of a source; null where nothing is. */
export function grantedAccess(grants: Grants, column: string): string {
  const cases = [...sourcesBy(grants, column, (grant) => grant.access)].map(
    ([access, sources]) => `when ${sources} then '${access satisfies AccessLevel}'`,
  );
  return cases.length > 0 ? `case ${cases.join(' ')} end` : 'null::text';
}

/** Grants by something they have in common, each with SQL that is true for their sources. */
function sourcesBy<Common>(grants: Grants, column: string, by: (grant: GrantedAccess) => Common): Map<Common, string> {
  const named = listOf(grants);
  const others = named === '' ? 'true' : `(${column} is null or ${column} not in (${named}))`;
  const sql = new Map<Common, string>();
  for (const [common, some] of groupBy(grants, by)) {
    const own = listOf(some);
    const parts = [
      ...(own === '' ? [] : [`${column} in (${own})`]),
      ...(some.some((grant) => grant.sourceId === null) ? [others] : []),
    ];
    sql.set(common, `(${parts.join(' or ')})`);
  }
  return sql;
}

function listOf(grants: Grants): string {
  const ids = grants.flatMap(({ sourceId }) => (sourceId === null ? [] : [sourceId]));
  const foreign = ids.find((id) => idPrefix(id) !== 's');
  if (foreign !== undefined) throw new Error(`${foreign} is no id of a source`);
  return ids.map((id) => `'${id}'`).join(', ');
}
