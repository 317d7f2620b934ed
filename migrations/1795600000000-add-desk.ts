import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The desk: people and their sessions, the audit log, what editors do to articles, tags, tickers and images, and readers'
 * reports. `image_use` is derived from `revision` by a trigger; the audit log refuses every change but its sealing.
 */
export class AddDesk1795600000000 implements MigrationInterface {
  name = 'AddDesk1795600000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...ACCOUNTS, ...AUDIT, ...ARTICLES, ...HEADLINES, ...MEDIA, ...SLUGS, ...TAGS])
      await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup to go back.');
  }
}

const ACCOUNTS = [
  `create table user_account (
    id text collate "C" constraint user_account_pk primary key,
    name text not null,
    email text not null,
    role text not null constraint user_account_role_known check (role in ('CONTRIBUTOR', 'EDITOR', 'CHIEF', 'ADMIN')),
    active boolean not null default true,
    language text, time_zone text,
    password_hash text not null,
    totp_secret bytea,
    totp_confirmed_at timestamptz(3),
    totp_last_step bigint,
    recovery_hashes bytea[] not null default '{}',
    created_at timestamptz(3) not null default now())`,
  `create unique index user_account_email on user_account (lower(email))`,
  `create index user_account_name on user_account (name, id)`,

  // Only hashes of tokens are kept: who reads the table can sign in as nobody.
  `create table session (
    token_hash bytea constraint session_pk primary key,
    user_id text collate "C" not null constraint session_user_fk references user_account on delete cascade,
    created_at timestamptz(3) not null default now(),
    expires_at timestamptz(3) not null)`,
  `create index session_user_id on session (user_id)`,
  `create index session_expiry on session (expires_at)`,

  // Its shape is that of the rate limiter's library.
  `create table guess (
    key text constraint guess_pk primary key,
    points int not null default 0,
    expire bigint)`,
  `create index guess_expiry on guess (expire)`,

  // Random keys that every process shares, made when first needed.
  `create table secret (
    name text constraint secret_pk primary key,
    value bytea not null)`,
];

const AUDIT = [
  `create table audit_seal (
    number int constraint audit_seal_pk primary key,
    entries int not null,
    hash bytea not null,
    sealed_at timestamptz(3) not null default now())`,
  `create table audit_entry (
    id text collate "C" constraint audit_entry_pk primary key,
    at timestamptz(3) not null default now(),
    actor_id text collate "C",
    action text not null,
    subject_id text collate "C" not null,
    summary text not null,
    request_id text,
    seal int constraint audit_entry_seal_fk references audit_seal)`,
  `create index audit_entry_subject on audit_entry (subject_id, id)`,
  `create index audit_entry_actor on audit_entry (actor_id, id)`,
  `create index audit_entry_open on audit_entry (id) where seal is null`,
  `create index audit_entry_seal on audit_entry (seal, id)`,
  `create function audit_entry_kept() returns trigger language plpgsql as $$ begin
    if tg_op = 'UPDATE' then if old.seal is null and new.seal is not null and
      row(old.id, old.at, old.actor_id, old.action, old.subject_id, old.summary, old.request_id)
      is not distinct from row(new.id, new.at, new.actor_id, new.action, new.subject_id, new.summary, new.request_id)
    then return new; end if; end if;
    raise exception 'the audit log is append-only';
  end $$`,
  `create trigger audit_entry_kept before update or delete on audit_entry for each row execute function audit_entry_kept()`,
  `create trigger audit_entry_whole before truncate on audit_entry for each statement execute function audit_entry_kept()`,
  `create function audit_seal_kept() returns trigger language plpgsql as $$ begin
    raise exception 'the seals of the audit log are append-only';
  end $$`,
  `create trigger audit_seal_kept before update or delete or truncate on audit_seal
    for each statement execute function audit_seal_kept()`,
];

const ARTICLES = [
  `alter table source add column paused boolean not null default false`,

  `alter table article
    add column author_id text collate "C" constraint article_author_fk references user_account,
    add column assignee_id text collate "C" constraint article_assignee_fk references user_account,
    add column idempotency_key text,
    add column imported_from text collate "C" constraint article_imported_from_fk references source,
    add column worked_at timestamptz(3),
    add column desk_key text,
    add column first_public_at timestamptz(3),
    add column withdrawn_before boolean not null default false,
    add column withdrawal_reason text`,
  `update article a set worked_at = coalesce(a.modified_at, a.first_seen_at), desk_key = coalesce(a.title_key, ''),
    imported_from = case when a.identity is not null then a.source_id end`,
  `alter table article alter column worked_at set not null, alter column desk_key set not null`,

  // A withdrawn article gives its identity free: what comes in again under it is a new article, for editors to look at.
  `drop index article_identity`,
  `create unique index article_identity on article (imported_from, identity) where withdrawn_at is null`,
  `create unique index article_idempotency on article (author_id, idempotency_key) where idempotency_key is not null`,

  // The desk's lists: each status in the order of work and of arrival (ids grow with time).
  `create index article_status_worked on article (status, worked_at, id)`,
  `create index article_status_arrived on article (status, id)`,
  `create index article_author on article (author_id, worked_at, id) where author_id is not null`,
  `create index article_assignee on article (assignee_id, worked_at, id) where assignee_id is not null`,
  `create index article_changed on article (worked_at, id) where published_revision < working_revision`,
  `create index article_came_again on article (worked_at, id) where withdrawn_before`,
  `create index article_scheduled on article (released_at, id) where status = 'SCHEDULED'`,
  `create index article_embargoed on article (released_at, id) where public_at > released_at`,
  `create index article_embargo_end on article (public_at, id) where public_at > released_at`,
  `create index article_desk_key on article using gin (desk_key gin_trgm_ops) with (gin_pending_list_limit = 1024)`,

  `alter table revision
    add column author_id text collate "C" constraint revision_author_fk references user_account`,

  // What a withdrawn article is known by when it comes again: digests of its identity, its addresses, and how its texts
  // open, each with a digest of all its words.
  `create table withdrawn_key (
    key bytea not null,
    article_id text collate "C" not null constraint withdrawn_key_article_fk references article,
    words bytea,
    constraint withdrawn_key_unique unique nulls not distinct (key, article_id, words))`,

  `create table edit_lock (
    article_id text collate "C" constraint edit_lock_pk primary key constraint edit_lock_article_fk references article on delete cascade,
    user_id text collate "C" not null constraint edit_lock_user_fk references user_account,
    expires_at timestamptz(3) not null)`,

  `create table note (
    id text collate "C" constraint note_pk primary key,
    article_id text collate "C" not null constraint note_article_fk references article on delete cascade,
    author_id text collate "C" not null constraint note_author_fk references user_account,
    text text not null,
    at timestamptz(3) not null default now())`,
  `create index note_article on note (article_id, id)`,

  `create table preview_link (
    token_hash bytea constraint preview_link_pk primary key,
    article_id text collate "C" not null,
    revision int not null,
    created_by text collate "C" not null constraint preview_link_user_fk references user_account,
    expires_at timestamptz(3) not null,
    constraint preview_link_revision_fk foreign key (article_id, revision) references revision on delete cascade)`,
  `create index preview_link_expiry on preview_link (expires_at)`,
  `create index preview_link_revision on preview_link (article_id, revision)`,
];

const HEADLINES = [
  // A pin leads to an article here, whose title it takes, or to a headline of its own.
  `alter table ticker_pin drop constraint ticker_pin_pk`,
  `alter table ticker_pin
    alter column headline_id drop not null,
    add column id text collate "C",
    add column article_id text collate "C" constraint ticker_pin_article_fk references article on delete cascade,
    add column pinned_by text collate "C" constraint ticker_pin_user_fk references user_account`,
  `update ticker_pin p set id = n.id from (
    select ctid, 'z' || lpad(row_number() over (order by created_at)::text, 26, '0') as id from ticker_pin) n where p.ctid = n.ctid`,
  `alter table ticker_pin
    add constraint ticker_pin_pk primary key (id),
    add constraint ticker_pin_leads_to_one check (num_nonnulls(headline_id, article_id) = 1)`,
  `create index ticker_pin_current on ticker_pin (ticker_id, position) where removed_at is null`,
  `create index ticker_pin_ticker on ticker_pin (ticker_id, created_at)`,
  `create index ticker_pin_article on ticker_pin (article_id)`,

  `create table related_block (
    article_id text collate "C" not null constraint related_block_article_fk references article on delete cascade,
    related_id text collate "C" not null constraint related_block_related_fk references article on delete cascade,
    constraint related_block_pk primary key (article_id, related_id),
    constraint related_block_not_itself check (related_id <> article_id))`,
  `create index related_block_related on related_block (related_id)`,

  // Lines of pages that come later are held against what was withdrawn, lest they show it again.
  `create index article_withdrawn_title on article using hash (title_key) where withdrawn_at is not null`,
];

const USES = `select distinct i.image_id, r.article_id
  from %rows r cross join lateral unnest(r.image_ids || r.lead_image_id) as i(image_id)
  join image on image.id = i.image_id`;

const MEDIA = [
  `alter table image
    add column uploaded_by text collate "C" constraint image_uploaded_by_fk references user_account,
    add column deleted_at timestamptz(3),
    add column desk_key text not null default ''`,
  `update image set desk_key = lower(concat_ws(' ', alt, caption, credit))`,
  `create index image_desk_key on image using gin (desk_key gin_trgm_ops) with (gin_pending_list_limit = 1024)`,
  `create index image_uploaded on image (uploaded_by, created_at, id) where uploaded_by is not null`,
  `create index image_created on image (created_at, id) where deleted_at is null`,
  `create index image_deleted on image (deleted_at) where deleted_at is not null`,
  `create index source_logo on source (logo_id) where logo_id is not null`,

  // Which articles ever had an image in a revision: where to look for those that have it now.
  `create table image_use (
    image_id text collate "C" not null constraint image_use_image_fk references image on delete cascade,
    article_id text collate "C" not null constraint image_use_article_fk references article on delete cascade,
    constraint image_use_pk primary key (image_id, article_id))`,
  `create index image_use_article on image_use (article_id)`,
  `insert into image_use (image_id, article_id) ${USES.replace('%rows', 'revision')} on conflict do nothing`,
  `create function revision_inserted() returns trigger language plpgsql as $$ begin
    insert into image_use (image_id, article_id) ${USES.replace('%rows', 'new_rows')} on conflict do nothing;
    return null;
  end $$`,
  `create trigger revision_inserted after insert on revision referencing new table as new_rows
    for each statement execute function revision_inserted()`,

  // One row for each image that was ever reported; its numbers are of distinct reporters.
  `create table reported_image (
    image_id text collate "C" constraint reported_image_pk primary key constraint reported_image_image_fk references image on delete cascade,
    reports int not null default 0,
    open_reports int not null default 0,
    first_reported_at timestamptz(3) not null,
    last_reported_at timestamptz(3) not null,
    decision text constraint reported_image_decision_known check (decision in ('RESTORE', 'HIDE')),
    decided_by text collate "C" constraint reported_image_user_fk references user_account,
    decided_at timestamptz(3),
    note text)`,
  `create index reported_image_open on reported_image (last_reported_at, image_id) where open_reports > 0`,
  `create index reported_image_settled on reported_image (last_reported_at, image_id) where open_reports = 0`,

  // reporter: a salted hash of an address, emptied after a while.
  `create table image_report (
    id text collate "C" constraint image_report_pk primary key,
    image_id text collate "C" not null constraint image_report_image_fk references reported_image on delete cascade,
    reporter bytea,
    reason text not null constraint image_report_reason_known
      check (reason in ('OFFENSIVE', 'MISLEADING', 'COPYRIGHT', 'PRIVACY', 'OTHER')),
    comment text,
    at timestamptz(3) not null,
    settled_at timestamptz(3))`,
  `create unique index image_report_reporter on image_report (image_id, reporter) where reporter is not null`,
  `create index image_report_image on image_report (image_id, id)`,
  `create index image_report_expiry on image_report (at) where reporter is not null`,
];

const SLUGS = [
  // The slug that \`wanted_id\` gets: the one wished for, or with a number (-2, -3 ...) where that is another's. The plain
  // slug's row counts the numbers given, so that the thousandth twin takes no longer than the second.
  `create function claim_slug(wanted_scope text, wanted_id text, wish text, wish_key text) returns text language plpgsql as $$
  declare
    owner text;
    number int;
  begin
    insert into slug (scope, key, target_id) values (wanted_scope, wish_key, wanted_id) on conflict do nothing;
    select target_id into owner from slug where scope = wanted_scope and key = wish_key;
    if owner = wanted_id then return wish; end if;
    for tries in 1..1000 loop
      update slug set next_suffix = next_suffix + 1 where scope = wanted_scope and key = wish_key
        returning next_suffix - 1 into number;
      insert into slug (scope, key, target_id) values (wanted_scope, wish_key || '-' || number, wanted_id)
        on conflict do nothing;
      if found then return wish || '-' || number; end if;
    end loop;
    raise exception 'no free slug found for %', wish;
  end $$`,
];

const TAGS = [
  `create index tag_merged_into on tag (merged_into_id) where merged_into_id is not null`,

  // Each tag asked for with all that is broader than it, itself first, and the top-level topic that it ends in. Readers of the
  // tree keep it as it is until they commit, and look when they have it: a statement of its own sees what was committed meanwhile.
  `create function tag_tree(wanted text[]) returns table (asked text, path text[], section text) language plpgsql as $$ begin
    perform pg_advisory_xact_lock_shared(7263541103);
    return query with recursive up as (
      select m.id as start, t.id, t.broader_id, t.kind, 1 as level
      from tag m join tag t on t.id = coalesce(m.merged_into_id, m.id) where m.id = any(wanted)
      union all
      select u.start, t.id, t.broader_id, t.kind, u.level + 1 from up u join tag t on t.id = u.broader_id where u.level < 20)
    select u.start, array_agg(u.id order by u.level),
      (array_agg(u.id order by u.level desc) filter (where u.broader_id is null and u.kind = 'TOPIC'))[1]
    from up u group by u.start;
  end $$`,
];
