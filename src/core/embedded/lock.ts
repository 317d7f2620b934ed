/**
 * One process at a time initialises, starts, adopts or stops a server. The lock is a directory, which the watcher, a shell
 * script, can take as well; its holder refreshes it, and a lock left by a killed process is free after STALE.
 */
import lockfile from 'proper-lockfile';
import type { Layout } from './layout.js';

const STALE = 5_000;
// Longer than any holder takes, six minutes or so: a start may have to wait for a crash recovery.
const RETRIES = { retries: 5_000, factor: 1, minTimeout: 50, maxTimeout: 100, randomize: true };

/** Runs the work while no other process does the like on this data directory. */
export async function withLock<T>(layout: Layout, work: () => Promise<T>): Promise<T> {
  const unlock = await takeLock(layout);
  try {
    return await work();
  } finally {
    // A lock that was lost (the machine slept) cannot be given back, and need not be.
    await unlock().catch(() => undefined);
  }
}

async function takeLock(layout: Layout): Promise<() => Promise<void>> {
  try {
    return await lockfile.lock(layout.cluster, {
      lockfilePath: layout.lock,
      realpath: false,
      stale: STALE,
      retries: RETRIES,
      // Work under a lost lock goes on: PostgreSQL itself refuses a second server on one cluster.
      onCompromised: () => undefined,
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ELOCKED' ? 'another process has been starting or stopping it for too long' : message;
    throw new Error(`cannot take the embedded PostgreSQL's lock ${layout.lock}: ${why}`);
  }
}
