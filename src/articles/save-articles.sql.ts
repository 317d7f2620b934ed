/** The statements of a save: $1 is all articles as one JSON value, $2 their revisions. */

const ARTICLES = `json_to_recordset($1) as n(id text, slug text, "slugWish" text, "slugKey" text, version int,
  identity text, "importHash" text, status text, face text, "contentVersion" int, "releasedAt" timestamptz, "publicAt" timestamptz,
  "datedAt" timestamptz, "sourceId" text, language text, "tagIds" text[], "allTagIds" text[], "sectionId" text, "hasImage" boolean,
  "urlKey" text, "titleKey" text, "authorId" text, "idempotencyKey" text, "withdrawnBefore" boolean, "withdrawalReason" text,
  now timestamptz)`;

const REVISIONS = `json_to_recordset($2) as n(id text, version int, title text, summary text, body text, lead text, byline text,
  language text, "titleLanguage" text, "canonicalUrl" text, "publishedAt" timestamptz, "publishedOn" text, "datePrecision" text,
  "dateApproximate" boolean, "dateZone" text, "dateBasis" text, "dateRaw" text, "sourceId" text, "tagIds" text[],
  "leadImageId" text, "imageIds" text[], "imageUrl" text, "wordCount" int, action text, comment text,
  "authorId" text, "correctionId" text, correction text, now timestamptz)`;

/** Adds the revisions of the same saves, and the public notes of corrections, in the statement of their articles. */
const WITH_REVISIONS = `
  with saved as materialized (select * from ${REVISIONS}),
  revisions as (
    insert into revision (article_id, number, title, summary, body, lead, byline, language, title_language, canonical_url,
      published_at, published_on, date_precision, date_approximate, date_zone, date_basis, date_raw, source_id, tag_ids,
      lead_image_id, image_ids, image_url, word_count, action, comment, author_id, created_at)
    select id, version, title, summary, body, lead, byline, language, "titleLanguage", "canonicalUrl", "publishedAt", "publishedOn",
      "datePrecision", "dateApproximate", "dateZone", "dateBasis", "dateRaw", "sourceId", "tagIds", "leadImageId", "imageIds",
      "imageUrl", "wordCount", action, comment, "authorId", now
    from saved),
  corrections as (
    insert into correction (id, article_id, note, at)
    select "correctionId", id, correction, now from saved where correction is not null)`;

/** Slugs are claimed in the order of their keys, so that two writers with the same twins never wait for each other. */
const SLUG = (kept: string) =>
  `case when n."slugWish" is null then ${kept} else claim_slug('article', n.id, n."slugWish", n."slugKey") end`;

const shown = (value: string) => `case when n.face = 'REPLACE' then ${value} end`;

export const INSERT_ARTICLES = `${WITH_REVISIONS}
  insert into article (id, slug, status, version, working_revision, published_revision, content_version, identity, import_hash,
    imported_from, first_seen_at, worked_at, desk_key, author_id, idempotency_key, withdrawn_before, source_id, released_at,
    public_at, modified_at, sorted_at, language, has_image, url_key, title_key, tag_ids, all_tag_ids, section_id)
  select n.id, ${SLUG('n.slug')}, n.status, n.version, n.version, ${shown('n.version')}, n."contentVersion", decode(n.identity, 'hex'),
    decode(n."importHash", 'hex'), case when n.identity is not null then n."sourceId" end, coalesce(n."releasedAt", n.now), n.now,
    n."titleKey", n."authorId", n."idempotencyKey", n."withdrawnBefore", n."sourceId", ${shown('n."releasedAt"')},
    ${shown('n."publicAt"')}, ${shown('n."publicAt"')}, ${shown('coalesce(n."datedAt", n."releasedAt")')}, ${shown('n.language')},
    ${shown('n."hasImage"')}, ${shown('n."urlKey"')}, ${shown('n."titleKey"')}, ${shown('n."tagIds"')}, ${shown('n."allTagIds"')},
    ${shown('n."sectionId"')}
  from (select * from ${ARTICLES} order by "slugKey", id) n`;

const face = (column: string, replaced: string) =>
  `${column} = case when n.face = 'REPLACE' then ${replaced} else a.${column} end`;
const faceOrNone = (column: string, replaced: string) =>
  `${column} = case n.face when 'REPLACE' then ${replaced} when 'REMOVE' then null else a.${column} end`;

/** That its hour has come is for the worker to write down, who tells others then: no save in between takes that from it. */
const STATUS = `case when a.status = 'SCHEDULED' and n.status = 'PUBLISHED' and n."releasedAt" is null then a.status else n.status end`;

/** What lists need stays as it was when a face is taken away: a withdrawn article is still known by its address. */
export const UPDATE_ARTICLES = `${WITH_REVISIONS}
  update article a set version = n.version, working_revision = n.version, status = ${STATUS}, worked_at = n.now,
    desk_key = n."titleKey", import_hash = coalesce(decode(n."importHash", 'hex'), a.import_hash),
    content_version = n."contentVersion", slug = ${SLUG('a.slug')},
    ${faceOrNone('published_revision', 'n.version')},
    ${faceOrNone('released_at', 'coalesce(n."releasedAt", a.released_at)')},
    ${faceOrNone('public_at', 'coalesce(n."publicAt", a.public_at)')},
    first_public_at = case when a.published_revision is not null and a.public_at <= now()
      then coalesce(a.first_public_at, a.public_at) else a.first_public_at end,
    modified_at = case when n.face = 'REPLACE' and (n."contentVersion" <> a.content_version or n."publicAt" is not null)
      then greatest(n.now, coalesce(n."publicAt", a.public_at)) else a.modified_at end,
    ${face('sorted_at', 'coalesce(n."datedAt", a.first_seen_at)')},
    source_id = case when n.face = 'KEEP' and a.published_revision is not null then a.source_id else n."sourceId" end,
    ${face('language', 'n.language')}, ${face('has_image', 'n."hasImage"')}, ${face('url_key', 'n."urlKey"')},
    ${face('title_key', 'n."titleKey"')}, ${face('tag_ids', 'n."tagIds"')}, ${face('all_tag_ids', 'n."allTagIds"')},
    ${face('section_id', 'n."sectionId"')},
    withdrawn_before = a.withdrawn_before or n."withdrawnBefore",
    withdrawn_at = case when n.status = 'WITHDRAWN' then n.now else a.withdrawn_at end,
    withdrawal_reason = coalesce(n."withdrawalReason", a.withdrawal_reason)
  from (select * from ${ARTICLES} order by "slugKey", id) n where a.id = n.id`;
