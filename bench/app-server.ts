/** The app itself as a process to measure: as `warraq serve` runs it, but for logs and rate limits. */
import 'reflect-metadata';
import { pino } from 'pino';
import { readConfig } from '../src/config.js';
import { Database } from '../src/core/database.js';
import { ENTITIES } from '../src/entities.js';
import { REQUEST_TIMEOUT } from '../src/instance.js';
import { buildApp } from '../src/server.js';
import { answerMeasurements } from './measured-process.js';

const config = readConfig({ ...process.env, RATE_LIMIT: 'off', LOG_LEVEL: 'silent' });
const db = await Database.open(config.databaseUrl as string, {
  pool: config.databasePool,
  statementTimeout: REQUEST_TIMEOUT,
  entities: ENTITIES,
});
const app = await buildApp(config, db, pino({ level: config.logLevel }));
await app.listen({ port: 0, host: '127.0.0.1' });
answerMeasurements((app.server.address() as { port: number }).port);
