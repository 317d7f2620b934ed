/** The change feed, numbered at once instead of waited for. */
import { sequenceChanges } from '../../src/changes/sequence-changes.js';
import type { TestApp } from './app.js';

/** Gives every committed change its position. */
export async function sequenceAll({ db }: TestApp): Promise<void> {
  while ((await sequenceChanges(db)) > 0);
}
