/** API keys: shown once, kept as hashes, and looked up anew by every request, so that a revoked one opens nothing any more. */
import type { GrantedAccess, Partner } from '../core/access.js';
import type { Db } from '../core/database.js';
import { hashOfToken, newToken } from '../core/token.js';

/** Tells a key from a session's token, which is shorter: one in some hundred thousand begins like this too. */
const MARK = 'wq_';
const TOKEN_LENGTH = 43;

/** Letters of a key that stay readable, so that its owner knows which one it is. */
const PREFIX = MARK.length + 6;

export const newApiKey = () => MARK + newToken();
export const prefixOf = (secret: string) => secret.slice(0, PREFIX);
export const isApiKey = (token: string) => token.startsWith(MARK) && token.length !== TOKEN_LENGTH;

/** Who a key is of, and what she may ask for in a minute. */
export interface KeyHolder {
  actor: Partner;
  requestsPerMinute: number;
}

/** SQL of the grants of a partner (its id) that are in force, as a JSON list; in a transaction too, by the clock of the statement. */
export const GRANTS_IN_FORCE = (partner: string) => `(
  select coalesce(json_agg(json_build_object('sourceId', g.source_id, 'access', g.access, 'embargoMinutes', g.embargo_minutes)
    order by g.source_id), '[]')
  from partner_grant g where g.partner_id = ${partner} and (g.until is null or g.until > statement_timestamp()))`;

/** SQL that is true for the rows of `api_key k` that are in force, as far as they themselves say. */
export const IN_FORCE = 'k.revoked_at is null and (k.expires_at is null or k.expires_at > now())';

/** The partner of a key that is in force, with her grants; null where there is none. One statement, which notes that it was used. */
export async function findKeyHolder(db: Db, secret: string): Promise<KeyHolder | null> {
  const [row] = await db.query<{ partnerId: string; requestsPerMinute: number; grants: GrantedAccess[] }>(
    `with used as (
       update api_key k set last_used_at = now()
       where k.hash = $1 and ${IN_FORCE} and (k.last_used_at is null or k.last_used_at < now() - interval '1 minute'))
     select p.id as "partnerId", p.requests_per_minute as "requestsPerMinute", ${GRANTS_IN_FORCE('p.id')} as grants
     from api_key k join partner p on p.id = k.partner_id
     where k.hash = $1 and ${IN_FORCE} and p.active`,
    [hashOfToken(secret)],
    'api_key_find',
  );
  if (!row) return null;
  const { partnerId, requestsPerMinute, grants } = row;
  return { actor: { kind: 'partner', partnerId, grants }, requestsPerMinute };
}

/** Active partners with their grants in force, by their ids: for what is done for them without a request of theirs. */
export async function findPartnerActors(db: Db, ids: readonly string[]): Promise<Map<string, Partner>> {
  const rows = await db.query<{ partnerId: string; grants: GrantedAccess[] }>(
    `select p.id as "partnerId", ${GRANTS_IN_FORCE('p.id')} as grants from partner p where p.id = any($1) and p.active`,
    [ids],
    'partner_actors',
  );
  return new Map(rows.map((row) => [row.partnerId, { kind: 'partner', ...row }]));
}

/** The partners of keys that are in force; keys that are not are left out. Not counted as a use. */
export async function findKeyHolders(db: Db, secrets: readonly string[]): Promise<Map<string, KeyHolder>> {
  const rows = await db.query<{
    place: number;
    partnerId: string;
    requestsPerMinute: number;
    grants: GrantedAccess[];
  }>(
    `select t.place::int, p.id as "partnerId", p.requests_per_minute as "requestsPerMinute", ${GRANTS_IN_FORCE('p.id')} as grants
     from unnest($1::bytea[]) with ordinality as t(hash, place)
     join api_key k on k.hash = t.hash join partner p on p.id = k.partner_id
     where k.revoked_at is null and (k.expires_at is null or k.expires_at > now()) and p.active`,
    [secrets.map(hashOfToken)],
  );
  return new Map(
    rows.map(({ place, partnerId, requestsPerMinute, grants }) => [
      secrets[place - 1] as string,
      { actor: { kind: 'partner', partnerId, grants }, requestsPerMinute },
    ]),
  );
}
