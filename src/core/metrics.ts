/** What /metrics shows, in Prometheus' text form. Labels are few and bounded: never an address, an id or a query. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

export const metrics = new Registry();

export const httpDuration = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time from a request to the end of its answer, by route and status.',
  labelNames: ['route', 'status'],
  registers: [metrics],
});

export const operationDuration = new Histogram({
  name: 'graphql_operation_duration_seconds',
  help: 'Time to answer a GraphQL operation, by type and outcome.',
  labelNames: ['type', 'outcome'],
  registers: [metrics],
});

export const databaseStatements = new Counter({
  name: 'db_statements_total',
  help: 'Statements sent to PostgreSQL, but for BEGIN and COMMIT.',
  registers: [metrics],
});

export const openSubscriptions = new Gauge({
  name: 'live_subscriptions',
  help: 'Subscriptions that are open, by transport.',
  labelNames: ['transport'],
  registers: [metrics],
});

export const begunSubscriptions = new Counter({
  name: 'live_subscriptions_begun_total',
  help: 'Subscriptions that were begun, by transport.',
  labelNames: ['transport'],
  registers: [metrics],
});

export const slowSubscribers = new Counter({
  name: 'live_dropped_total',
  help: 'Connections that were ended since they did not take what was sent to them.',
  labelNames: ['transport'],
  registers: [metrics],
});
