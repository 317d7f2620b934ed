/** What /metrics shows, in Prometheus' text form. Labels are few and bounded: never an address, an id or a query. */
import { Counter, Histogram, Registry } from 'prom-client';

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
