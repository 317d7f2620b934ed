/**
 * The statement that lists a batch of articles anew, the newest under $1 (tags) beyond the place $2, $3, at most $4 of them.
 * The triggers on `article` see to lists and counts. A merge is a change that readers see: it makes a new content version.
 */
export const RELIST = (locked: 'skip locked' | '') => `
  with lane as materialized (
    select distinct l.sorted_at, l.article_id from unnest($1::text[]) as w(tag_id) cross join lateral (
      select x.sorted_at, x.article_id from article_tag x
      where x.tag_id = w.tag_id and ($2::timestamptz is null or (x.sorted_at, x.article_id) < ($2, $3))
      order by x.sorted_at desc, x.article_id desc limit $4) l
    order by l.sorted_at desc, l.article_id desc limit $4),
  batch as materialized (
    select a.id, a.tag_ids from article a where a.id in (select article_id from lane) order by a.id for update ${locked}),
  tree as materialized (
    select * from tag_tree(array(select distinct t from batch b cross join lateral unnest(b.tag_ids) as t))),
  own as materialized (
    select b.id, o.place, t.path, t.section from batch b cross join lateral unnest(b.tag_ids) with ordinality as o(tag_id, place)
    join tree t on t.asked = o.tag_id),
  tags as (
    select id, array_agg(tag_id order by place) as tag_ids from (
      select id, path[1] as tag_id, min(place) as place from own group by 1, 2) o group by id),
  all_tags as (
    select id, array_agg(tag_id order by place) as tag_ids from (
      select o.id, p.tag_id, min(o.place * 100 + p.level) as place
      from own o cross join lateral unnest(o.path) with ordinality as p(tag_id, level) group by 1, 2) o group by id),
  sections as (select distinct on (id) id, section from own where section is not null order by id, place),
  listed as (
    select t.id, t.tag_ids, u.tag_ids as all_tag_ids, s.section
    from tags t join all_tags u using (id) left join sections s using (id)),
  changed as (
    update article a set tag_ids = l.tag_ids, all_tag_ids = l.all_tag_ids, section_id = l.section,
      content_version = a.content_version + case when a.tag_ids is distinct from l.tag_ids
        and not (a.status = 'SCHEDULED' and a.released_at > now()) then 1 else 0 end,
      modified_at = case when a.tag_ids is distinct from l.tag_ids then greatest(now(), a.public_at) else a.modified_at end
    from listed l
    where a.id = l.id and a.published_revision is not null
      and (a.tag_ids, a.all_tag_ids, a.section_id) is distinct from (l.tag_ids, l.all_tag_ids, l.section))
  select (select count(*) from lane)::int as walked, (select count(*) from lane)::int - (select count(*) from batch)::int as left,
    (select json_build_object('sortedAt', sorted_at, 'id', article_id) from lane order by sorted_at, article_id limit 1) as last`;
