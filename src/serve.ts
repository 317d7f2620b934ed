/** `warraq serve`: migrates, fills an empty database with the demo, serves, and ends cleanly when told to. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { ensureFirstAdmin } from './accounts/first-admin.js';
import { type Role, readConfig } from './config.js';
import type { Database } from './core/database.js';
import { openInstance, REQUEST_TIMEOUT } from './instance.js';
import { openMediaStore } from './media/variants.js';
import { PACKAGE_ROOT } from './package-root.js';
import { buildApp } from './server.js';
import { startWorker } from './worker.js';

/** Longest time that requests in flight and tasks under way are waited for. */
const GRACE = 8_000;

export interface Running {
  /** Where it listens; null for a worker alone. */
  address: string | null;
  stop(): Promise<void>;
}

/** Starts; `say` tells the operator what is told once. */
export async function serve(role: Role | undefined, say: (text: string) => void): Promise<Running> {
  const base = readConfig();
  const config = role ? { ...base, role } : base;
  const instance = await openInstance({ migrations: 'apply', statementTimeout: REQUEST_TIMEOUT }, config);
  const { db, log } = instance;
  const store = openMediaStore(config.dataDir);
  let app: FastifyInstance | null = null;
  try {
    if (config.demo && config.role !== 'worker' && (await isEmpty(db))) {
      const { loadDemo } = await import('./ingestion/load-demo.js'); // much code for a thing done once
      const articles = await loadDemo(db, join(PACKAGE_ROOT, 'demo'), store);
      log.info({ articles }, 'demo.loaded');
    }
    if (config.role !== 'worker') {
      const password = await ensureFirstAdmin(db, config.adminEmail, config.adminPassword);
      if (password !== null)
        say(`First admin: ${config.adminEmail}, password ${password} (shown this once; change it after signing in)`);
    }
    app = config.role === 'worker' ? null : await buildApp(config, db, log, store);
    const address = app ? await app.listen({ port: config.port, host: config.host }) : null;
    const origin = config.publicUrl ?? address ?? `http://${config.host}:${config.port}`;
    const worker = config.role === 'web' ? null : await startWorker(db, log, store, { ...config, origin });
    return {
      address: config.publicUrl ?? address,
      async stop() {
        try {
          await within(GRACE, Promise.all([app?.close(), worker?.stop()]));
        } finally {
          await instance.close();
        }
      },
    };
  } catch (error) {
    await app?.close();
    await instance.close();
    throw error;
  }
}

async function isEmpty(db: Database): Promise<boolean> {
  return (await db.query('select 1 from source limit 1')).length === 0;
}

async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const late = new AbortController();
  const timeout = sleep(milliseconds, undefined, { signal: late.signal }).catch(() => undefined);
  try {
    await Promise.race([work, timeout]);
  } finally {
    late.abort();
  }
}
