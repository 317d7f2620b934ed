/**
 * Links that show one version of one article to whoever has them, until they end: for those who are asked before it is
 * published.
 */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { hashOfToken, newToken } from '../core/token.js';
import { at, rejected } from '../core/user-error.js';
import { readableBy } from './desk-article.sql.js';
import { lockArticleRow } from './work.js';

export async function createPreviewLink(
  tx: Tx,
  actor: Editor,
  { articleId, revision, minutes }: { articleId: string; revision: number | null; minutes: number },
): Promise<{ token: string; expiresAt: Date }> {
  await lockArticleRow(tx, actor, articleId);
  const token = newToken();
  const [link] = await tx.query<{ expiresAt: Date; revision: number }>(
    `insert into preview_link (token_hash, article_id, revision, created_by, expires_at)
     select $1, r.article_id, r.number, $2, now() + make_interval(mins => $5)
     from article a join revision r on r.article_id = a.id and r.number = coalesce($4::int, a.working_revision)
     where a.id = $3 and a.withdrawn_at is null and ${readableBy(actor)}
     returning expires_at as "expiresAt", revision`,
    [hashOfToken(token), actor.userId, articleId, revision, minutes],
  );
  if (!link) throw rejected('NOT_FOUND', at('revision'), 'This article has no such version to show.');
  const summary = `version ${link.revision}, until ${link.expiresAt.toISOString()}`;
  await recordAudit(tx, actor, [{ action: 'PREVIEW_LINK', subjectId: articleId, summary }]);
  return { token, expiresAt: link.expiresAt };
}
