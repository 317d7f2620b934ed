import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Syndication: partners with their keys and grants, the change feed, webhooks. Writers note what became of public articles
 * in their own transactions, by triggers, so that none can forget it; one sequencer numbers the notes after their commit
 * (src/changes). Whatever others may wait for is told on the channel `warraq`.
 */
export class AddSyndication1795700000000 implements MigrationInterface {
  name = 'AddSyndication1795700000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...PARTNERS, ...CHANGES, ...NOTES, ...HISTORY, ...WEBHOOKS, ...WEBSUB, ...TOLD])
      await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup to go back.');
  }
}

const PARTNERS = [
  `create table partner (
    id text collate "C" constraint partner_pk primary key,
    name text not null,
    active boolean not null default true,
    requests_per_minute int not null constraint partner_requests_positive check (requests_per_minute > 0),
    created_at timestamptz(3) not null default now())`,
  `create unique index partner_name on partner (lower(name))`,

  // A grant without a source is of all sources that have no grant of their own.
  `create table partner_grant (
    partner_id text collate "C" not null constraint partner_grant_partner_fk references partner on delete cascade,
    source_id text collate "C" constraint partner_grant_source_fk references source,
    access text not null constraint partner_grant_access_known check (access in ('FULL_TEXT', 'SUMMARY', 'HEADLINE')),
    embargo_minutes int not null constraint partner_grant_embargo_not_negative check (embargo_minutes >= 0),
    until timestamptz(3),
    constraint partner_grant_unique unique nulls not distinct (partner_id, source_id))`,
  `create index partner_grant_source on partner_grant (source_id)`,

  // Only hashes of keys are kept: who reads the table can ask as nobody.
  `create table api_key (
    id text collate "C" constraint api_key_pk primary key,
    partner_id text collate "C" not null constraint api_key_partner_fk references partner on delete cascade,
    name text not null,
    prefix text not null,
    hash bytea not null constraint api_key_hash_unique unique,
    created_at timestamptz(3) not null default now(),
    expires_at timestamptz(3),
    last_used_at timestamptz(3),
    revoked_at timestamptz(3))`,
  `create index api_key_partner on api_key (partner_id, id)`,

  // Its shape is that of the rate limiter's library.
  `create table quota (
    key text constraint quota_pk primary key,
    points int not null default 0,
    expire bigint)`,
];

const FACTS = `kind text not null,
    article_id text collate "C",
    source_id text collate "C",
    other_source_id text collate "C",
    content_version int,
    canonical_url text,
    released_at timestamptz(3),
    public_at timestamptz(3),
    reason text,
    grants jsonb`;

const CHANGES = [
  // The last position that was given, and how many publications have one: who numbers changes locks this row, so that positions
  // follow commits.
  `create table change_head (
    one boolean constraint change_head_pk primary key default true constraint change_head_one check (one),
    position bigint not null,
    publications bigint not null)`,
  `insert into change_head (position, publications) values (0, 0)`,

  // audience: null for everybody, 'public', or a partner. other_source_id: where an article that left this source went
  // (UNPUBLISHED), or came from (PUBLISHED). publication: the number of a PUBLISHED for everybody among all of these. RIGHTS
  // says that what the audience may have is another from here on: of the source, or, without one, as partner_rights says.
  `create table change (
    position bigint constraint change_pk primary key,
    audience text collate "C",
    at timestamptz(3) not null,
    publication bigint constraint change_publication_unique unique,
    ${FACTS},
    constraint change_kind_known check (kind in ('PUBLISHED', 'UPDATED', 'CORRECTED', 'UNPUBLISHED', 'WITHDRAWN', 'RIGHTS')))`,
  `create index change_audience on change (audience, position) where audience is not null`,
  `create index change_source on change (source_id, position) where audience is null`,
  `create index change_kind on change (kind, position) where audience is null`,
  `create index change_article on change (article_id, position)`,
  `create index change_published on change (source_id, article_id) where kind = 'PUBLISHED' and audience is null`,
  `create index change_at on change (at)`,

  // What was committed and has no position yet.
  `create table change_note (
    id bigint generated always as identity constraint change_note_pk primary key,
    noted_at timestamptz not null default clock_timestamp(),
    audience text collate "C",
    ${FACTS})`,

  // What the clock will change: the end of a schedule or an embargo of an article; without one, of a grant.
  `create table change_due (
    due_at timestamptz(3) not null,
    audience text collate "C",
    article_id text collate "C",
    constraint change_due_unique unique nulls not distinct (due_at, audience, article_id))`,

  // What a partner was granted from a position on, as a list of {sourceId, access, embargoMinutes}.
  `create table partner_rights (
    partner_id text collate "C" not null constraint partner_rights_partner_fk references partner on delete cascade,
    position bigint not null,
    grants jsonb not null,
    ended_at timestamptz(3),
    constraint partner_rights_pk primary key (partner_id, position))`,
];

const COLUMNS =
  'kind, article_id, source_id, other_source_id, content_version, canonical_url, released_at, public_at, reason';

/** When it will be out, and when the public will see it; what partners under embargo wait for is written when it is numbered. */
const DUES = (rows: string, waits: string) => `
    insert into change_due (due_at, audience, article_id)
    select n.released_at, null, n.id from ${rows} where n.published_revision is not null and n.released_at > moment
    union all
    select n.public_at, 'public', n.id from ${rows}
    where n.published_revision is not null and n.public_at > n.released_at and ${waits}
    on conflict do nothing;`;

const NOTES = [
  `create function article_noted_new() returns trigger language plpgsql as $$
  declare moment timestamptz := clock_timestamp();
  begin
    insert into change_note (${COLUMNS})
    select 'PUBLISHED', n.id, n.source_id, null, n.content_version, r.canonical_url, n.released_at, n.public_at, null
    from new_rows n join revision r on r.article_id = n.id and r.number = n.published_revision
    where n.released_at <= moment order by n.id;
    ${DUES('new_rows n', 'n.public_at > moment')}
    return null;
  end $$`,
  `create trigger article_noted_new after insert on article referencing new table as new_rows
    for each statement execute function article_noted_new()`,

  // What came out by the clock and has no position yet is noted before what becomes of it now. A withdrawal is noted whatever was
  // public: who ever was shown the article must hear of it.
  `create function article_noted() returns trigger language plpgsql as $$
  declare moment timestamptz := clock_timestamp();
  begin
    with moved as (
      select n.id, o.status as old_status, n.status, o.source_id as old_source, n.source_id, o.published_revision as old_face,
        n.published_revision as face, o.released_at as old_released, n.released_at, o.public_at as old_public, n.public_at,
        n.content_version, n.withdrawal_reason, n.content_version > o.content_version as changed,
        (o.tag_ids, o.section_id) is distinct from (n.tag_ids, n.section_id) as tagged,
        o.source_id is distinct from n.source_id as moves,
        coalesce(o.published_revision is not null and o.released_at <= moment, false) as was,
        coalesce(n.published_revision is not null and n.released_at <= moment, false) as shown
      from old_rows o join new_rows n using (id)),
    overdue as (
      delete from change_due d using moved m
      where m.was and d.due_at = m.old_released and d.audience is null and d.article_id = m.id returning d.article_id as id),
    told as (
      select 0 as step, 'PUBLISHED' as kind, id, old_source as source, null as other, content_version, old_face as face,
        old_released as released, old_public as public, null as reason
      from overdue join moved using (id)
      union all
      select 1, 'WITHDRAWN', id, old_source, null, content_version, old_face, old_released, old_public, withdrawal_reason
      from moved where status = 'WITHDRAWN' and old_status <> 'WITHDRAWN'
      union all
      select 1, 'UNPUBLISHED', id, old_source, case when shown then source_id end, content_version, old_face, old_released,
        old_public, null
      from moved where status <> 'WITHDRAWN' and was and (not shown or moves)
      union all
      select 2, case when not was or moves then 'PUBLISHED' else 'UPDATED' end, id, source_id,
        case when was and moves then old_source end, content_version, face, released_at, public_at, null
      from moved where shown and (not was or moves or changed or tagged))
    insert into change_note (${COLUMNS})
    select case when t.kind = 'UPDATED' and r.action = 'CORRECT' and m.changed then 'CORRECTED' else t.kind end, t.id, t.source, t.other,
      t.content_version, r.canonical_url, t.released, t.public,
      case when t.kind = 'UPDATED' and r.action = 'CORRECT' and m.changed then r.comment else t.reason end
    from told t join moved m using (id) left join revision r on r.article_id = t.id and r.number = t.face
    order by t.id, t.step;
    ${DUES(
      `(select n.*, o.published_revision is not null and o.public_at > moment as waited from old_rows o join new_rows n using (id)
        where (o.published_revision is null, o.released_at, o.public_at)
          is distinct from (n.published_revision is null, n.released_at, n.public_at)) n`,
      '(n.public_at > moment or n.waited)',
    )}
    return null;
  end $$`,
  `create trigger article_noted after update on article referencing old table as old_rows new table as new_rows
    for each statement execute function article_noted()`,

  // What readers see of an image has changed: so have the articles that show it.
  `create function image_noted() returns trigger language plpgsql as $$ begin
    insert into change_note (${COLUMNS})
    select distinct 'UPDATED', a.id, a.source_id, null, a.content_version, r.canonical_url, a.released_at, a.public_at, null
    from old_rows o join new_rows n using (id) join image_use u on u.image_id = n.id join article a on a.id = u.article_id
    join revision r on r.article_id = a.id and r.number = a.published_revision
    where (o.hidden_at is null, o.deleted_at is null, o.alt, o.caption, o.credit, o.focal_x, o.focal_y)
        is distinct from (n.hidden_at is null, n.deleted_at is null, n.alt, n.caption, n.credit, n.focal_x, n.focal_y)
      and a.released_at <= clock_timestamp() and (r.lead_image_id = n.id or n.id = any(r.image_ids));
    return null;
  end $$`,
  `create trigger image_noted after update on image referencing old table as old_rows new table as new_rows
    for each statement execute function image_noted()`,

  // What the public may have of a source.
  `create function source_noted() returns trigger language plpgsql as $$ begin
    insert into change_note (audience, kind, source_id)
    select 'public', 'RIGHTS', n.id from old_rows o join new_rows n using (id) where o.access <> n.access;
    return null;
  end $$`,
  `create trigger source_noted after update on source referencing old table as old_rows new table as new_rows
    for each statement execute function source_noted()`,

  // What a partner may have, now and when a grant ends.
  `create function partner_granted() returns trigger language plpgsql as $$ begin
    insert into change_note (audience, kind, grants)
    select p.partner_id, 'RIGHTS', coalesce((
      select jsonb_agg(jsonb_build_object('sourceId', g.source_id, 'access', g.access, 'embargoMinutes', g.embargo_minutes))
      from partner_grant g where g.partner_id = p.partner_id and (g.until is null or g.until > clock_timestamp())), '[]')
    from (select distinct partner_id from some_rows) p order by p.partner_id;
    insert into change_due (due_at, audience)
    select until, partner_id from some_rows where until > clock_timestamp() on conflict do nothing;
    return null;
  end $$`,
  ...(['insert', 'update', 'delete'] as const).map(
    (event) => `create trigger partner_granted_${event} after ${event} on partner_grant
      referencing ${event === 'delete' ? 'old' : 'new'} table as some_rows for each statement execute function partner_granted()`,
  ),
];

/** What was public before there was a feed, in the order in which it became so. */
const HISTORY = [
  `insert into change (position, publication, at, ${COLUMNS})
  select row_number() over w, case when h.kind = 'PUBLISHED' then count(*) filter (where h.kind = 'PUBLISHED') over w end,
    h.at, h.kind, h.id, h.source_id, null, h.content_version, r.canonical_url, h.released, h.public, h.reason
  from (
    select 1 as step, 'PUBLISHED' as kind, a.id, a.source_id, a.content_version, coalesce(a.published_revision, a.working_revision) as face,
      coalesce(a.released_at, a.first_public_at) as released, coalesce(a.public_at, a.first_public_at) as public, null as reason,
      case when coalesce(a.public_at, a.first_public_at) <= now() then coalesce(a.public_at, a.first_public_at)
        else coalesce(a.released_at, a.first_public_at) end as at
    from article a where (a.published_revision is not null and a.released_at <= now())
      or (a.published_revision is null and a.first_public_at is not null)
    union all
    select 2, case when a.withdrawn_at is null then 'UNPUBLISHED' else 'WITHDRAWN' end, a.id, a.source_id, a.content_version,
      a.working_revision, a.first_public_at, a.first_public_at, a.withdrawal_reason, coalesce(a.withdrawn_at, a.worked_at)
    from article a where a.published_revision is null and a.first_public_at is not null) h
  left join revision r on r.article_id = h.id and r.number = h.face
  window w as (order by h.at, h.id, h.step)`,
  `update change_head set position = (select coalesce(max(position), 0) from change),
     publications = (select coalesce(max(publication), 0) from change)`,
  `insert into change_due (due_at, audience, article_id)
   select a.released_at, null, a.id from article a where a.published_revision is not null and a.released_at > now()
   union all
   select a.public_at, 'public', a.id from article a
   where a.published_revision is not null and a.public_at > greatest(a.released_at, now())`,
];

const WEBHOOKS = [
  // after_position and after_article: the last change of the partner's feed for which deliveries were written.
  `create table webhook (
    id text collate "C" constraint webhook_pk primary key,
    partner_id text collate "C" not null constraint webhook_partner_fk references partner on delete cascade,
    url text not null,
    events text[] not null,
    active boolean not null default true,
    disabled_reason text,
    secret text not null,
    old_secret text,
    old_secret_until timestamptz(3),
    after_position bigint not null,
    after_article text collate "C" not null default '',
    created_at timestamptz(3) not null default now())`,
  `create index webhook_partner on webhook (partner_id, id)`,

  // One message for one webhook; its id is the message's, and stays the same in every attempt. Without a change, it is a test.
  `create table delivery (
    id text collate "C" constraint delivery_pk primary key,
    webhook_id text collate "C" not null constraint delivery_webhook_fk references webhook on delete cascade,
    position bigint,
    article_id text collate "C",
    kind text,
    state text not null default 'PENDING' constraint delivery_state_known check (state in ('PENDING', 'DELIVERED', 'FAILED')),
    attempts int not null default 0,
    next_attempt_at timestamptz(3) default now(),
    leased_until timestamptz(3),
    last_http_status int,
    last_error text,
    created_at timestamptz(3) not null default now(),
    delivered_at timestamptz(3))`,
  `create index delivery_webhook on delivery (webhook_id, id)`,
  `create index delivery_state on delivery (webhook_id, state, id)`,
  `create index delivery_next on delivery (webhook_id, next_attempt_at) where state = 'PENDING'`,
  `create index delivery_leased on delivery (webhook_id) where leased_until is not null`,
  `create index delivery_old on delivery (created_at) where state <> 'PENDING'`,
];

// Up to which position the hub was told that feeds have changed; no row before the first time.
const WEBSUB = [
  `create table websub_told (
    one boolean constraint websub_told_pk primary key default true constraint websub_told_one check (one),
    position bigint not null)`,
];

/** Tells on the channel, for each of these rows of a statement, a topic and what it is about. */
const tell = (table: string, event: 'insert' | 'update' | 'delete', message: string, rows = 'some_rows limit 1') => [
  `create function ${table}_told() returns trigger language plpgsql as $$ begin
    perform pg_notify('warraq', ${message}) from ${rows};
    return null;
  end $$`,
  `create trigger ${table}_told after ${event} on ${table} referencing ${event === 'delete' ? 'old' : 'new'} table as some_rows
    for each statement execute function ${table}_told()`,
];

const TOLD = [
  ...tell('change_note', 'insert', `'noted'`),
  ...tell('change', 'insert', `'changes'`),
  ...tell('delivery', 'insert', `'deliveries'`),
  ...tell('session', 'delete', `'access ' || user_id`, '(select distinct user_id from some_rows) r'),
  ...tell('user_account', 'update', `'access ' || id`, 'some_rows'),
  ...tell('partner', 'update', `'access ' || id`, 'some_rows'),
  ...tell('api_key', 'update', `'access ' || partner_id`, 'some_rows where revoked_at is not null'),
  ...tell(
    'audit_entry',
    'insert',
    `'desk ' || json_build_object('articleId', e.subject_id, 'action', e.action, 'actorId', e.actor_id, 'at', e.at, 'version', a.version)`,
    'some_rows e join article a on a.id = e.subject_id',
  ),
  `create function ticker_told() returns trigger language plpgsql as $$ begin
    perform pg_notify('warraq', 'ticker');
    return null;
  end $$`,
  `create trigger ticker_told after insert or update or delete on ticker_pin for each statement execute function ticker_told()`,
];
