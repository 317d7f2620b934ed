/**
 * A reader reports an image that is public, or a partner one that she sees. Distinct reporters are counted one after the
 * other, under a lock on the image's row of reports; as many open reports as the threshold hide it at once.
 */
import { type AuditNote, recordAudit } from '../audit/audit.js';
import { type Actor, ANONYMOUS } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { newId } from '../core/ids.js';
import { Values } from '../core/sql.js';
import { imageVisibleTo } from '../core/visibility.js';
import { noSuchImage } from './edit-image.js';
import type { ReportReason } from './reported-image.entity.js';

export interface Report {
  imageId: string;
  /** Who sees it. */
  actor: Actor;
  reason: ReportReason;
  /** Clean. */
  comment: string | null;
  reporter: Buffer;
  /** Of the HTTP request, for the audit log: of a reader it knows no more. */
  requestId: string;
}

/** The same reporter again changes nothing. Answers whether the image is hidden now. */
export async function reportImage(tx: Tx, report: Report, threshold: number): Promise<{ hidden: boolean }> {
  await lockReports(tx, report);
  const { imageId: subjectId, reason, requestId } = report;
  const { open, hidden, added } = await count(tx, report);
  const hides = !hidden && open >= threshold;
  const notes: AuditNote[] = [
    ...(added ? [{ action: 'REPORT_IMAGE', subjectId, summary: `${reason}; ${open} open reports` }] : []),
    ...(hides ? [{ action: 'HIDE_IMAGE', subjectId, summary: `shown → hidden, by ${open} reports` }] : []),
  ];
  if (hides) await tx.query('update image set hidden_at = now() where id = $1', [subjectId]);
  if (notes.length > 0) await recordAudit(tx, { userId: null, requestId }, notes);
  return { hidden: hidden || hides };
}

/** Other reports of the same image wait until this one is counted. */
async function lockReports(tx: Tx, { imageId, actor }: Report): Promise<void> {
  // What an editor sees at the desk alone is nothing to report: there she decides herself.
  const reader = actor.kind === 'partner' ? actor : ANONYMOUS;
  const values = new Values();
  const id = values.add(imageId);
  const rows = await tx.query(
    `insert into reported_image (image_id, first_reported_at, last_reported_at)
     select i.id, now(), now() from image i where i.id = ${id} and ${imageVisibleTo(reader, values)}
     on conflict (image_id) do update set image_id = excluded.image_id returning 1`,
    values.list,
  );
  if (rows.length === 0) throw noSuchImage('imageId');
}

interface Counted {
  open: number;
  hidden: boolean;
  /** Whether it was counted: not where the reporter had reported it before. */
  added: boolean;
}

/** A report of what editors have hidden for good is kept, and settled by that. */
async function count(tx: Tx, report: Report): Promise<Counted> {
  const [row] = await tx.query<Counted>(
    `with stood as materialized (
       select i.hidden_at is not null as hidden, i.hidden_at is not null and r.decision is not distinct from 'HIDE' as settled
       from image i join reported_image r on r.image_id = i.id where i.id = $1),
     added as (
       insert into image_report (id, image_id, reporter, reason, comment, at, settled_at)
       select $2, $1, $3, $4, $5, now(), case when settled then now() end from stood
       on conflict (image_id, reporter) where reporter is not null do nothing returning settled_at is null as open),
     counted as (
       update reported_image r set reports = reports + 1, open_reports = open_reports + added.open::int, last_reported_at = now()
       from added where r.image_id = $1 returning r.open_reports)
     select coalesce((select open_reports from counted), 0) as open, hidden, exists (select 1 from counted) as added
     from stood`,
    [report.imageId, newId('m'), report.reporter, report.reason, report.comment],
  );
  return row as Counted;
}
