/** The statements of the sequencer. */
import { grantsOf } from '../partners/api-key.js';
import { POSITIONS_A_MILLISECOND } from './change-cursor.js';
import { embargoEnd } from './rights.sql.js';

/**
 * Nobody else numbers changes until the commit; answers nothing where somebody does. Positions go on behind the last one, and
 * with the clock: a hundred for each millisecond. So an archive that was restored from a backup gives none a second time that
 * somebody may have read before. The horizon is the moment up to which this pass takes notes and dues ($1 of each at most), so
 * that what the clock does comes into its place among what editors did.
 */
export const LOCK_HEAD = `
  select greatest(h.position, floor(extract(epoch from clock_timestamp()) * 1000)::bigint * ${POSITIONS_A_MILLISECOND})::float8 as position,
    least(clock_timestamp(), coalesce(
      (select max(n.noted_at) from (select noted_at from change_note order by id limit $1) n having count(*) = $1),
      'infinity'))::text as horizon
  from change_head h for update of h skip locked`;

/**
 * What is due up to the horizon. The articles stay as they are until the commit; one that a writer holds comes in a later pass,
 * when it is known what became of it. What was deleted meanwhile is answered too, so that it goes.
 */
export const FIND_DUE = `
  with due as materialized (
    select due_at, audience, article_id from change_due where due_at <= $1::timestamptz order by due_at limit $2),
  held as materialized (
    select a.id from article a where a.id = any(array(select article_id from due)) for share skip locked)
  select d.due_at as "dueAt", d.audience, d.article_id as "articleId" from due d
  where d.article_id is null or d.article_id in (select id from held) or not exists (select from article a where a.id = d.article_id)`;

const FACTS =
  'article_id, source_id, other_source_id, content_version, canonical_url, released_at, public_at, reason, grants';

const IS_PUBLICATION = `e.kind = 'PUBLISHED' and e.audience is null`;

/**
 * Numbers notes and dues from the position $1 on. A due that the row does not bear out any more (unpublished, released at
 * another time, another embargo) is dropped. Every change of a partner's rights is a turn with the grants of its moment: readers are
 * told by what they may have when they read, so that each of two turns in one pass mends what the other one said.
 */
export const PLACE = `
  with due as (
    select * from json_to_recordset($4) as d("dueAt" timestamptz(3), audience text, "articleId" text)),
  gone as (
    delete from change_due c using due d
    where c.due_at = d."dueAt" and c.audience is not distinct from d.audience and c.article_id is not distinct from d."articleId"),
  notes as (
    delete from change_note where id = any(array(select id from change_note order by id limit $3)) and noted_at <= $2::timestamptz returning *),
  entries as (
    select noted_at as moment, id, audience, kind, ${FACTS} from notes where kind <> 'RIGHTS'
    union all
    select max(noted_at), max(id), audience, 'RIGHTS', null, source_id, null, null, null, null, null, null, null
    from notes where kind = 'RIGHTS' and audience = 'public' group by audience, source_id
    union all
    select noted_at, id, audience, 'RIGHTS', null, null, null, null, null, null, null, null, grants
    from notes where kind = 'RIGHTS' and audience <> 'public'
    union all
    select d."dueAt", 0, d.audience, 'RIGHTS', null, null, null, null, null, null, null, null,
      ${grantsOf('d.audience', '(g.until is null or g.until > d."dueAt")')}::jsonb
    from due d where d."articleId" is null
    union all
    select d."dueAt", 0, d.audience, 'PUBLISHED', a.id, a.source_id, null, a.content_version, r.canonical_url, a.released_at, a.public_at, null, null
    from due d join article a on a.id = d."articleId" join revision r on r.article_id = a.id and r.number = a.published_revision
    left join partner_rights p on p.partner_id = d.audience and p.ended_at is null
    where d."dueAt" = case d.audience when 'public' then a.public_at
      else case when d.audience is null then a.released_at else ${embargoEnd('a.released_at', 'p.grants', 'a.source_id')} end end),
  clock as materialized (
    select greatest(clock_timestamp(), (select c.at from change c order by c.position desc limit 1)) as at),
  placed as (
    insert into change (position, publication, at, audience, kind, ${FACTS})
    select $1 + row_number() over w, case when ${IS_PUBLICATION} then h.publications + count(*) filter (where ${IS_PUBLICATION}) over w end,
      clock.at, e.audience, e.kind,
      ${FACTS.split(', ')
        .map((column) => `e.${column}`)
        .join(', ')}
    from entries e cross join clock cross join change_head h
    window w as (order by e.moment, e.id, e.article_id, e.audience rows unbounded preceding)
    returning position, publication, audience, kind),
  moved as (
    update change_head set position = $1 + (select count(*) from placed), publications = publications + (select count(publication) from placed)
    where exists (select 1 from placed))
  select count(*)::int as total, (count(*) filter (where kind = 'RIGHTS' and audience <> 'public'))::int as rights from placed`;

/** Writes down what partners may have from their RIGHTS after $1 on, and tells it whatever runs for them: a grant may have ended by the clock. */
export const KEEP_RIGHTS = `
  with changed as (
    select c.audience, c.position, c.at, c.grants, lead(c.at) over (partition by c.audience order by c.position) as ended_at
    from change c join partner p on p.id = c.audience where c.position > $1 and c.kind = 'RIGHTS'),
  ended as (
    update partner_rights r set ended_at = c.at from changed c where r.partner_id = c.audience and r.ended_at is null),
  kept as (
    insert into partner_rights (partner_id, position, grants, ended_at)
    select c.audience, c.position, c.grants, c.ended_at from changed c
    returning partner_id)
  select pg_notify('warraq', 'access ' || partner_id) from kept`;

/**
 * When partners under embargo will see what was published after $1; and what was published within the embargo of whose rights
 * changed after $1: an embargo that grew hides it again.
 */
export const DUE_LATER = `
  with bound as materialized (
    select p.partner_id, p.position, p.grants,
      (select max(g."embargoMinutes") from jsonb_to_recordset(p.grants) as g("embargoMinutes" int)) as longest
    from partner_rights p where p.ended_at is null),
  waiting as (
    select p.partner_id, c.article_id, c.at as from_at, ${embargoEnd('c.released_at', 'p.grants', 'c.source_id')} as ends_at
    from bound p join change c on c.position > $1 and c.audience is null and c.kind = 'PUBLISHED' where p.longest > 0
    union all
    select p.partner_id, c.article_id, clock_timestamp(), ${embargoEnd('c.released_at', 'p.grants', 'c.source_id')}
    from bound p join change c on c.at > now() - make_interval(mins => p.longest) and c.audience is null and c.kind = 'PUBLISHED'
    where p.longest > 0 and p.position > $1)
  insert into change_due (due_at, audience, article_id)
  select distinct ends_at, partner_id, article_id from waiting where ends_at > from_at
  on conflict do nothing`;
