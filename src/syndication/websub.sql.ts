/** How far the hub was told of changes, and which feeds they concern. */
import type { Tx } from '../core/database.js';
import type { FeedKind } from './feed-subject.js';

export interface Told {
  /** The position up to which the hub was told. */
  told: number;
  /** The position of the change so many further, or the newest: positions have gaps. */
  next: number;
  head: number;
}

/** Null where it never was told, or where another process is at it. */
export async function lockTold(tx: Tx, changes: number): Promise<Told | null> {
  const [row] = await tx.query<Told>(
    `select t.position::float8 as told, h.position::float8 as head,
       coalesce((select c.position from change c where c.position > t.position order by c.position offset $1 limit 1), h.position)::float8 as next
     from websub_told t cross join change_head h for update of t skip locked`,
    [changes - 1],
  );
  return row ?? null;
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
