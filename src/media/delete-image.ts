/**
 * An editor deletes an image that nothing live uses: it is gone everywhere at once, and purged later. Whoever begins to
 * use it meanwhile holds its row (claimImages, or the trigger that fills image_use), so that one of the two waits.
 */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Db, Tx } from '../core/database.js';
import { at, rejected } from '../core/user-error.js';
import { articlesUsing } from '../core/visibility.js';
import { lockImage, noSuchImage } from './edit-image.js';

export async function deleteImage(tx: Tx, editor: Editor, id: string): Promise<string> {
  const image = await lockImage(tx, id);
  if (!image) throw noSuchImage('id');
  const { articles, sources } = await countUses(tx, id);
  if (articles + sources > 0) throw rejected('INVALID', at('id'), describeUses(articles, sources));
  await tx.query('update image set deleted_at = now() where id = $1', [id]);
  await recordAudit(tx, editor, [{ action: 'DELETE_IMAGE', subjectId: id, summary: image.alt ?? image.mediaType }]);
  return id;
}

/** Articles that have it in their public face or working copy and were not withdrawn; outlets whose sign it is. */
async function countUses(db: Db, id: string): Promise<{ articles: number; sources: number }> {
  const [row] = await db.query<{ articles: number; sources: number }>(
    `select (select count(*)::int from article where withdrawn_at is null and id in (${articlesUsing('$1')})) as articles,
       (select count(*)::int from source where logo_id = $1) as sources`,
    [id],
  );
  return row as { articles: number; sources: number };
}

function describeUses(articles: number, sources: number): string {
  const uses = [counted(articles, 'article'), counted(sources, 'source')].filter((text) => text !== null);
  return `It is used by ${uses.join(' and ')}: take it out of them first.`;
}

const counted = (n: number, what: string) => (n === 0 ? null : `${n} ${what}${n === 1 ? '' : 's'}`);
