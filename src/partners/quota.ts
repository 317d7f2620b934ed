/**
 * How many requests a partner may make in a minute: all her keys together, on all machines, which count in one table. What
 * is left stands in headers of every answer.
 */
import type { FastifyReply } from 'fastify';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database, Db } from '../core/database.js';
import { HttpError } from '../core/http-error.js';
import type { KeyHolder } from './api-key.js';

/** More than any quota. Whose quota is how much is compared here, so that one limiter serves all partners. */
const MOST = 1_000_000_000;
const WINDOW_SECONDS = 60;

const known = new WeakMap<Database, RateLimiterPostgres>();

/**
 * Counts one request, in one statement, and sets the headers, where there is a reply to set them on. HttpError 429 past the
 * quota; refused requests count too.
 */
export async function countRequest(db: Database, holder: KeyHolder, reply: FastifyReply | null): Promise<void> {
  const limit = holder.requestsPerMinute;
  const { consumedPoints, msBeforeNext } = await consume(db, holder.actor.partnerId);
  const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  reply?.headers({
    'ratelimit-limit': limit,
    'ratelimit-remaining': Math.max(0, limit - consumedPoints),
    'ratelimit-reset': seconds,
  });
  if (consumedPoints <= limit) return;
  reply?.header('retry-after', seconds);
  const message = `More than ${limit} requests in a minute: try again in ${seconds} s.`;
  throw new HttpError(429, 'RATE_LIMITED', message);
}

async function consume(db: Database, partnerId: string): Promise<RateLimiterRes> {
  const limiter = known.get(db) ?? limiterOn(db);
  known.set(db, limiter);
  return limiter.consume(partnerId).catch((refused: unknown) => {
    if (refused instanceof RateLimiterRes) return refused;
    throw refused;
  });
}

function limiterOn(db: Database): RateLimiterPostgres {
  return new RateLimiterPostgres({
    keyPrefix: 'partner',
    points: MOST,
    duration: WINDOW_SECONDS,
    storeClient: {
      async query({ text, values, name }: { text: string; values: unknown[]; name: string }) {
        const rows = await db.query(text, values, name);
        return { rows, rowCount: rows.length };
      },
    },
    storeType: 'pool',
    tableName: 'quota',
    tableCreated: true,
    clearExpiredByTimeout: false, // a task of the worker does
  });
}

/** Minutes that are over are deleted: nothing reads them. */
export async function forgetOldQuotas(db: Db): Promise<void> {
  await db.query('delete from quota where expire <= $1', [Date.now()]);
}
