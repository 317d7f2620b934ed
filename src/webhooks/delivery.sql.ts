/** The delivery log, and the changes that its messages tell. */
import { Change, type ChangeRow } from '../changes/change.js';
import { URL_OF_WITHDRAWN } from '../changes/change-log.sql.js';
import type { Db, Tx } from '../core/database.js';
import { newId } from '../core/ids.js';
import { COUNT_CAP, type PageRequest } from '../core/page.js';
import type { Delivery, DeliveryState } from './delivery.entity.js';

const DELIVERY = `d.id, d.webhook_id as "webhookId", d.state, d.attempts, d.next_attempt_at as "nextAttemptAt",
  d.last_http_status as "lastHttpStatus", d.last_error as "lastError", d.created_at as "createdAt", d.delivered_at as "deliveredAt"`;

/** With the partner whose webhook it is. */
export function findDeliveries(db: Db, ids: readonly string[]): Promise<(Delivery & { partnerId: string })[]> {
  return db.query(
    `select ${DELIVERY}, w.partner_id as "partnerId" from delivery d join webhook w on w.id = d.webhook_id where d.id = any($1)`,
    [ids],
    'delivery_find',
  );
}

const inState = (state: DeliveryState | null) => (state === null ? 'true' : `d.state = '${state}'`);

/** The newest of each webhook first: at most one row more than the page for each. */
export function listDeliveries(
  db: Db,
  webhookIds: readonly string[],
  state: DeliveryState | null,
  page: PageRequest,
): Promise<Delivery[]> {
  return db.query<Delivery>(
    `select l.* from unnest($1::text[]) as w(id) cross join lateral (
       select ${DELIVERY} from delivery d where d.webhook_id = w.id and ${inState(state)} and ($2::text is null or d.id < $2)
       order by d.id desc limit $3) l`,
    [webhookIds, page.after?.id ?? null, page.limit + 1],
  );
}

/** How many each webhook has, counted to one past the cap. */
export function countDeliveries(
  db: Db,
  webhookIds: readonly string[],
  state: DeliveryState | null,
): Promise<{ id: string; n: number }[]> {
  return db.query(
    `select w.id, c.n from unnest($1::text[]) as w(id) cross join lateral (
       select count(*)::int as n from (
         select 1 from delivery d where d.webhook_id = w.id and ${inState(state)} limit ${COUNT_CAP + 1}) c) c`,
    [webhookIds],
  );
}

/**
 * What deliveries tell, as the change feed says it to their partner. Where her rights changed, a change is not written down
 * article by article: its kind is the delivery's, and its address and version are today's.
 */
export async function findChangesOf(db: Db, deliveryIds: readonly string[]): Promise<Map<string, Change>> {
  const rows = await db.query<ChangeRow & { deliveryId: string }>(
    `select d.id as "deliveryId", c.position::float8 as position, d.kind, c.at, d.article_id as "articleId", c.reason,
       case c.kind when 'RIGHTS' then d.article_id else '' end as bulk,
       case c.kind when 'RIGHTS' then coalesce(r.canonical_url, ${LAST_URL}) when 'WITHDRAWN' then ${URL_OF_WITHDRAWN}
         else c.canonical_url end as "canonicalUrl",
       case c.kind when 'RIGHTS' then a.content_version else c.content_version end as "contentVersion"
     from delivery d join change c on c.position = d.position
     left join article a on a.id = d.article_id left join revision r on r.article_id = a.id and r.number = a.published_revision
     where d.id = any($1)`,
    [deliveryIds],
    'delivery_changes',
  );
  return new Map(rows.map((row) => [row.deliveryId, new Change(row)]));
}

/** Where an article was published when it was last said to be. */
const LAST_URL = `(select e.canonical_url from change e
  where e.article_id = d.article_id and e.position < d.position and e.kind = 'PUBLISHED' and e.audience is null
  order by e.position desc limit 1)`;

/** Messages that wait for a webhook, counted no further than this many. */
export async function countPending(db: Db, webhookId: string, most: number): Promise<number> {
  const [row] = await db.query<{ n: number }>(
    `select count(*)::int as n from (select 1 from delivery where webhook_id = $1 and state = 'PENDING' limit $2) p`,
    [webhookId, most],
    'delivery_pending',
  );
  return row?.n ?? 0;
}

/** Makes a message of each change, in their order. */
export async function insertDeliveries(tx: Tx, webhookId: string, changes: readonly Change[]): Promise<void> {
  const rows = changes.map(({ position, articleId, kind }) => ({ id: newId('v'), position, articleId, kind }));
  await tx.query(
    `insert into delivery (id, webhook_id, position, article_id, kind)
     select n.id, $2, n.position, n."articleId", n.kind
     from json_to_recordset($1) as n(id text, position bigint, "articleId" text, kind text)`,
    [JSON.stringify(rows), webhookId],
    'delivery_insert',
  );
}

/** A message that tells no change; answers its id. */
export async function insertTest(tx: Tx, webhookId: string): Promise<string> {
  const id = newId('v');
  await tx.query('insert into delivery (id, webhook_id) values ($1, $2)', [id, webhookId]);
  return id;
}

/** A message is to be sent again at once; one that is under way stays so. */
export async function resend(tx: Tx, id: string): Promise<void> {
  await tx.query(
    `update delivery set state = 'PENDING', next_attempt_at = now(), delivered_at = null
     where id = $1 and (leased_until is null or leased_until <= now())`,
    [id],
  );
}

/** Tells those who send, after the commit, that something is due; new rows do so by themselves. */
export async function wakeSenders(tx: Tx): Promise<void> {
  await tx.query(`select pg_notify('warraq', 'deliveries')`);
}
