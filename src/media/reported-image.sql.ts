/** Reported images and their reports, for editors. What was deleted is settled by that. */
import type { Db } from '../core/database.js';
import type { PageRequest } from '../core/page.js';
import { all, Values } from '../core/sql.js';
import type { ImageReport, ReasonCount, ReportedImage } from './reported-image.entity.js';

const COLUMNS = `'p' || r.image_id as id, r.image_id as "imageId", r.reports as "reportCount", r.open_reports as "openReportCount",
  r.first_reported_at as "firstReportedAt", r.last_reported_at as "lastReportedAt", r.decision, r.decided_by as "decidedById",
  r.decided_at as "decidedAt", r.note`;

const FROM = 'reported_image r join image i on i.id = r.image_id and i.deleted_at is null';

export async function findReportedImages(db: Db, imageIds: readonly string[]): Promise<ReportedImage[]> {
  return db.query<ReportedImage>(`select ${COLUMNS} from ${FROM} where r.image_id = any($1)`, [imageIds]);
}

const settled = (resolved: boolean) => (resolved ? 'r.open_reports = 0' : 'r.open_reports > 0');

/** The latest report first; one row more than the page where there are more. */
export async function listReportedImages(db: Db, resolved: boolean, page: PageRequest): Promise<ReportedImage[]> {
  const values = new Values();
  const conditions = [settled(resolved)];
  if (page.after) {
    const at = values.add(new Date(Number(page.after.value)), 'timestamptz');
    conditions.push(`(r.last_reported_at, r.image_id) < (${at}, ${values.add(page.after.id)})`);
  }
  return db.query<ReportedImage>(
    `select ${COLUMNS} from ${FROM} where ${all(conditions)}
     order by r.last_reported_at desc, r.image_id desc limit ${values.add(page.limit + 1)}`,
    values.list,
  );
}

export async function countReportedImages(db: Db, resolved: boolean, cap: number): Promise<number> {
  const [row] = await db.query<{ n: number }>(
    `select count(*)::int as n from (select 1 from ${FROM} where ${settled(resolved)} limit $1) c`,
    [cap + 1],
  );
  return row?.n ?? 0;
}

/** The same page of reports of each image, latest first. */
export async function listReports(db: Db, imageIds: readonly string[], page: PageRequest): Promise<ImageReport[]> {
  return db.query<ImageReport>(
    `select m.id, m.image_id as "imageId", m.reason, m.comment, m.at from unnest($1::text[]) as p(id)
     cross join lateral (
       select * from image_report m where m.image_id = p.id and ($2::text is null or m.id < $2) order by m.id desc limit $3) m
     order by m.id desc`,
    [imageIds, page.after?.id, page.limit + 1],
  );
}

/** Most frequent first. */
export async function countReasons(
  db: Db,
  imageIds: readonly string[],
): Promise<(ReasonCount & { imageId: string })[]> {
  return db.query(
    `select image_id as "imageId", reason, count(*)::int as count from image_report where image_id = any($1)
     group by image_id, reason order by count desc, reason`,
    [imageIds],
  );
}
