/** The two sides of a conflict and their base, as the payload shows them: read by nobody who may not read the article. */
import { type ArticleField, changedFields } from '../articles/merge-content.js';
import { findContents, versionKey } from '../articles/revision.sql.js';
import { type Editor, isAtLeast, Role } from '../core/access.js';
import type { Db } from '../core/database.js';
import { at, Rejected, UserErrorCode } from '../core/user-error.js';
import type { WorkRow } from './work.sql.js';

/** What a VersionConflict is made of; its contents are read when they are selected. */
export interface Conflict {
  articleId: string;
  baseVersion: number;
  theirVersion: number;
  byId: string | null;
  at: Date;
  fields: ArticleField[];
  /** Whether the caller may read the contents. */
  readable: boolean;
}

/** A refusal of what was meant for an older version. `fields` are those that both sides changed, else those that they did. */
export async function conflictWith(
  db: Db,
  actor: Editor,
  article: WorkRow,
  version: number,
  fields?: ArticleField[],
): Promise<Rejected> {
  const [theirs] = await db.query<{ byId: string | null; at: Date }>(
    'select author_id as "byId", created_at as at from revision where article_id = $1 and number = $2',
    [article.id, article.version],
  );
  const { byId, at: when } = theirs as { byId: string | null; at: Date };
  const key = versionKey(article.id, version);
  const base = (await findContents(db, [key])).get(key);
  const conflict: Conflict = {
    articleId: article.id,
    baseVersion: version,
    theirVersion: article.version,
    byId,
    at: when,
    fields: fields ?? changedFields(base ?? article.content, article.content),
    readable: article.status !== 'WITHDRAWN' || isAtLeast(actor.role, Role.CHIEF),
  };
  const message = `It is at version ${article.version}, and this was meant for ${version}: look at what has changed, and send it again.`;
  return new Rejected([{ code: UserErrorCode.VERSION_CONFLICT, path: at('version'), message }], { conflict });
}
