/** Reported images and what hangs on them, once per request and for all of them at once. */
import { meets, Permission } from '../core/access.js';
import { relation } from '../core/context.js';
import { groupBy } from '../core/group-by.js';
import type { PageRequest } from '../core/page.js';
import type { ImageReport, ReasonCount, ReportedImage } from './reported-image.entity.js';
import { countReasons, findReportedImages, listReports } from './reported-image.sql.js';

/** By their own ids; to whoever settles reports, and nobody else. */
export const reportedImageById = relation<string, ReportedImage | null>(null, async ({ db, actor }, ids) => {
  if (!meets(actor, Permission.REPORTS_SETTLE)) return new Map();
  const rows = await findReportedImages(
    db,
    ids.map((id) => id.slice(1)),
  );
  return new Map(rows.map((row) => [row.id, row]));
});

export const reportsOf = relation<string, ImageReport[], PageRequest>([], async ({ db }, imageIds, page) =>
  groupBy(await listReports(db, imageIds, page), (row) => row.imageId),
);

export const reasonsOf = relation<string, ReasonCount[]>([], async ({ db }, imageIds) =>
  groupBy(await countReasons(db, imageIds), (row) => row.imageId),
);
