/**
 * Where the embedded PostgreSQL keeps its things inside the data directory. Every path is real and absolute, because the
 * cluster's path on a process's command line is how that process is recognised.
 */
import { chmodSync, mkdirSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** The paths of one embedded PostgreSQL. */
export interface Layout {
  dataDir: string;
  /** PostgreSQL's own directory, the only one that belongs to the account it runs as. */
  cluster: string;
  secret: string;
  port: string;
  log: string;
  /** The FIFO that every user process holds open for writing. */
  users: string;
  /** A directory that exists while somebody starts, adopts or stops the server. */
  lock: string;
}

/** Makes the data directory where it is missing, and names what lies in it. */
export function openLayout(directory: string): Layout {
  const dataDir = openDirectory(path.resolve(directory));
  const inside = (name: string) => path.join(dataDir, name);
  return {
    dataDir,
    cluster: inside('postgres'),
    secret: inside('postgres.secret'),
    port: inside('postgres.port'),
    log: inside('postgres.log'),
    users: inside('postgres.users'),
    lock: inside('postgres.lock'),
  };
}

function openDirectory(directory: string): string {
  try {
    // Under a strict umask PostgreSQL's account could not reach its cluster through a directory made by root.
    const made = mkdirSync(directory, { recursive: true });
    if (made && process.getuid?.() === 0) chmodSync(directory, 0o755);
    return realpathSync(directory);
  } catch (error) {
    throw new Error(`cannot make the data directory ${directory} (${(error as Error).message}): set DATA_DIR`);
  }
}
