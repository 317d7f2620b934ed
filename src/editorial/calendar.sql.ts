/** What is published, will be, and comes out of an embargo between two moments: each kind by an index of its own. */
import type { Editor } from '../core/access.js';
import type { Db } from '../core/database.js';
import { atDesk } from './desk-article.sql.js';

export interface CalendarRow {
  at: Date;
  kind: 'SCHEDULED' | 'PUBLISHED' | 'EMBARGO_ENDS';
  articleId: string;
}

/** The first `most` of them in time order. */
export async function listCalendar(
  db: Db,
  actor: Editor,
  from: Date,
  before: Date,
  most: number,
): Promise<CalendarRow[]> {
  const seen = atDesk(actor, '$4');
  const kind = (name: CalendarRow['kind'], column: string, where: string) => `
    (select a.${column} as at, '${name}' as kind, a.id as "articleId" from article a
     where a.${column} >= $1 and a.${column} < $2 and ${where} and ${seen} order by a.${column}, a.id limit $3)`;
  return db.query<CalendarRow>(
    `select * from (
       ${kind('SCHEDULED', 'released_at', `a.status = 'SCHEDULED' and a.released_at > now()`)} union all
       ${kind('PUBLISHED', 'public_at', `a.published_revision is not null and a.public_at <= now() and a.public_at = a.released_at`)} union all
       ${kind('PUBLISHED', 'released_at', `a.published_revision is not null and a.released_at <= now() and a.public_at > a.released_at`)} union all
       ${kind('EMBARGO_ENDS', 'public_at', `a.published_revision is not null and a.public_at > a.released_at`)}) m
     order by at, "articleId", kind limit $3`,
    [from, before, most, actor.userId],
  );
}
