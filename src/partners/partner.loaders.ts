/** Partners, their grants and their keys, once per request and for all parents at once. */
import { meets, Permission } from '../core/access.js';
import { type RequestContext, relation } from '../core/context.js';
import { forbidden } from '../core/errors.js';
import { groupBy } from '../core/group-by.js';
import type { ApiKey } from './api-key.entity.js';
import type { Grant, Partner } from './partner.entity.js';
import { countGranted, findApiKeys, findPartners, listApiKeys, listGrants } from './partner.sql.js';

/** As many keys as are shown, the newest first. */
const KEYS_SHOWN = 200;

export const partnerById = relation<string, Partner | null>(null, async ({ db }, ids) => {
  const rows = await findPartners(db, ids);
  return new Map(rows.map((row) => [row.id, row]));
});

/** For look-ups by id: administrators may look up any partner, and a partner herself. */
export const findablePartner = relation<string, Partner | null>(null, async (ctx, ids) => {
  const findable = ids.filter((id) => mayManage(ctx, id));
  const rows = findable.length === 0 ? [] : await findPartners(ctx.db, findable);
  return new Map(rows.map((row) => [row.id, row]));
});

export const apiKeyById = relation<string, ApiKey | null>(null, async ({ db }, ids) => {
  const rows = await findApiKeys(db, ids);
  return new Map(rows.map((row) => [row.id, row]));
});

/** For look-ups by id: administrators may look up any key, and a partner her own. */
export const findableApiKey = relation<string, ApiKey | null>(null, async (ctx, ids) => {
  if (ctx.actor.kind === 'anonymous') return new Map();
  const rows = await findApiKeys(ctx.db, ids);
  return new Map(rows.filter((row) => mayManage(ctx, row.partnerId)).map((row) => [row.id, row]));
});

/**
 * What is stored, to administrators. A partner has those alone that are in force: she no longer knows the source of one that
 * has ended, and a grant without a source says something else.
 */
export const grantsOfPartner = relation<string, Grant[]>([], async ({ db, actor }, ids) =>
  groupBy(await listGrants(db, ids, actor.kind === 'partner'), (row) => row.partnerId),
);

export const keysOfPartner = relation<string, ApiKey[]>([], async ({ db }, ids) =>
  groupBy(await listApiKeys(db, ids, KEYS_SHOWN), (row) => row.partnerId),
);

/** Active partners with a grant in force for the source of an article, by its id; those of articles without one by ''. */
export const partnersGranted = relation<string, number>(0, async ({ db }, sourceIds) => {
  const rows = await countGranted(db, sourceIds);
  return new Map(rows.map((row) => [row.id, row.n]));
});

/** Whether a partner's keys and webhooks are the caller's to see: her own, or an administrator's. */
export const mayManage = ({ actor }: RequestContext, partnerId: string) =>
  actor.kind === 'partner' ? actor.partnerId === partnerId : meets(actor, Permission.PARTNERS_MANAGE);

/** FORBIDDEN to all others, for fields of Partner that are not everybody's. */
export function checkManages(ctx: RequestContext, partnerId: string, field: string): void {
  if (!mayManage(ctx, partnerId)) throw forbidden(`${field} is for this partner and for administrators.`);
}
