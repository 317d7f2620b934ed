/**
 * Who sends what: a process leases the deliveries that it is about to send, so that no other sends them meanwhile, and so that
 * another does once the lease is over and nothing was heard. Of one webhook few are under way at a time over all processes, and of
 * one article and webhook never two. Moments are the database's, whose clock all processes share; tests give their own.
 */
import type { ChangeKind } from '../changes/change-kind.js';
import type { Database, Tx } from '../core/database.js';

/** Seconds; more than an attempt can take. */
export const LEASE = 60;

/** Due rows of one webhook among which those to send are chosen. */
const LOOKED_AT = 100;

/** Webhooks that are looked at in one go. */
const MOST_DUE = 1_000;

/** An attempt that is to be made: a delivery, and where and how it is sent. */
export interface Attempt {
  id: string;
  webhookId: string;
  partnerId: string;
  /** Which one it is, from 1 on. */
  attempts: number;
  kind: ChangeKind | null;
  articleId: string | null;
  createdAt: Date;
  url: string;
  /** All that sign: the webhook's, and the one before as long as it counts. */
  secrets: string[];
}

/** Whom to claim for, and how much. */
export interface Share {
  webhookIds: string[];
  /** At most so many of one webhook under way, those of other processes counted. */
  each: number;
  /** At most so many in all. */
  total: number;
}

/** SQL of the moment: the one given, or the database's. */
const MOMENT = (placeholder: string) => `coalesce(${placeholder}::timestamptz, now())`;

const DUE = (moment: string) => `d.state = 'PENDING' and d.next_attempt_at <= ${moment}`;

/** Webhooks for which something is due and that have fewer than `each` under way, those that wait longest first. */
export async function findDueWebhooks(db: Database, each: number, now: Date | null): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `with moment as materialized (select ${MOMENT('$2')} as now)
     select w.id from moment, webhook w join partner p on p.id = w.partner_id and p.active
     cross join lateral (
       select d.next_attempt_at from delivery d where d.webhook_id = w.id and ${DUE('moment.now')} order by d.next_attempt_at limit 1) d
     where w.active and (select count(*) from delivery b where b.webhook_id = w.id and b.leased_until > moment.now) < $1
     order by d.next_attempt_at limit ${MOST_DUE}`,
    [each, now],
    'delivery_due',
  );
  return rows.map(({ id }) => id);
}

/** Leases what is to be sent now. A webhook for which another process claims at this moment is left to it. */
export function claimDeliveries(db: Database, share: Share, now: Date | null): Promise<Attempt[]> {
  return db.transaction(async (tx) => {
    const mine = await lockWebhooks(tx, share.webhookIds);
    if (mine.length === 0) return [];
    // A statement of its own: it sees what whoever had the locks before has claimed.
    return tx.query<Attempt>(CLAIM, [mine, share.each, share.total, now], 'delivery_claim');
  });
}

async function lockWebhooks(tx: Tx, ids: string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select w.id from unnest($1::text[]) as w(id) where pg_try_advisory_xact_lock(hashtextextended('webhook ' || w.id, 0))`,
    [ids],
    'delivery_lock',
  );
  return rows.map(({ id }) => id);
}

/** One after the other for each webhook, so that none takes the room of all. Of an article, what came first. */
const CLAIM = `
  with moment as materialized (select ${MOMENT('$4')} as now),
  room as materialized (
    select w.id, (select count(*) from delivery d where d.webhook_id = w.id and d.leased_until > moment.now)::int as busy
    from unnest($1::text[]) as w(id), moment),
  waiting as (
    select d.*, row_number() over (partition by d.webhook_id order by d.next_attempt_at, d.id) + room.busy as rank
    from room cross join moment cross join lateral (
      select distinct on (d.what) d.* from (
        select d.id, d.webhook_id, d.next_attempt_at, coalesce(d.article_id, d.id) as what
        from delivery d where d.webhook_id = room.id and ${DUE('moment.now')} order by d.next_attempt_at, d.id limit ${LOOKED_AT}) d
      where not exists (
        select 1 from delivery busy where busy.webhook_id = room.id and busy.leased_until > moment.now
          and coalesce(busy.article_id, busy.id) = d.what)
      order by d.what, d.id) d
    where room.busy < $2),
  chosen as (
    select id from waiting where rank <= $2 order by rank, next_attempt_at limit $3)
  update delivery d set attempts = d.attempts + 1, leased_until = moment.now + interval '${LEASE} seconds',
    next_attempt_at = moment.now + interval '${LEASE} seconds'
  from chosen, moment, webhook w
  where d.id = chosen.id and w.id = d.webhook_id and w.active and d.state = 'PENDING'
  returning d.id, d.webhook_id as "webhookId", w.partner_id as "partnerId", d.attempts, d.kind, d.article_id as "articleId",
    d.created_at as "createdAt", w.url,
    case when w.old_secret is null or w.old_secret_until <= moment.now then array[w.secret] else array[w.secret, w.old_secret] end as secrets`;

/** Gives back what was claimed and not sent: it is as if it had not been. */
export async function handBack(db: Database, attempts: readonly Attempt[]): Promise<void> {
  await db.query(
    `update delivery d set attempts = d.attempts - 1, leased_until = null, next_attempt_at = now()
     from unnest($1::text[], $2::int[]) as a(id, attempts) where d.id = a.id and d.attempts = a.attempts and d.state = 'PENDING'`,
    [attempts.map(({ id }) => id), attempts.map(({ attempts: count }) => count)],
  );
}
