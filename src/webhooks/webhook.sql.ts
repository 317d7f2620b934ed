/** Webhooks in the database, as administrators and their partners see and change them. */
import type { ChangeCursor } from '../changes/change-cursor.js';
import type { ChangeKind } from '../changes/change-kind.js';
import type { Db, Tx } from '../core/database.js';
import type { Webhook } from './webhook.entity.js';

const WEBHOOK = `w.id, w.partner_id as "partnerId", w.url, w.events, w.active, w.disabled_reason as "disabledReason"`;

export function findWebhooks(db: Db, ids: readonly string[]): Promise<Webhook[]> {
  return db.query<Webhook>(`select ${WEBHOOK} from webhook w where w.id = any($1)`, [ids], 'webhook_find');
}

/** All of these partners, the oldest first: each has few. */
export function listWebhooks(db: Db, partnerIds: readonly string[]): Promise<Webhook[]> {
  return db.query<Webhook>(
    `select ${WEBHOOK} from webhook w where w.partner_id = any($1) order by w.partner_id, w.id`,
    [partnerIds],
  );
}

export async function countWebhooks(db: Db, partnerId: string): Promise<number> {
  const [row] = await db.query<{ n: number }>('select count(*)::int as n from webhook where partner_id = $1', [
    partnerId,
  ]);
  return row?.n ?? 0;
}

/** Keeps it from others who change it, until the end of the transaction. */
export async function lockWebhook(tx: Tx, id: string): Promise<Webhook | null> {
  const [webhook] = await tx.query<Webhook>(`select ${WEBHOOK} from webhook w where w.id = $1 for no key update`, [id]);
  return webhook ?? null;
}

export interface NewWebhook {
  id: string;
  partnerId: string;
  url: string;
  events: ChangeKind[];
  secret: string;
  after: ChangeCursor;
}

export async function insertWebhook(tx: Tx, { id, partnerId, url, events, secret, after }: NewWebhook): Promise<void> {
  await tx.query(
    `insert into webhook (id, partner_id, url, events, secret, after_position, after_article) values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, partnerId, url, events, secret, after.position, after.bulk],
  );
}

export async function updateWebhook(
  tx: Tx,
  { id, url, events, active, disabledReason }: Omit<Webhook, 'partnerId'>,
): Promise<void> {
  await tx.query('update webhook set url = $2, events = $3, active = $4, disabled_reason = $5 where id = $1', [
    ...[id, url, events, active, disabledReason],
  ]);
}

/** Its deliveries go with it. */
export async function deleteWebhookRow(tx: Tx, id: string): Promise<void> {
  await tx.query('delete from webhook where id = $1', [id]);
}

/** The secret that was signs too for so many hours; with 0, no more. */
export async function replaceSecret(tx: Tx, id: string, secret: string, overlapHours: number): Promise<void> {
  await tx.query(
    `update webhook set secret = $2, old_secret = case when $3 > 0 then secret end,
       old_secret_until = case when $3 > 0 then now() + make_interval(hours => $3) end
     where id = $1`,
    [id, secret, overlapHours],
  );
}
