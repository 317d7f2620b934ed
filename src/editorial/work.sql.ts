/** All that a use case needs to know of an article before it decides, in one statement. */
import type { ArticleStatus } from '../articles/article.entity.js';
import type { ArticleContent } from '../articles/article-content.js';
import { contentJson, readContent, type StoredContent } from '../articles/revision.sql.js';
import type { Past } from '../articles/withdrawn-key.js';
import { type Editor, isAtLeast, Role } from '../core/access.js';
import type { Db } from '../core/database.js';
import { imageUsableBy } from '../core/visibility.js';
import { STATUS, WAS_PUBLIC } from './desk-article.sql.js';

/** What the caller names, to be looked up on the way: which of it exists. Images stay until the commit. */
export interface References {
  sourceId?: string | null;
  tagIds?: string[];
  imageIds?: string[];
}

export interface WorkRow {
  id: string;
  slug: string;
  status: ArticleStatus;
  version: number;
  contentVersion: number;
  published: boolean;
  /** Whether the working copy is what readers get. */
  isShown: boolean;
  /** When it was or will be published here. */
  releasedAt: Date | null;
  wasPublic: boolean;
  authorId: string | null;
  /** The working copy. */
  content: ArticleContent;
  /** The other revision that was asked for; null where there is none, or where it is the working copy. */
  other: ArticleContent | null;
  /** What it ever was called and said, for who withdraws it; else nothing. */
  past: Past[];
  /** Of the source named, else of the working copy's. */
  outlet: { embargoMinutes: number; timeZone: string } | null;
  found: { source: boolean; tags: string[]; images: string[] };
}

const SOURCE = `(select json_build_object('embargoMinutes', s.embargo_minutes, 'timeZone', s.time_zone) from source s where s.id = `;
const FOUND = (tags: string, images: string, contributor: string) => `
  array(select t.id from tag t where t.id = any(${tags}::text[])) as tags,
  array(select i.id from image i where i.id = any(${images}::text[]) and ${imageUsableBy(contributor)} for key share) as images`;

/** Versions that are remembered of an article that is withdrawn, the latest ones where there are more. */
const MAX_PAST = 500;
const PAST = (wanted: string) => `case when ${wanted}::boolean then (
  select json_agg(distinct jsonb_build_object('title', r.title, 'canonicalUrl', r.canonical_url, 'body', r.body)) from (
    select * from revision r where r.article_id = a.id order by r.number desc limit ${MAX_PAST}) r) else '[]'::json end`;

/** Of whom it matters which images she sees. */
const contributorIn = (actor: Editor) => (isAtLeast(actor.role, Role.EDITOR) ? null : actor.userId);

type Raw = Omit<WorkRow, 'content' | 'other' | 'found'> & {
  content: StoredContent;
  other: StoredContent | null;
  tags: string[];
  images: string[];
};

/** Reads what `lockArticleRow` has locked. `other` is the number of a revision to read beside the working copy. */
export async function readWork(
  db: Db,
  actor: Editor,
  articleId: string,
  other: number | null,
  named: References,
  withPast: boolean,
): Promise<WorkRow> {
  const [row] = await db.query<Raw>(
    `select a.id, a.slug, ${STATUS} as status, a.version, a.content_version as "contentVersion",
       a.published_revision is not null as published, coalesce(a.published_revision = a.working_revision, false) as "isShown",
       a.released_at as "releasedAt", ${WAS_PUBLIC} as "wasPublic", a.author_id as "authorId",
       ${contentJson('w')} as content, case when b.number is not null then ${contentJson('b')} end as other,
       ${PAST('$7')} as past,
       ${SOURCE} coalesce($3, w.source_id)) as outlet, ${FOUND('$4', '$5', '$6')}
     from article a join revision w on w.article_id = a.id and w.number = a.working_revision
     left join revision b on b.article_id = a.id and b.number = $2 and b.number <> a.working_revision where a.id = $1`,
    [
      articleId,
      other,
      named.sourceId ?? null,
      named.tagIds ?? [],
      named.imageIds ?? [],
      contributorIn(actor),
      withPast,
    ],
    'desk_work',
  );
  const { content, other: second, tags, images, ...article } = row as Raw;
  return {
    ...article,
    content: readContent(content),
    other: second && readContent(second),
    found: { source: article.outlet !== null, tags, images },
  };
}

/** What a new article names, looked up; and the article that the same key made before. */
export async function readNamed(db: Db, actor: Editor, idempotencyKey: string | null, named: References) {
  const [row] = await db.query<{
    madeBefore: string | null;
    outlet: WorkRow['outlet'];
    tags: string[];
    images: string[];
  }>(
    `select (select a.id from article a where a.author_id = $1 and a.idempotency_key = $2) as "madeBefore",
       ${SOURCE} $3) as outlet, ${FOUND('$4', '$5', '$6')}`,
    [
      ...[actor.userId, idempotencyKey, named.sourceId ?? null, named.tagIds ?? [], named.imageIds ?? []],
      contributorIn(actor),
    ],
    'desk_named',
  );
  const { madeBefore, outlet, tags, images } = row as NonNullable<typeof row>;
  return { madeBefore, outlet, found: { source: outlet !== null, tags, images } };
}
