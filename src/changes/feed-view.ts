/**
 * What a caller has of the change feed at a place in it: her rights there, and where they change next. Rights are those of
 * that place, not of today, so that the feed says the same whenever it is read.
 */
import type { Actor, GrantedAccess } from '../core/access.js';
import type { Db } from '../core/database.js';

export type Grants = readonly GrantedAccess[];

export interface FeedView {
  /** Whose changes are read: 'public', or a partner's id. */
  audience: string;
  /** Whether anything was ever granted so far: before that, there is nothing for her. */
  started: boolean;
  /** Null for the public, whose rights stand in the rows. */
  grants: Grants | null;
  /** Where the rights change at this very place: those before, and of the public, of which source. */
  turn: { before: Grants; sourceId: string | null; at: Date } | null;
  /** The next position at which they change. */
  next: number | null;
}

export const audienceOf = (actor: Actor) => (actor.kind === 'partner' ? actor.partnerId : 'public');

/** One statement. */
export async function findView(db: Db, audience: string, position: number): Promise<FeedView> {
  const [row] = await db.query<{
    grants: Grants | null;
    before: Grants | null;
    sourceId: string | null;
    at: Date | null;
    next: number | null;
  }>(
    `select t.source_id as "sourceId", t.at,
       (select grants from partner_rights where partner_id = $1 and position <= $2 order by position desc limit 1) as grants,
       (select grants from partner_rights where partner_id = $1 and position < $2 order by position desc limit 1) as before,
       (select position::float8 from change where audience = $1 and kind = 'RIGHTS' and position > $2 order by position limit 1) as next
     from (select 1) one left join change t on t.position = $2 and t.audience = $1 and t.kind = 'RIGHTS'`,
    [audience, position],
    'feed_view',
  );
  const { grants, before, sourceId, at, next } = row as NonNullable<typeof row>;
  return {
    audience,
    started: audience === 'public' || grants !== null,
    grants: audience === 'public' ? null : (grants ?? []),
    turn: at && { before: before ?? [], sourceId, at },
    next,
  };
}
