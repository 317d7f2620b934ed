/**
 * The last user stops the server, whoever started it and however the users end. Every user process holds the FIFO
 * `postgres.users` open for writing, and a detached watcher reads it: the kernel ends that file for the watcher when the
 * last user has closed it or died, not before. The watcher then takes the lock under which users enter, looks once more
 * whether one has come, and stops the server. A watcher that was killed is replaced by the next user that comes or goes.
 */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, rmSync, statSync, writeSync } from 'node:fs';
import type { Layout } from './layout.js';

// Arguments: the cluster, the lock. Input: the FIFO, held open to the end, so that nobody takes a watcher that is
// stopping the server for a missing one. The waiting is done by the shell itself: no child could outlive it.
// Signals go only to a process that has this cluster on its command line, since process ids are used again.
const WATCHER = `
cluster=$1 lock=$2
exec 3<&0
drain() { while read -r _; do :; done <&3; }
find_server() { pid=$(head -n 1 "$cluster/postmaster.pid") && is_server; }
is_server() {
  { tr '\\0' ' ' <"/proc/$pid/cmdline" || ps -ww -o command= -p "$pid"; } 2>/dev/null | grep -Fq -e "-D $cluster "
}
take_lock() {
  until mkdir "$lock"; do
    [ -d "$cluster" ] || exit
    [ -z "$(find "$lock" -prune -mmin +1)" ] || rmdir "$lock"
    sleep 0.05
  done
}
is_gone() {
  tries=$1
  while is_server; do
    [ "$tries" -gt 0 ] || return 1
    tries=$((tries - 1))
    touch "$lock"
    sleep 0.05
  done
}
while :; do
  drain
  take_lock
  drain &
  sleep 0.05
  kill $! || break
  rmdir "$lock"
done
if find_server; then
  kill -INT "$pid"
  is_gone 600 || { kill -QUIT "$pid"; is_gone 200; }
fi
rmdir "$lock"
`;

/** Becomes a user of the server until `leave`, or until this process ends. To be called under the lock. */
export function enter(layout: Layout): number {
  makeFifo(layout.users);
  // A FIFO opens for writing only while somebody reads it.
  const reader = openReader(layout);
  const users = openSync(layout.users, constants.O_WRONLY | constants.O_NONBLOCK);
  closeSync(reader);
  keepWatched(layout, users);
  return users;
}

/** Starts a watcher if there is none. */
export function keepWatched(layout: Layout, users: number): void {
  if (!isWatched(users)) startWatcher(layout);
}

/** Is no user any longer. */
export function leave(users: number): void {
  closeSync(users);
}

function isWatched(users: number): boolean {
  try {
    writeSync(users, '\n');
    return true;
  } catch (error) {
    // EPIPE: nobody reads. EAGAIN: somebody does, if slowly.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return false;
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return true;
    throw error;
  }
}

function startWatcher(layout: Layout): void {
  const reader = openReader(layout);
  try {
    const watcher = spawn('/bin/sh', ['-c', WATCHER, 'warraq-postgres-watcher', layout.cluster, layout.lock], {
      detached: true,
      cwd: '/',
      stdio: [reader, 'ignore', 'ignore'],
    });
    // Without a shell nothing else works either: the next command would say so.
    watcher.on('error', () => undefined);
    watcher.unref();
  } finally {
    closeSync(reader);
  }
}

function openReader(layout: Layout): number {
  return openSync(layout.users, constants.O_RDONLY | constants.O_NONBLOCK);
}

function makeFifo(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isFIFO()) return;
  rmSync(file, { recursive: true, force: true });
  const { error, stderr } = spawnSync('mkfifo', ['-m', '600', file], { encoding: 'utf8' });
  if (statSync(file, { throwIfNoEntry: false })?.isFIFO()) return;
  const why = error?.message ?? stderr.trim();
  throw new Error(`cannot make the named pipe ${file} (${why}): set DATA_DIR to a directory on a local disk`);
}
