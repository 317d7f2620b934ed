/**
 * Makes the cluster, once. It is made beside its place and then renamed, so that it is there whole or not at all,
 * and with a locale whose character classes know Arabic: without that pg_trgm finds no letters in it.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account.js';
import type { Layout } from './layout.js';

/** The superuser and the database of every embedded cluster. */
export const OWNER = 'warraq';

/** What every program of PostgreSQL gets for an environment: none of the caller's PG* variables. */
export const ENVIRONMENT = { PATH: process.env.PATH, LC_ALL: 'C' };

/** Makes the cluster if there is none yet. */
export async function ensureCluster(layout: Layout, initdb: string, account: Account, durable: boolean): Promise<void> {
  if (existsSync(path.join(layout.cluster, 'PG_VERSION'))) return;
  removeHalfMade(layout);
  const workshop = mkdtempSync(`${layout.cluster}.new-`);
  if (account.uid !== undefined) chownSync(workshop, account.uid, account.gid ?? account.uid);
  try {
    await runInitdb(workshop, ensureSecret(layout), initdb, account, durable);
    renameSync(path.join(workshop, 'data'), layout.cluster);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

/** The superuser's password. */
export function readSecret(layout: Layout): string {
  try {
    return readFileSync(layout.secret, 'utf8').trim();
  } catch (error) {
    throw new Error(
      `cannot read the embedded PostgreSQL's password (${(error as Error).message}): restore that file, or set DATABASE_URL`,
    );
  }
}

function ensureSecret(layout: Layout): string {
  if (!existsSync(layout.secret)) {
    writeFileSync(`${layout.secret}.new`, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600, flush: true });
    renameSync(`${layout.secret}.new`, layout.secret);
  }
  return readSecret(layout);
}

function removeHalfMade(layout: Layout): void {
  const names = readdirSync(layout.dataDir).filter((name) => name.startsWith(`${path.basename(layout.cluster)}.new-`));
  for (const name of names)
    rmSync(path.join(layout.dataDir, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

async function runInitdb(workshop: string, secret: string, initdb: string, account: Account, durable: boolean) {
  const passwordFile = path.join(workshop, 'password');
  writeFileSync(passwordFile, secret, { mode: 0o600 });
  if (account.uid !== undefined) chownSync(passwordFile, account.uid, account.gid ?? account.uid);
  const options = { ...account, cwd: workshop, env: ENVIRONMENT, timeout: 120_000 };
  try {
    await promisify(execFile)(initdb, initdbArguments(workshop, passwordFile, durable), options);
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    const why = (stderr || message).trim().split('\n').slice(-3).join(' | ');
    throw new Error(`cannot make the embedded PostgreSQL (${why}): set DATABASE_URL to use another server`);
  }
}

function initdbArguments(workshop: string, passwordFile: string, durable: boolean): string[] {
  // macOS has no C.UTF-8.
  const characters = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
  return [
    `--pgdata=${path.join(workshop, 'data')}`,
    `--username=${OWNER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--lc-collate=C',
    `--lc-ctype=${characters}`,
    ...(durable ? [] : ['--no-sync']),
  ];
}
