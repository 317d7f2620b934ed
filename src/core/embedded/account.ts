/**
 * Which account PostgreSQL runs as. It refuses root: a root process lends it the account that owns the cluster, else
 * `postgres`, else `nobody`, and says which directory is in the way when that account cannot reach its files.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Layout } from './layout.js';

/** What child_process wants to know of an account; empty for one's own. */
export interface Account {
  uid?: number;
  gid?: number;
}

/** The account for a cluster, made already or not. */
export function chooseAccount(layout: Layout): Account {
  if (process.getuid?.() !== 0) return {};
  const owner = statSync(layout.cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = passwdEntry('postgres') ?? passwdEntry('nobody');
  if (account) return account;
  throw new Error(
    'PostgreSQL does not run as root, and there is no account postgres or nobody: run as a normal user, or set DATABASE_URL',
  );
}

function passwdEntry(name: string): Account | undefined {
  const entries = readFileSync('/etc/passwd', 'utf8').split('\n');
  const fields = entries.map((entry) => entry.split(':')).find(([first]) => first === name);
  return fields && { uid: Number(fields[2]), gid: Number(fields[3]) };
}

// Prints the first of its arguments that the account running it cannot enter.
const FIRST_CLOSED = 'for d do [ -x "$d" ] || { printf %s "$d"; exit; }; done';

/** Fails with the directory that keeps the account from reaching one of these. */
export function requireReach(account: Account, directories: string[]): void {
  const all = [...new Set(directories.flatMap(withParents))];
  const { stdout } = spawnSync('/bin/sh', ['-c', FIRST_CLOSED, 'sh', ...all], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
  });
  if (!stdout) return;
  throw new Error(
    `PostgreSQL, which runs as uid ${account.uid ?? process.getuid?.()} and never as root, may not enter ${stdout}: ` +
      'open that directory, move the project, or set DATA_DIR to another place, or DATABASE_URL to another server',
  );
}

function withParents(directory: string): string[] {
  const parent = path.dirname(directory);
  return parent === directory ? [directory] : [...withParents(parent), directory];
}
