/** How far the hub was told of changes, and which feeds they concern. */
import type { Tx } from '../core/database.js';
import type { FeedKind } from './feed-subject.js';

/** The position up to which the hub was told; null where it never was, or where another process is at it. */
export async function lockTold(tx: Tx): Promise<number | null> {
  const [row] = await tx.query<{ told: number }>(
    'select position::float8 as told from websub_told for update skip locked',
  );
  return row?.told ?? null;
}

/** How many changes come after a position, so many at most, and the position of the last of these. */
export async function findNext(tx: Tx, after: number, most: number): Promise<{ count: number; upTo: number }> {
  const [row] = await tx.query<{ count: number; upTo: number }>(
    `select count(*)::int as count, coalesce(max(c.position), $1)::float8 as "upTo"
     from (select position from change where position > $1 order by position limit $2) c`,
    [after, most],
  );
  return row as NonNullable<typeof row>;
}

/** From the newest position on, unless there is a position already. */
export async function startTelling(tx: Tx): Promise<void> {
  await tx.query('insert into websub_told (position) select position from change_head on conflict do nothing');
}

export async function moveTold(tx: Tx, position: number): Promise<void> {
  await tx.query('update websub_told set position = $1', [position]);
}

/** The feeds whose articles changed after one position and up to another, what is under embargo left out. */
export async function findTouched(tx: Tx, after: number, upTo: number) {
  return tx.query<{ kind: FeedKind; slug: string }>(
    `with touched as materialized (
       select c.article_id, c.source_id, c.other_source_id from change c
       where c.position > $1 and c.position <= $2 and (c.audience is null or c.audience = 'public')
         and (c.public_at is null or c.public_at <= c.at)),
     tagged as (
       select distinct t.id from touched c join article a on a.id = c.article_id cross join unnest(a.all_tag_ids) as t(id))
     select 'latest' as kind, '' as slug where exists (select from touched)
     union
     select 'sources', s.slug from source s
     where s.id in (select source_id from touched union select other_source_id from touched)
     union
     select 'tags', coalesce(into_tag.slug, t.slug) from tagged g join tag t on t.id = g.id
     left join tag into_tag on into_tag.id = t.merged_into_id`,
    [after, upTo],
  );
}
