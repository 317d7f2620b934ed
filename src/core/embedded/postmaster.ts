/**
 * What runs on a cluster, as its postmaster.pid tells. That file outlives a killed server, and its process id may belong
 * to somebody else by now: only a process with this cluster on its command line is believed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Layout } from './layout.js';

/** The server's main process. `status` is PostgreSQL's word: `starting`, `ready`, `stopping`, or nothing yet. */
export interface Postmaster {
  pid: number;
  port: number;
  status: string;
}

/** The cluster's running server, if there is one. */
export function findPostmaster(layout: Layout): Postmaster | null {
  const postmaster = readPidFile(layout);
  return postmaster && isPostmaster(layout, postmaster.pid) ? postmaster : null;
}

/** Whether this process is the cluster's server; a dead one that nobody has collected has no command line, and is not. */
export function isPostmaster(layout: Layout, pid: number): boolean {
  return commandLine(pid).includes(`-D ${layout.cluster} `);
}

/** Removes what a killed server left: PostgreSQL would take any process of that id for a running server. */
export function removeStalePidFile(layout: Layout): void {
  rmSync(pidFile(layout), { force: true });
}

function pidFile(layout: Layout): string {
  return path.join(layout.cluster, 'postmaster.pid');
}

function readPidFile(layout: Layout): Postmaster | null {
  if (!existsSync(layout.cluster)) return null;
  try {
    const lines = readFileSync(pidFile(layout), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(
      `cannot look into the embedded PostgreSQL (${(error as Error).message}): run as its owner, or set DATA_DIR`,
    );
  }
}

function commandLine(pid: number): string {
  if (!(pid > 0)) return '';
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
