/**
 * Brings the cluster's server up, from whatever state it was left in: none, dead, starting, stopping, running or orphaned.
 * To be called under the lock. It looks again after every step, since other processes may die at any moment.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Account, chooseAccount, requireReach } from './account.js';
import { findBinaries } from './binaries.js';
import { ENVIRONMENT, ensureCluster } from './cluster.js';
import { type Sentinel, tryConnect } from './connect.js';
import type { Layout } from './layout.js';
import { choosePort } from './port.js';
import { findPostmaster, type Postmaster, removeStalePidFile } from './postmaster.js';
import { settings } from './settings.js';
import { waitUntil } from './wait.js';

/** How a server is to be run, by whoever happens to start it. */
export interface ServerOptions {
  /** false: fast and forgetful, for tests. */
  durable: boolean;
  log: (line: string) => void;
}

/** A running server, and the connection that proves it. */
export interface Connected {
  client: Sentinel;
  port: number;
}

// Long enough to recover from a crash with a full log of changes on a slow disk: a recovery given up would begin anew.
const PATIENCE = 300_000;
// What passes by itself (see PASSING) has passed by then.
const RETRIES = 20_000;
// A wait longer than this is told.
const SILENCE = 3_000;
const MAX_LOG = 10 * 1024 * 1024;
// What passes by itself: a port lost to a faster program, and the last processes of a killed server.
const PASSING = /could not bind|could not create any TCP|shared memory block|lock file "postmaster.pid" already exists/;

interface Attempt {
  layout: Layout;
  options: ServerOptions;
  deadline: number;
  retryUntil: number;
}

/** The running server, started if need be. */
export async function ensureServer(layout: Layout, options: ServerOptions): Promise<Connected> {
  const attempt = { layout, options, deadline: Date.now() + PATIENCE, retryUntil: Date.now() + RETRIES };
  while (Date.now() < attempt.deadline) {
    const postmaster = findPostmaster(layout);
    const connected = postmaster ? await join(attempt, postmaster) : await start(attempt);
    if (connected) return connected;
    await sleep(50);
  }
  throw new Error(`the embedded PostgreSQL was not ready after ${PATIENCE / 1000} s: ${lastLines(readLog(layout, 0))}`);
}

/** Connects to a server that is ready, and waits for another to change; null when it has to be looked at again. */
async function join(attempt: Attempt, found: Postmaster): Promise<Connected | null> {
  if (found.status === 'ready') {
    const client = await tryConnect(attempt.layout, found.port);
    return client && { client, port: found.port };
  }
  await waitAloud(attempt, () => findPostmaster(attempt.layout)?.status !== found.status);
  return null;
}

/** Starts the server; null when what kept it from starting may have passed at the next look. */
async function start(attempt: Attempt): Promise<Connected | null> {
  const { layout, options } = attempt;
  const binaries = findBinaries();
  const account = chooseAccount(layout);
  requireReach(account, [layout.dataDir, path.dirname(binaries.postgres)]);
  await ensureCluster(layout, binaries.initdb, account, options.durable);
  removeStalePidFile(layout);
  const port = await choosePort(layout);
  const logged = shortenLog(layout);
  const server = await launch(layout, binaries.postgres, settings(port, options.durable), account);
  if (await becomesReady(attempt, server)) return greet(layout, port, options);
  const said = readLog(layout, logged);
  const mayPass = PASSING.test(said) || server.signalCode !== null;
  if (mayPass && Date.now() < attempt.retryUntil) return null;
  throw new Error(
    `the embedded PostgreSQL does not start: ${server.signalCode ?? lastLines(said)} (see ${layout.log})`,
  );
}

async function launch(layout: Layout, postgres: string, flags: string[], account: Account): Promise<ChildProcess> {
  const log = openSync(layout.log, 'a', 0o600);
  try {
    // The directory comes first: it is what the process is recognised by.
    const server = spawn(postgres, ['-D', layout.cluster, ...flags], {
      ...account,
      detached: true,
      cwd: '/',
      env: ENVIRONMENT,
      stdio: ['ignore', log, log],
    });
    server.unref();
    await once(server, 'spawn');
    return server;
  } finally {
    closeSync(log);
  }
}

/** False when the process ended instead, or takes too long. */
async function becomesReady(attempt: Attempt, server: ChildProcess): Promise<boolean> {
  const ended = () => server.exitCode !== null || server.signalCode !== null;
  const ready = () => findPostmaster(attempt.layout)?.status === 'ready';
  await waitAloud(attempt, () => ended() || ready());
  return !ended() && ready();
}

async function waitAloud({ options, deadline }: Attempt, done: () => boolean): Promise<void> {
  if (await waitUntil(done, SILENCE)) return;
  options.log('embedded PostgreSQL is still starting, recovering or stopping: waiting for it');
  await waitUntil(done, deadline - Date.now());
}

async function greet(layout: Layout, port: number, options: ServerOptions): Promise<Connected | null> {
  writeFileSync(layout.port, `${port}\n`);
  const client = await tryConnect(layout, port);
  if (client) options.log(`embedded PostgreSQL started on 127.0.0.1:${port}`);
  return client && { client, port };
}

/** Empties a log that has grown large; the size of what is left. */
function shortenLog(layout: Layout): number {
  const size = statSync(layout.log, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= MAX_LOG) return size;
  truncateSync(layout.log);
  return 0;
}

function readLog(layout: Layout, from: number): string {
  try {
    return readFileSync(layout.log).subarray(from).toString();
  } catch {
    return '';
  }
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-4).join(' | ') || 'its log is empty';
}
