/** What editors chose to stand, or not to stand, beside an article. */
import type { Db, Tx } from '../core/database.js';

/** Which of the two are there to be joined; what is chosen beside the first is kept for this transaction. */
export async function lockPair(tx: Tx, articleId: string, relatedId: string): Promise<Map<string, { pins: number }>> {
  const rows = await tx.query<{ id: string; pins: number }>(
    `select a.id, (select count(*)::int from related_pin p where p.article_id = a.id and p.related_id <> $2) as pins
     from article a where a.id in ($1, $2) and a.withdrawn_at is null order by a.id for no key update`,
    [articleId, relatedId],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Under how many articles each is pinned; those that are pinned nowhere are left out. */
export async function countPinnedUnder(db: Db, relatedIds: readonly string[]): Promise<{ id: string; n: number }[]> {
  return db.query(
    'select related_id as id, count(*)::int as n from related_pin where related_id = any($1) group by related_id',
    [relatedIds],
  );
}

/** Pins at a place, those from there on moving down; null: after all others. A block is lifted. */
export async function insertRelatedPin(
  tx: Tx,
  articleId: string,
  relatedId: string,
  position: number | null,
): Promise<void> {
  await tx.query(
    `with lifted as (delete from related_block where article_id = $1 and related_id = $2),
     others as materialized (
       select p.related_id, row_number() over (order by p.position, p.related_id) as place
       from related_pin p where p.article_id = $1 and p.related_id <> $2),
     moved as (
       update related_pin p set position = o.place + case when o.place >= coalesce($3, 1000) then 1 else 0 end
       from others o where p.article_id = $1 and p.related_id = o.related_id)
     insert into related_pin (article_id, related_id, position)
     select $1, $2, least(coalesce($3, 1000), (select count(*) + 1 from others))
     on conflict (article_id, related_id) do update set position = excluded.position`,
    [articleId, relatedId, position],
  );
}

export async function insertBlock(tx: Tx, articleId: string, relatedId: string): Promise<void> {
  await tx.query(
    `with unpinned as (delete from related_pin where article_id = $1 and related_id = $2)
     insert into related_block (article_id, related_id) values ($1, $2) on conflict do nothing`,
    [articleId, relatedId],
  );
}

/** Leaves the pair to what ranks related headlines. */
export async function forgetChoice(tx: Tx, articleId: string, relatedId: string): Promise<void> {
  await tx.query(
    `with unpinned as (delete from related_pin where article_id = $1 and related_id = $2)
     delete from related_block where article_id = $1 and related_id = $2`,
    [articleId, relatedId],
  );
}
