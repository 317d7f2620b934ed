/** Images as the desk lists them, newest first. */
import { type Editor, isAtLeast, Role } from '../core/access.js';
import type { Db } from '../core/database.js';
import { escapeLike } from '../core/like.js';
import type { PageRequest } from '../core/page.js';
import { all, Values } from '../core/sql.js';
import type { Image } from './image.entity.js';
import { DESK_IMAGE } from './image.sql.js';

/** Editors find all, a contributor what she uploaded. `words` are folded, and all must be there. */
function condition(values: Values, actor: Editor, words: string[]): string[] {
  const mine = isAtLeast(actor.role, Role.EDITOR) ? [] : [`i.uploaded_by = ${values.add(actor.userId)}`];
  const holding = words.map((word) => `i.desk_key like ${values.add(`%${escapeLike(word)}%`)}`);
  return ['i.deleted_at is null', ...mine, ...holding];
}

/** One row more than the page where there are more. */
export async function listDeskImages(db: Db, actor: Editor, words: string[], page: PageRequest): Promise<Image[]> {
  const values = new Values();
  const conditions = condition(values, actor, words);
  if (page.after) {
    const at = values.add(new Date(Number(page.after.value)), 'timestamptz');
    conditions.push(`(i.created_at, i.id) < (${at}, ${values.add(page.after.id)})`);
  }
  return db.query<Image>(
    `select ${DESK_IMAGE} from image i where ${all(conditions)}
     order by i.created_at desc, i.id desc limit ${values.add(page.limit + 1)}`,
    values.list,
  );
}

/** How many there are, no further than one past the cap. */
export async function countDeskImages(db: Db, actor: Editor, words: string[], cap: number): Promise<number> {
  const values = new Values();
  const [row] = await db.query<{ n: number }>(
    `select count(*)::int as n from (
       select 1 from image i where ${all(condition(values, actor, words))} limit ${values.add(cap + 1)}) c`,
    values.list,
  );
  return row?.n ?? 0;
}
