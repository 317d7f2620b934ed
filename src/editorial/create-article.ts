/** A new draft. The same author's same key again answers the article that it made the first time. */
import { EMPTY_CONTENT } from '../articles/article-content.js';
import { saveArticles } from '../articles/save-articles.js';
import { tellWithdrawn } from '../articles/withdrawn-key.js';
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { applyPatch, type ContentPatch } from './content-patch.js';
import { describeTitle } from './describe-change.js';
import { checkNamed, namedIn } from './work.js';
import { readNamed } from './work.sql.js';

export async function createArticle(
  tx: Tx,
  actor: Editor,
  input: { patch: ContentPatch; idempotencyKey: string | null },
  now = new Date(),
): Promise<string> {
  const { patch, idempotencyKey } = input;
  // Whoever sends one key twice at once waits here, so that the second finds what the first made.
  if (idempotencyKey !== null)
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${actor.userId} ${idempotencyKey}`]);
  const { madeBefore, outlet, found } = await readNamed(tx, actor, idempotencyKey, namedIn(patch));
  if (madeBefore !== null) return madeBefore;
  checkNamed(patch, found);
  const content = applyPatch(EMPTY_CONTENT, patch, outlet?.timeZone);
  const [withdrawnBefore] = await tellWithdrawn(tx, [{ content, identity: null }]);
  const save = {
    stored: null,
    content,
    action: 'CREATE',
    comment: null,
    authorId: actor.userId,
    status: 'DRAFT',
    face: 'KEEP',
    release: null,
    imported: null,
    withdrawnBefore,
    idempotencyKey,
  } as const;
  const [id] = (await saveArticles(tx, [save], now)) as [string];
  await recordAudit(tx, actor, [
    { action: 'CREATE', subjectId: id, summary: `a draft, ${describeTitle(content.title)}` },
  ]);
  return id;
}
