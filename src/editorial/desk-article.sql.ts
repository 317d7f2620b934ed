/** Articles as the desk sees them. `atDesk` is the one rule of which; it stands in every statement of this feature. */
import type { ArticleStatus } from '../articles/article.entity.js';
import { ANONYMOUS, type Editor, isAtLeast, Role } from '../core/access.js';
import type { Db } from '../core/database.js';
import { visibleTo } from '../core/visibility.js';

/**
 * SQL that is true for the rows of `article a` that an editor sees, given the placeholder of her own id. It stands in the
 * text whatever her role: PostgreSQL refuses a value that no placeholder names.
 */
export const atDesk = (actor: Editor, userId: string) =>
  isAtLeast(actor.role, Role.EDITOR)
    ? `${userId}::text is not null`
    : `(a.author_id = ${userId} or a.assignee_id = ${userId})`;

/** SQL of whether she may read its text: what was withdrawn is kept for chiefs. */
export const readableBy = (actor: Editor) => (isAtLeast(actor.role, Role.CHIEF) ? 'true' : 'a.withdrawn_at is null');

/** The state as it reads now, whether or not a worker has written it down. */
export const STATUS = `case when a.status = 'SCHEDULED' and a.released_at <= now() then 'PUBLISHED' else a.status end`;

/** Whether readers see it, and whether they ever did. */
const IS_PUBLIC = `(${visibleTo(ANONYMOUS)})`;
export const WAS_PUBLIC = `(a.first_public_at is not null or ${IS_PUBLIC})`;

/** A row of the desk: `a` with its lock `k`. */
export interface DeskRow {
  id: string;
  articleId: string;
  status: ArticleStatus;
  version: number;
  publishedRevision: number | null;
  isPublic: boolean;
  wasPublic: boolean;
  createdAt: Date;
  authorId: string | null;
  modifiedAt: Date;
  assigneeId: string | null;
  scheduledFor: Date | null;
  withdrawnBefore: boolean;
  lockHolderId: string | null;
  lockExpiresAt: Date | null;
  /** Whether the caller may read its text. */
  readable: boolean;
}

export const deskColumns = (actor: Editor) => `'d' || a.id as id, a.id as "articleId", ${STATUS} as status, a.version,
  a.published_revision as "publishedRevision", ${IS_PUBLIC} as "isPublic",
  ${WAS_PUBLIC} as "wasPublic", a.first_seen_at as "createdAt", a.author_id as "authorId", a.worked_at as "modifiedAt",
  a.assignee_id as "assigneeId", case when ${STATUS} = 'SCHEDULED' then a.released_at end as "scheduledFor",
  a.withdrawn_before as "withdrawnBefore", k.user_id as "lockHolderId", k.expires_at as "lockExpiresAt",
  ${readableBy(actor)} as readable`;

export const LOCK = 'left join edit_lock k on k.article_id = a.id and k.expires_at > now()';

export async function findDeskArticles(db: Db, actor: Editor, articleIds: readonly string[]): Promise<DeskRow[]> {
  return db.query<DeskRow>(
    `select ${deskColumns(actor)} from article a ${LOCK} where a.id = any($1) and ${atDesk(actor, '$2')}`,
    [articleIds, actor.userId],
    `desk_find_${actor.role}`,
  );
}

/** Locks an article for what is going to be done to it; false where the actor does not see it. */
export async function lockRow(db: Db, actor: Editor, articleId: string): Promise<boolean> {
  const rows = await db.query(
    `select 1 from article a where a.id = $1 and ${atDesk(actor, '$2')} for update`,
    [articleId, actor.userId],
    `desk_lock_${actor.role}`,
  );
  return rows.length > 0;
}
