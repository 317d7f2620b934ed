/** What operators and their machines ask: alive, able to serve, figures. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import type { Database } from './database.js';
import { metrics } from './metrics.js';
import { readMigrationState } from './migrations.js';

/** Their paths. Load balancers that speak HTTP/1.0 ask them without naming a host. */
export const OPERATOR_PATHS: readonly string[] = ['/healthz', '/readyz', '/metrics'];

/** `gauges` are read from the database when somebody asks. */
export function operatorRoutes(
  app: FastifyInstance,
  db: Database,
  metricsToken: string | undefined,
  gauges: Registry,
): void {
  const figures = Registry.merge([metrics, gauges]);

  app.get('/healthz', async () => ({ status: 'ok' }));

  app.get('/readyz', async (request, reply) => {
    const { pending } = await readMigrationState(db).catch((error: Error) => {
      request.log.warn({ err: error }, 'readyz.failed');
      return { pending: null };
    });
    if (pending?.length === 0) return { status: 'ready' };
    const message = pending ? 'Migrations are pending: run `warraq migrate`.' : 'The database does not answer.';
    return reply.code(503).send({ error: { code: 'SERVICE_UNAVAILABLE', message, requestId: request.id } });
  });

  app.get('/metrics', async (request, reply) => {
    if (metricsToken !== undefined && !isToken(request.headers.authorization, metricsToken)) {
      const message = 'Send METRICS_TOKEN as a bearer token.';
      return reply.code(401).send({ error: { code: 'UNAUTHENTICATED', message, requestId: request.id } });
    }
    return reply.type(figures.contentType).send(await figures.metrics());
  });
}

function isToken(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
