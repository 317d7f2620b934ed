/** Whether the sources that grants name are there. */
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { at, type Mistakes } from '../core/user-error.js';
import { findSources } from '../sources/source.sql.js';
import type { Grant } from './partner.entity.js';

/** NOT_FOUND for each that is not, at the place that it has in the input. */
export async function checkSources(tx: Tx, actor: Editor, mistakes: Mistakes, grants: readonly Grant[]): Promise<void> {
  const ids = grants.flatMap(({ sourceId }) => sourceId ?? []);
  if (ids.length === 0) return;
  const known = new Set((await findSources(tx, actor, ids)).map(({ id }) => id));
  grants.forEach(({ sourceId }, index) => {
    if (sourceId !== null && !known.has(sourceId))
      mistakes.add(at('grants', index, 'sourceId'), 'There is no such source.', 'NOT_FOUND');
  });
}
