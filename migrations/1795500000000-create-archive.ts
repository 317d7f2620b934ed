import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The archive: outlets, tags, images, articles with their revisions, captures of press pages and the headlines seen on
 * them, the ticker. `article_tag` and `article_count_delta` are derived from `article` by triggers and written by
 * nothing else, so that no writer can forget them.
 */
export class CreateArchive1795500000000 implements MigrationInterface {
  name = 'CreateArchive1795500000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...EXTENSIONS, ...NAMES, ...ARTICLES, ...HEADLINES, ...DERIVED])
      await runner.query(statement);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward: restore a backup to go back.');
  }
}

/** pg_trgm: words with a letter wrong; btree_gin: scalar columns beside tags in one inverted index. */
const EXTENSIONS = ['create extension if not exists pg_trgm', 'create extension if not exists btree_gin'];

const NAMES = [
  `create table image (
    id text collate "C" constraint image_pk primary key,
    storage_key text not null,
    media_type text not null,
    width int not null,
    height int not null,
    alt text, caption text, credit text, placeholder text,
    focal_x real, focal_y real,
    hidden_at timestamptz(3),
    created_at timestamptz(3) not null default now(),
    constraint image_storage_key_unique unique (storage_key))`,

  `create table source (
    id text collate "C" constraint source_pk primary key,
    slug text not null,
    names jsonb not null,
    name_key text not null,
    sort_key text collate "C" not null,
    languages text[] not null,
    country text, homepage text,
    logo_id text collate "C" constraint source_logo_fk references image,
    time_zone text not null,
    access text not null constraint source_access_known check (access in ('FULL_TEXT', 'SUMMARY', 'HEADLINE')),
    credit text,
    embargo_minutes int not null default 0 constraint source_embargo_not_negative check (embargo_minutes >= 0),
    created_at timestamptz(3) not null default now())`,
  `create index source_sort_key on source (sort_key, id)`,

  `create table tag (
    id text collate "C" constraint tag_pk primary key,
    slug text not null,
    names jsonb not null,
    name_key text not null,
    sort_key text collate "C" not null,
    kind text not null constraint tag_kind_known check (kind in ('TOPIC', 'PERSON', 'PLACE', 'ORGANISATION', 'EVENT')),
    aliases text[] not null default '{}',
    broader_id text collate "C" constraint tag_broader_fk references tag,
    merged_into_id text collate "C" constraint tag_merged_into_fk references tag,
    media_topic text,
    created_at timestamptz(3) not null default now(),
    constraint tag_not_its_own_broader check (broader_id <> id))`,
  `create index tag_sort_key on tag (sort_key, id)`,
  `create index tag_broader on tag (broader_id, sort_key, id)`,

  // Every slug that ever led somewhere, by the folded form that look-ups compare; next_suffix makes a twin in one step.
  `create table slug (
    scope text not null,
    key text collate "C" not null,
    target_id text collate "C" not null,
    next_suffix int not null default 2,
    constraint slug_pk primary key (scope, key))`,
  `create index slug_target on slug (target_id)`,
];

const ARTICLES = [
  `create table article (
    id text collate "C" constraint article_pk primary key,
    slug text not null,
    status text not null constraint article_status_known
      check (status in ('DRAFT', 'IN_REVIEW', 'SCHEDULED', 'PUBLISHED', 'UNPUBLISHED', 'WITHDRAWN')),
    version int not null,
    working_revision int not null,
    published_revision int,
    content_version int not null default 0,
    identity bytea,
    import_hash bytea,
    first_seen_at timestamptz(3) not null,
    released_at timestamptz(3),
    public_at timestamptz(3),
    modified_at timestamptz(3),
    withdrawn_at timestamptz(3),
    source_id text collate "C" constraint article_source_fk references source,
    sorted_at timestamptz(3),
    language text,
    has_image boolean,
    url_key text,
    title_key text,
    tag_ids text[],
    all_tag_ids text[],
    section_id text collate "C",
    constraint article_listed_when_published check (published_revision is null or
      (public_at is not null and released_at is not null and modified_at is not null and sorted_at is not null
       and language is not null and has_image is not null and tag_ids is not null and all_tag_ids is not null)))`,
  `create unique index article_identity on article (source_id, identity)`,

  `create table revision (
    article_id text collate "C" not null constraint revision_article_fk references article on delete cascade,
    number int not null,
    title text, summary text, body text, lead text, byline text,
    language text, title_language text,
    canonical_url text,
    published_at timestamptz(3),
    published_on text,
    date_precision text constraint revision_date_precision_known check (date_precision in ('INSTANT', 'DAY', 'MONTH', 'YEAR')),
    date_approximate boolean not null default false,
    date_zone text,
    date_basis text constraint revision_date_basis_known check (date_basis in ('FEED', 'PAGE', 'EDITOR', 'FIRST_SEEN')),
    date_raw text,
    source_id text collate "C",
    tag_ids text[] not null default '{}',
    lead_image_id text collate "C",
    image_ids text[] not null default '{}',
    image_url text,
    word_count int,
    action text not null,
    comment text,
    created_at timestamptz(3) not null default now(),
    constraint revision_pk primary key (article_id, number),
    constraint revision_date_whole check ((published_on is null) = (date_precision is null)
      and (published_on is null) = (date_zone is null) and (published_on is null) = (date_basis is null)))`,

  // A list in a given order is a walk along one of these; see docs/performance.md for which serves which filter.
  `create index article_sorted on article (sorted_at, id) where published_revision is not null`,
  `create index article_modified on article (modified_at, id) where published_revision is not null`,
  `create index article_added on article (public_at, id) where published_revision is not null`,
  `create index article_source_sorted on article (source_id, sorted_at, id) where published_revision is not null`,
  `create index article_language_sorted on article (language, sorted_at, id) where published_revision is not null`,
  `create index article_facets on article using gin (all_tag_ids, tag_ids, source_id, language, has_image)
    with (gin_pending_list_limit = 256) where published_revision is not null`,
  `create index article_url_key on article using hash (url_key)`,
  `create index article_title_key on article using hash (title_key) where published_revision is not null`,

  `create table correction (
    id text collate "C" constraint correction_pk primary key,
    article_id text collate "C" not null constraint correction_article_fk references article on delete cascade,
    note text not null,
    at timestamptz(3) not null)`,
  `create index correction_article on correction (article_id, at)`,

  `create table related_pin (
    article_id text collate "C" not null constraint related_pin_article_fk references article on delete cascade,
    related_id text collate "C" not null constraint related_pin_related_fk references article on delete cascade,
    position int not null,
    constraint related_pin_pk primary key (article_id, related_id),
    constraint related_pin_not_itself check (related_id <> article_id))`,
  `create index related_pin_related on related_pin (related_id)`,
];

const HEADLINES = [
  `create table capture (
    id text collate "C" constraint capture_pk primary key,
    sha256 bytea not null constraint capture_sha256_unique unique,
    bytes bytea not null,
    captured_on date,
    url text,
    article_id text collate "C" constraint capture_article_fk references article on delete set null,
    error text,
    created_at timestamptz(3) not null default now())`,
  `create index capture_article on capture (article_id, created_at)`,

  `create table headline (
    id text collate "C" constraint headline_pk primary key,
    title text not null,
    title_key text not null,
    language text not null,
    url text, url_key text,
    article_id text collate "C" constraint headline_article_fk references article on delete set null,
    capture_id text collate "C" constraint headline_capture_fk references capture on delete cascade,
    position int,
    seen_at timestamptz(3) not null,
    created_at timestamptz(3) not null default now())`,
  `create index headline_capture on headline (capture_id, position)`,
  `create index headline_article on headline (article_id)`,
  `create index headline_title_key on headline using hash (title_key) where article_id is null`,
  `create index headline_url_key on headline using hash (url_key) where article_id is null`,

  `create table ticker (
    id text collate "C" constraint ticker_pk primary key,
    slug text not null constraint ticker_slug_unique unique,
    updated_at timestamptz(3) not null default now())`,
  `create table ticker_pin (
    ticker_id text collate "C" not null constraint ticker_pin_ticker_fk references ticker on delete cascade,
    headline_id text collate "C" not null constraint ticker_pin_headline_fk references headline on delete cascade,
    position int not null,
    until timestamptz(3),
    created_at timestamptz(3) not null default now(),
    removed_at timestamptz(3),
    constraint ticker_pin_pk primary key (ticker_id, headline_id, created_at))`,
  `create index ticker_pin_headline on ticker_pin (headline_id)`,
  `insert into ticker (id, slug) values ('k00000000000000000000000000', 'main')`,
];

/** Rows of \`article\` that are listed, one per tag (its own and their broader ones), before and after a statement. */
const LISTED_TAGS = (rows: string) => `
  select t.tag_id, a.sorted_at, a.id as article_id, t.tag_id = any(a.tag_ids) as direct
  from ${rows} a cross join lateral unnest(a.all_tag_ids) as t(tag_id) where a.published_revision is not null`;

/**
 * How a statement changes what a tag, a source, a language ('language:ar'), articles with and without an image
 * ('image:true') and all articles ('all') count, at the moment when each article is or was due.
 */
const COUNTED = (rows: string, delta: 1 | -1) => `
  select s.subject_id, ${delta} as delta, greatest(a.public_at, now()) as due_at
  from ${rows} a cross join lateral unnest(
    a.all_tag_ids || array[a.source_id, 'language:' || a.language, 'image:' || a.has_image, 'all']) as s(subject_id)
  where a.published_revision is not null and s.subject_id is not null`;

const recount = (changes: string) => `
  insert into article_count_delta (subject_id, delta, due_at)
  select subject_id, sum(delta), due_at from (${changes}) c group by subject_id, due_at having sum(delta) <> 0;`;

const list = (rows: string) => `insert into article_tag (tag_id, sorted_at, article_id, direct) ${LISTED_TAGS(rows)};`;
const unlist = (rows: string) => `
  delete from article_tag t using (${LISTED_TAGS(rows)}) g
  where t.tag_id = g.tag_id and t.sorted_at = g.sorted_at and t.article_id = g.article_id;`;

const trigger = (name: string, event: string, referencing: string, body: string) => [
  `create function ${name}() returns trigger language plpgsql as $$ begin ${body} return null; end $$`,
  `create trigger ${name} after ${event} on article referencing ${referencing} for each statement execute function ${name}()`,
];

/** Only rows whose listing changed, so that a save of a working copy touches neither index nor counts. */
const changed = (side: 'old' | 'new') => `(
  select ${side}_rows.* from old_rows join new_rows using (id)
  where (old_rows.published_revision is not null, old_rows.sorted_at, old_rows.all_tag_ids, old_rows.tag_ids, old_rows.source_id, old_rows.public_at,
      old_rows.language, old_rows.has_image)
    is distinct from
    (new_rows.published_revision is not null, new_rows.sorted_at, new_rows.all_tag_ids, new_rows.tag_ids, new_rows.source_id, new_rows.public_at,
      new_rows.language, new_rows.has_image))`;

const DERIVED = [
  `create table article_tag (
    tag_id text collate "C" not null,
    sorted_at timestamptz(3) not null,
    article_id text collate "C" not null,
    direct boolean not null,
    constraint article_tag_pk primary key (tag_id, sorted_at, article_id))`,
  `create index article_tag_direct on article_tag (tag_id, sorted_at, article_id) where direct`,

  // Appending a difference takes no lock that another writer waits for; a reader adds what is due to what is settled.
  `create table article_count (
    subject_id text collate "C" constraint article_count_pk primary key,
    articles bigint not null)`,
  `create table article_count_delta (
    subject_id text collate "C" not null,
    delta int not null,
    due_at timestamptz(3) not null)`,
  `create index article_count_delta_subject on article_count_delta (subject_id, due_at)`,
  `create index article_count_delta_due on article_count_delta (due_at)`,

  ...trigger('article_inserted', 'insert', 'new table as new_rows', list('new_rows') + recount(COUNTED('new_rows', 1))),
  ...trigger(
    'article_deleted',
    'delete',
    'old table as old_rows',
    unlist('old_rows') + recount(COUNTED('old_rows', -1)),
  ),
  ...trigger(
    'article_updated',
    'update',
    'old table as old_rows new table as new_rows',
    unlist(changed('old')) +
      list(changed('new')) +
      recount(`${COUNTED(changed('old'), -1)} union all ${COUNTED(changed('new'), 1)}`),
  ),
];
