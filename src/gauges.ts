/** What /metrics reads from the database when somebody asks: one bounded statement each. */
import type { FastifyBaseLogger } from 'fastify';
import { Gauge, Registry } from 'prom-client';
import type { Database } from './core/database.js';
import { GIVEN_UP } from './jobs/queue-check.js';

interface Reading {
  name: string;
  help: string;
  /** Answers `value`. */
  sql: string;
}

/** Past this many the queue is in trouble whatever their number. */
const MOST = 100_000;

const JOBS = (which: string) => `(select * from graphile_worker.jobs j where ${which} limit ${MOST})`;
const OPEN = `not (${GIVEN_UP})`;

const READINGS: Reading[] = [
  {
    name: 'jobs_queued',
    help: `Jobs that wait or are under way, ${MOST} at most.`,
    sql: `select count(*)::int as value from ${JOBS(OPEN)} j`,
  },
  {
    name: 'jobs_oldest_age_seconds',
    help: 'How long the oldest job that is due has waited, its failed tries included; 0 where none waits.',
    sql: `select coalesce(extract(epoch from now() - min(case when j.attempts = 0 then j.run_at else j.created_at end)), 0)::float8 as value
      from ${JOBS(`${OPEN} and (j.run_at <= now() or j.attempts > 0)`)} j`,
  },
  {
    name: 'jobs_given_up',
    help: `Jobs that failed too often and are tried no more, ${MOST} at most.`,
    sql: `select count(*)::int as value from ${JOBS(GIVEN_UP)} j`,
  },
  {
    name: 'webhook_deliveries_pending',
    help: `Messages that wait for webhooks, those that are tried again included, ${MOST} at most.`,
    sql: `select count(*)::int as value from (select 1 from delivery where state = 'PENDING' limit ${MOST}) d`,
  },
  {
    name: 'schedule_lag_seconds',
    help: 'For how long the oldest scheduled article has been due without a worker writing it down; 0 where none has.',
    sql: `select coalesce(greatest(extract(epoch from now() - min(released_at)), 0), 0)::float8 as value
      from article where status = 'SCHEDULED' and released_at <= now()`,
  },
];

/** A gauge that cannot be read says NaN, so that a database that does not answer hides no other figure. */
export function readGauges(db: Database, log: FastifyBaseLogger | undefined): Registry {
  const registry = new Registry();
  for (const { name, help, sql } of READINGS) {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        try {
          const [row] = await db.query<{ value: number }>(sql);
          this.set(row?.value ?? 0);
        } catch (error) {
          log?.warn({ err: error, gauge: name }, 'metrics.unread');
          this.set(Number.NaN);
        }
      },
    });
  }
  return registry;
}
