/** Partners, their grants and their keys in the database, as administrators and they themselves see and change them. */
import type { Db, Tx } from '../core/database.js';
import type { PageRequest } from '../core/page.js';
import type { ApiKey } from './api-key.entity.js';
import { GRANT_IN_FORCE, KEY_IN_FORCE } from './api-key.js';
import type { Grant, Partner } from './partner.entity.js';

const PARTNER = `p.id, p.name, p.active, p.requests_per_minute as "requestsPerMinute", p.created_at as "createdAt"`;

const GRANT = `g.source_id as "sourceId", g.access, g.embargo_minutes as "embargoMinutes", g.until`;

const KEY = `k.id, k.partner_id as "partnerId", k.name, k.prefix, k.created_at as "createdAt", k.expires_at as "expiresAt",
  k.last_used_at as "lastUsedAt", k.revoked_at as "revokedAt"`;

export function findPartners(db: Db, ids: readonly string[]): Promise<Partner[]> {
  return db.query<Partner>(`select ${PARTNER} from partner p where p.id = any($1)`, [ids], 'partner_find');
}

/** Those of this id or name. Upper and lower case are one in a name. */
export function findPartnersNamed(db: Db, text: string): Promise<Partner[]> {
  return db.query<Partner>(`select ${PARTNER} from partner p where p.id = $1 or lower(p.name) = lower($1)`, [text]);
}

/** By name: one row more than the page where there are more. */
export function listPartners(db: Db, page: PageRequest): Promise<Partner[]> {
  return db.query<Partner>(
    `select ${PARTNER} from partner p where ($1::text is null or (p.name, p.id) > ($1, $2)) order by p.name, p.id limit $3`,
    [page.after?.value, page.after?.id, page.limit + 1],
  );
}

export async function countPartners(db: Db): Promise<number> {
  const [row] = await db.query<{ n: number }>('select count(*)::int as n from partner');
  return row?.n ?? 0;
}

/** All of these partners, or those alone that are in force; the one of all sources first. */
export function listGrants(db: Db, partnerIds: readonly string[], inForce: boolean) {
  return db.query<Grant & { partnerId: string }>(
    `select g.partner_id as "partnerId", ${GRANT} from partner_grant g
     where g.partner_id = any($1) and (not $2 or ${GRANT_IN_FORCE})
     order by g.partner_id, g.source_id nulls first`,
    [partnerIds, inForce],
    'partner_grants',
  );
}

/** How many active partners have a grant in force for each source; for '', those with one of all sources. */
export async function countGranted(db: Db, sourceIds: readonly string[]): Promise<{ id: string; n: number }[]> {
  return db.query(
    `select w.id, count(*)::int as n from unnest($1::text[]) as w(id) join partner p on p.active
     where exists (
       select 1 from partner_grant g where g.partner_id = p.id and (g.source_id is null or g.source_id = w.id)
         and ${GRANT_IN_FORCE})
     group by w.id`,
    [sourceIds],
  );
}

/** Adds a partner; false where her name is another's. */
export async function insertPartner(
  tx: Tx,
  partner: Pick<Partner, 'id' | 'name' | 'requestsPerMinute'>,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into partner (id, name, requests_per_minute) values ($1, $2, $3) on conflict (lower(name)) do nothing returning 1`,
    [partner.id, partner.name, partner.requestsPerMinute],
  );
  return rows.length > 0;
}

export async function lockPartner(tx: Tx, id: string): Promise<Partner | null> {
  const [partner] = await tx.query<Partner>(`select ${PARTNER} from partner p where p.id = $1 for no key update`, [id]);
  return partner ?? null;
}

/** False where her new name is another's: the transaction has to be taken back then. */
export async function updatePartner(tx: Tx, partner: Omit<Partner, 'createdAt'>): Promise<boolean> {
  const { id, name, active, requestsPerMinute } = partner;
  try {
    await tx.query('update partner set name = $2, active = $3, requests_per_minute = $4 where id = $1', [
      ...[id, name, active, requestsPerMinute],
    ]);
    return true;
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'partner_name') return false;
    throw error;
  }
}

/** Makes these a partner's grants. A grant that is there already is left alone: each row written is a change of her rights. */
export async function replaceGrants(tx: Tx, partnerId: string, grants: readonly Grant[]): Promise<void> {
  await tx.query(
    `with given as materialized (
       select * from json_to_recordset($2) as w("sourceId" text, access text, "embargoMinutes" int, until timestamptz(3))),
     gone as (
       delete from partner_grant g where g.partner_id = $1
         and not exists (select 1 from given w where w."sourceId" is not distinct from g.source_id))
     insert into partner_grant (partner_id, source_id, access, embargo_minutes, until)
     select $1, w."sourceId", w.access, w."embargoMinutes", w.until from given w
     on conflict on constraint partner_grant_unique do update
     set access = excluded.access, embargo_minutes = excluded.embargo_minutes, until = excluded.until
     where (partner_grant.access, partner_grant.embargo_minutes, partner_grant.until)
       is distinct from (excluded.access, excluded.embargo_minutes, excluded.until)`,
    [partnerId, JSON.stringify(grants)],
  );
}

export function findApiKeys(db: Db, ids: readonly string[]): Promise<ApiKey[]> {
  return db.query<ApiKey>(`select ${KEY} from api_key k where k.id = any($1)`, [ids]);
}

/** The newest first. */
export function listApiKeys(db: Db, partnerIds: readonly string[], limit: number): Promise<ApiKey[]> {
  return db.query<ApiKey>(
    `select k.* from unnest($1::text[]) as p(id) cross join lateral (
       select ${KEY} from api_key k where k.partner_id = p.id order by k.id desc limit $2) k`,
    [partnerIds, limit],
  );
}

export async function countKeysInForce(db: Db, partnerId: string): Promise<number> {
  const [row] = await db.query<{ n: number }>(
    `select count(*)::int as n from api_key k where k.partner_id = $1 and ${KEY_IN_FORCE}`,
    [partnerId],
  );
  return row?.n ?? 0;
}

export async function insertApiKey(
  tx: Tx,
  key: Pick<ApiKey, 'id' | 'partnerId' | 'name' | 'prefix' | 'expiresAt'> & { hash: Buffer },
): Promise<void> {
  await tx.query(
    'insert into api_key (id, partner_id, name, prefix, hash, expires_at) values ($1, $2, $3, $4, $5, $6)',
    [key.id, key.partnerId, key.name, key.prefix, key.hash, key.expiresAt],
  );
}

/** The key, and whether this revoked it; null where there is none. */
export async function revokeKey(
  tx: Tx,
  id: string,
): Promise<{ name: string; prefix: string; revoked: boolean } | null> {
  const [row] = await tx.query<{ name: string; prefix: string; revoked: boolean }>(
    `with revoked as (update api_key set revoked_at = now() where id = $1 and revoked_at is null returning 1)
     select k.name, k.prefix, exists (select 1 from revoked) as revoked from api_key k where k.id = $1`,
    [id],
  );
  return row ?? null;
}
