/** Webhooks and their log, once per request and for all parents at once. */
import type { Change } from '../changes/change.js';
import { type RequestContext, relation } from '../core/context.js';
import { groupBy } from '../core/group-by.js';
import type { PageRequest } from '../core/page.js';
import { mayManage } from '../partners/partner.loaders.js';
import type { Delivery, DeliveryState } from './delivery.entity.js';
import { countDeliveries, findChangesOf, findDeliveries, listDeliveries } from './delivery.sql.js';
import type { Webhook } from './webhook.entity.js';
import { findWebhooks, listWebhooks } from './webhook.sql.js';

/** To administrators, and to the partner whose it is. */
export const webhookById = relation<string, Webhook | null>(null, async (ctx, ids) =>
  ofCaller(ctx, async () => findWebhooks(ctx.db, ids)),
);

export const deliveryById = relation<string, Delivery | null>(null, async (ctx, ids) =>
  ofCaller(ctx, async () => findDeliveries(ctx.db, ids)),
);

async function ofCaller<Row extends { id: string; partnerId: string }>(
  ctx: RequestContext,
  find: () => Promise<Row[]>,
): Promise<Map<string, Row>> {
  const rows = ctx.actor.kind === 'anonymous' ? [] : await find();
  return new Map(rows.filter(({ partnerId }) => mayManage(ctx, partnerId)).map((row) => [row.id, row]));
}

/** The caller was let in already, here and below. */
export const webhooksOfPartner = relation<string, Webhook[]>([], async ({ db }, ids) =>
  groupBy(await listWebhooks(db, ids), (row) => row.partnerId),
);

export interface LogPage {
  state: DeliveryState | null;
  page: PageRequest;
}

export const deliveriesOf = relation<string, Delivery[], LogPage>([], async ({ db }, ids, { state, page }) =>
  groupBy(await listDeliveries(db, ids, state, page), (row) => row.webhookId),
);

export const deliveryCountOf = relation<string, number, { state: DeliveryState | null }>(
  0,
  async ({ db }, ids, { state }) => {
    const rows = await countDeliveries(db, ids, state);
    return new Map(rows.map((row) => [row.id, row.n]));
  },
);

export const changeOf = relation<string, Change | null>(null, ({ db }, ids) => findChangesOf(db, ids));
