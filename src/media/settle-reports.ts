/** An editor decides about a reported image: it is shown again, or stays hidden. Either way its reports are settled. */
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { at, rejected } from '../core/user-error.js';
import type { ReportDecision } from './reported-image.entity.js';

export interface Settlement {
  imageId: string;
  decision: ReportDecision;
  /** Clean. */
  note: string | null;
}

/** A restored image is hidden again only by as many new reporters as the threshold asks. */
export async function settleReports(tx: Tx, editor: Editor, settlement: Settlement): Promise<string> {
  const { imageId, decision, note } = settlement;
  const before = await lockReported(tx, imageId);
  if (!before) throw rejected('NOT_FOUND', at('imageId'), 'There is no such image, or nobody has reported it.');
  await tx.query(
    `with settled as (update image_report set settled_at = now() where image_id = $1 and settled_at is null)
     update reported_image set open_reports = 0, decision = $2, decided_by = $3, decided_at = now(), note = $4 where image_id = $1`,
    [imageId, decision, editor.userId, note],
  );
  await tx.query('update image set hidden_at = case when $2 then coalesce(hidden_at, now()) end where id = $1', [
    imageId,
    decision === 'HIDE',
  ]);
  const states = [before.hidden, decision === 'HIDE'].map((hidden) => (hidden ? 'hidden' : 'shown'));
  const summary = `${states.join(' → ')}; ${before.open} open reports settled`;
  await recordAudit(tx, editor, [{ action: `${decision}_IMAGE`, subjectId: imageId, summary }]);
  return imageId;
}

/** Reports that come meanwhile wait, and count as new ones. */
async function lockReported(tx: Tx, imageId: string): Promise<{ open: number; hidden: boolean } | null> {
  const [row] = await tx.query<{ open: number; hidden: boolean }>(
    `select r.open_reports as open, i.hidden_at is not null as hidden
     from reported_image r join image i on i.id = r.image_id where r.image_id = $1 and i.deleted_at is null for update of r`,
    [imageId],
  );
  return row ?? null;
}
