/** Which articles use an image, as far as the desk shows them to the editor who asks. */
import type { Editor } from '../core/access.js';
import type { Db } from '../core/database.js';
import { COUNT_CAP, type PageRequest } from '../core/page.js';
import { articlesUsing } from '../core/visibility.js';
import { atDesk, type DeskRow, deskColumns, LOCK } from './desk-article.sql.js';

/** Of each image, by the articles' ids: one row more than the page where there are more. */
export async function listUses(db: Db, actor: Editor, imageIds: readonly string[], page: PageRequest) {
  return db.query<DeskRow & { imageId: string }>(
    `select p.id as "imageId", u.* from unnest($1::text[]) as p(id) cross join lateral (
       select ${deskColumns(actor)} from article a ${LOCK} where a.id in (${articlesUsing('p.id')}) and ${atDesk(actor, '$2')}
         and ($3::text is null or a.id > $3) order by a.id limit $4) u`,
    [imageIds, actor.userId, page.after?.id, page.limit + 1],
  );
}

/** How many each has, counted to one past the cap. */
export async function countUses(db: Db, actor: Editor, imageIds: readonly string[]) {
  return db.query<{ id: string; n: number }>(
    `select p.id, u.n from unnest($1::text[]) as p(id) cross join lateral (
       select count(*)::int as n from (
         select 1 from article a where a.id in (${articlesUsing('p.id')}) and ${atDesk(actor, '$2')} limit ${COUNT_CAP + 1}) m) u`,
    [imageIds, actor.userId],
  );
}
