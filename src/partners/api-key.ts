/** API keys: shown once, kept as hashes, and looked up anew by every request, so that a revoked one opens nothing any more. */
import type { GrantedAccess, Partner } from '../core/access.js';
import type { Db } from '../core/database.js';
import { hashOfToken, newToken } from '../core/token.js';

/** Tells a key from a session's token, which is shorter: one in some hundred thousand begins like this too. */
const MARK = 'wq_';
const SESSION_TOKEN_LENGTH = 43;

/** Letters of a key that stay readable, so that its owner knows which one it is. */
const PREFIX = MARK.length + 6;

export const newApiKey = () => MARK + newToken();
export const prefixOf = (secret: string) => secret.slice(0, PREFIX);
export const isApiKey = (token: string) => token.startsWith(MARK) && token.length !== SESSION_TOKEN_LENGTH;

/** Who a key is of, and what she may ask for in a minute. */
export interface KeyHolder {
  actor: Partner;
  requestsPerMinute: number;
}

/** SQL that is true for the rows of `partner_grant g` that are in force; in a transaction too, by the clock of the statement. */
export const GRANT_IN_FORCE = '(g.until is null or g.until > statement_timestamp())';

/** SQL that is true for the rows of `api_key k` that are in force, as far as they themselves say. */
export const KEY_IN_FORCE = 'k.revoked_at is null and (k.expires_at is null or k.expires_at > now())';

interface PartnerRow {
  partnerId: string;
  requestsPerMinute: number;
  grants: GrantedAccess[];
}

/** SQL of a partner's grants (of her id) as a JSON list: those in force, or in force by another rule over `partner_grant g`. */
export const grantsOf = (partner: string, inForce = GRANT_IN_FORCE) => `(
  select coalesce(json_agg(json_build_object('sourceId', g.source_id, 'access', g.access, 'embargoMinutes', g.embargo_minutes)
    order by g.source_id), '[]')
  from partner_grant g where g.partner_id = ${partner} and ${inForce})`;

/** Of `partner p`: who she is to requests, with her grants in force. */
const PARTNER_ROW = `p.id as "partnerId", p.requests_per_minute as "requestsPerMinute", ${grantsOf('p.id')} as grants`;

const actorOf = ({ partnerId, grants }: PartnerRow): Partner => ({ kind: 'partner', partnerId, grants });

const holderOf = (row: PartnerRow): KeyHolder => ({ actor: actorOf(row), requestsPerMinute: row.requestsPerMinute });

/** The partner of a key that is in force, with her grants; null where there is none. One statement, which notes that it was used. */
export async function findKeyHolder(db: Db, secret: string): Promise<KeyHolder | null> {
  const [row] = await db.query<PartnerRow>(
    `with used as (
       update api_key k set last_used_at = now()
       where k.hash = $1 and ${KEY_IN_FORCE} and (k.last_used_at is null or k.last_used_at < now() - interval '1 minute'))
     select ${PARTNER_ROW} from api_key k join partner p on p.id = k.partner_id
     where k.hash = $1 and ${KEY_IN_FORCE} and p.active`,
    [hashOfToken(secret)],
    'api_key_find',
  );
  return row ? holderOf(row) : null;
}

/** The partners of keys that are in force; keys that are not are left out. Not counted as a use. */
export async function findKeyHolders(db: Db, secrets: readonly string[]): Promise<Map<string, KeyHolder>> {
  const rows = await db.query<PartnerRow & { place: number }>(
    `select t.place::int, ${PARTNER_ROW}
     from unnest($1::bytea[]) with ordinality as t(hash, place)
     join api_key k on k.hash = t.hash join partner p on p.id = k.partner_id
     where ${KEY_IN_FORCE} and p.active`,
    [secrets.map(hashOfToken)],
  );
  return new Map(rows.map((row) => [secrets[row.place - 1] as string, holderOf(row)]));
}

/** Active partners with their grants in force, by their ids: for what is done for them without a request of theirs. */
export async function findPartnerActors(db: Db, ids: readonly string[]): Promise<Map<string, Partner>> {
  const rows = await db.query<PartnerRow>(
    `select ${PARTNER_ROW} from partner p where p.id = any($1) and p.active`,
    [ids],
    'partner_actors',
  );
  return new Map(rows.map((row) => [row.partnerId, actorOf(row)]));
}
