/** What became of an attempt. One of which the lease has ended, and that another process makes again, is no longer waited for. */
import { NOBODY, recordAudit } from '../audit/audit.js';
import type { Database, Db } from '../core/database.js';
import type { Attempt } from './claim-deliveries.js';
import { pauseAfter } from './retry.js';

const LONGEST_ERROR = 300;

/** Why an attempt did not succeed. */
export interface Failing {
  /** Null where there was no answer. */
  status: number | null;
  error: string;
  /** Milliseconds for which the receiver asked not to be asked again. */
  retryAfter: number | null;
}

/** It was taken. That is true also where the lease is over. */
export async function settleDelivered(db: Db, { id }: Attempt, status: number): Promise<void> {
  await db.query(
    `update delivery set state = 'DELIVERED', last_http_status = $2, last_error = null, delivered_at = now(), next_attempt_at = null,
       leased_until = null
     where id = $1 and state <> 'DELIVERED'`,
    [id, status],
    'delivery_delivered',
  );
}

/** It is tried again after a while, or, after the last attempt, no more. */
export async function settleFailed(db: Db, attempt: Attempt, failing: Failing, now: Date | null): Promise<void> {
  await writeFailure(db, attempt, failing, pauseAfter(attempt.attempts, failing.retryAfter), now);
}

/**
 * The receiver wants nothing more: the webhook is switched off. The message stays, like all that wait, for the case that it is
 * switched on again.
 */
export function settleGone(db: Database, attempt: Attempt, failing: Failing, now: Date | null): Promise<void> {
  return db.transaction(async (tx) => {
    const reason =
      'The receiver answered 410 Gone: it wants no more messages. Switch the webhook on again once it does.';
    const switched = await tx.query(
      `update webhook set active = false, disabled_reason = $2 where id = $1 and active and url = $3 returning 1`,
      [attempt.webhookId, reason, attempt.url],
    );
    await writeFailure(tx, attempt, failing, 0, now);
    if (switched.length === 0) return;
    const summary = `active: true → false; the receiver of ${attempt.id} answered 410`;
    await recordAudit(tx, NOBODY, [{ action: 'DISABLE_WEBHOOK', subjectId: attempt.webhookId, summary }]);
  });
}

async function writeFailure(
  db: Db,
  { id, attempts }: Attempt,
  { status, error }: Failing,
  pause: number | null,
  now: Date | null,
): Promise<void> {
  await db.query(
    `update delivery set state = case when $5::float8 is null then 'FAILED' else 'PENDING' end, last_http_status = $3, last_error = $4,
       next_attempt_at = coalesce($6::timestamptz, now()) + $5::float8 * interval '1 millisecond', leased_until = null
     where id = $1 and attempts = $2 and state = 'PENDING'`,
    [id, attempts, status, oneLine(error), pause, now],
    'delivery_failed',
  );
}

/** No control characters, and no longer than the log shows. */
const oneLine = (text: string) =>
  text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_ERROR);
