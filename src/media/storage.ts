/** Where files of images lie: three verbs over keys, so that another kind of store can take the place of a folder. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface FileStorage {
  /** Keeps the bytes under the key, in place of what was there. A reader never meets half a file. */
  put(key: string, bytes: Buffer): Promise<void>;
  /** Null where there is no such file. */
  get(key: string): Promise<Buffer | null>;
  /** Removes the file, if it is there. */
  remove(key: string): Promise<void>;
}

export class FolderStorage implements FileStorage {
  constructor(private readonly folder: string) {}

  async put(key: string, bytes: Buffer): Promise<void> {
    const path = this.path(key);
    await mkdir(dirname(path), { recursive: true });
    const draft = `${path}.${randomUUID()}.part`;
    try {
      await writeFile(draft, bytes, { flush: true });
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  async get(key: string): Promise<Buffer | null> {
    try {
      return await readFile(this.path(key));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  remove(key: string): Promise<void> {
    return rm(this.path(key), { force: true });
  }

  private path(key: string): string {
    return join(this.folder, key);
  }
}
