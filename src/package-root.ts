/** Where the program is installed: the folder of its package.json, of demo/ and of what it serves. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PACKAGE_ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) || folder === dirname(folder) ? folder : findRoot(dirname(folder));
}
