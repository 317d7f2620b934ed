/**
 * Makes deliveries of changes: each webhook goes along its partner's feed, and with the deliveries of a page, in one transaction, moves
 * its place in it. So a crash loses none and doubles none, and any number of processes may do it at once.
 */
import type { ChangeCursor } from '../changes/change-cursor.js';
import type { ChangeKind } from '../changes/change-kind.js';
import { NO_CONDITION } from '../changes/change-log.sql.js';
import { headOf, readOnward } from '../changes/read-changes.js';
import type { Database, Tx } from '../core/database.js';
import { findPartnerActors } from '../partners/api-key.js';
import { countPending, insertDeliveries } from './delivery.sql.js';

/** Changes of one page. */
const PAGE = 200;

/** Messages that may wait for a webhook; its place in the feed waits meanwhile, so that nothing is lost. */
const MOST_WAITING = 10_000;

/** Webhooks of one run, and milliseconds after which it leaves the rest to the next one: a worker that is told to end waits for it. */
const BATCH = 1_000;
const LONGEST_RUN = 2_000;

/** Goes on with all webhooks that are behind, a page of each at a time, so that none waits for another's long way. */
export async function fanOut(db: Database, longest = LONGEST_RUN): Promise<void> {
  const end = performance.now() + longest;
  for (let behind = await listBehind(db); behind.length > 0; ) {
    const more: string[] = [];
    for (const id of behind) {
      if (performance.now() > end) return;
      if (await fanOutPage(db, id)) more.push(id);
    }
    behind = more;
  }
}

/** Active webhooks of active partners whose place is not the feed's end. */
async function listBehind(db: Database): Promise<string[]> {
  const head = await headOf(db);
  const rows = await db.query<{ id: string }>(
    `select w.id from webhook w join partner p on p.id = w.partner_id and p.active
     where w.active and (w.after_position, w.after_article) < ($1, $2) order by w.after_position limit ${BATCH}`,
    [head.position, head.bulk],
    'webhook_behind',
  );
  return rows.map(({ id }) => id);
}

interface Place {
  partnerId: string;
  events: ChangeKind[];
  position: number;
  bulk: string;
}

/** One page of one webhook; answers whether there is more for it. One that another process is at is left to it. */
export function fanOutPage(db: Database, webhookId: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [webhook] = await tx.query<Place>(
      `select partner_id as "partnerId", events, after_position::float8 as position, after_article as bulk
       from webhook where id = $1 and active for no key update skip locked`,
      [webhookId],
      'webhook_lock',
    );
    if (!webhook) return false;
    const actor = (await findPartnerActors(tx, [webhook.partnerId])).get(webhook.partnerId);
    const room = MOST_WAITING - (await countPending(tx, webhookId, MOST_WAITING));
    if (!actor || room <= 0) return false;
    const asked = { after: webhook, limit: Math.min(PAGE, room), condition: NO_CONDITION };
    const { changes, more, end } = await readOnward(tx, actor, asked);
    const told = changes.filter(({ kind }) => webhook.events.includes(kind));
    if (told.length > 0) await insertDeliveries(tx, webhookId, told);
    await movePlace(tx, webhookId, end);
    return more;
  });
}

async function movePlace(tx: Tx, webhookId: string, { position, bulk }: ChangeCursor): Promise<void> {
  await tx.query(
    'update webhook set after_position = $2, after_article = $3 where id = $1',
    [webhookId, position, bulk],
    'webhook_move',
  );
}
