/** Versions as the desk lists them. */
import { DATE_COLUMNS } from '../articles/partial-date.js';
import { splitKeys } from '../articles/revision.sql.js';
import type { Editor } from '../core/access.js';
import type { Db } from '../core/database.js';
import type { PageRequest } from '../core/page.js';
import type { ContentView, RevisionView } from './article-content.view.js';
import { atDesk, readableBy } from './desk-article.sql.js';

const COLUMNS = (actor: Editor) => `'r' || r.article_id || '-' || r.number as id, r.article_id as "articleId", r.number,
  r.created_at as at, r.action, r.comment, r.author_id as "authorId", ${readableBy(actor)} as readable`;

/** Whether version `r` shows: saves of one author without a comment, soon after each other (next is `n`), show as the last. */
const IS_A_ROW = `(n.number is null or r.action <> 'EDIT' or n.action <> 'EDIT' or r.comment is not null or n.comment is not null
  or n.author_id is distinct from r.author_id or n.created_at - r.created_at > interval '10 minutes')`;

/** Of each article its versions, latest first; what a later autosave carried on is left out. */
export async function listRevisions(db: Db, actor: Editor, articleIds: readonly string[], page: PageRequest) {
  return db.query<RevisionView>(
    `select l.* from unnest($1::text[]) as p(id) cross join lateral (
       select ${COLUMNS(actor)} from revision r join article a on a.id = r.article_id and ${atDesk(actor, '$2')}
       left join revision n on n.article_id = r.article_id and n.number = r.number + 1
       where r.article_id = p.id and ($3::bigint is null or r.number < $3)
         and ${IS_A_ROW}
       order by r.number desc limit $4) l`,
    [articleIds, actor.userId, page.after?.value, page.limit + 1],
  );
}

export async function countRevisions(db: Db, actor: Editor, articleIds: readonly string[]) {
  return db.query<{ id: string; n: number }>(
    `select a.id, count(*)::int as n from article a join revision r on r.article_id = a.id
     left join revision n on n.article_id = r.article_id and n.number = r.number + 1
     where a.id = any($1) and ${atDesk(actor, '$2')}
       and ${IS_A_ROW} group by a.id`,
    [articleIds, actor.userId],
  );
}

export async function findRevisions(db: Db, actor: Editor, ids: readonly string[]): Promise<RevisionView[]> {
  const keys = ids.map((id) => /^r(.+)-(\d{1,9})$/.exec(id)).filter((key) => key !== null);
  return db.query<RevisionView>(
    `select ${COLUMNS(actor)} from unnest($1::text[], $2::int[]) as w(article_id, number)
     join revision r using (article_id, number) join article a on a.id = r.article_id and ${atDesk(actor, '$3')}`,
    [keys.map((key) => key[1]), keys.map((key) => Number(key[2])), actor.userId],
  );
}

/** Contents of versions without their text. Whoever asks has seen that the caller may read them. */
export async function findContentViews(db: Db, keys: readonly string[]): Promise<ContentView[]> {
  return db.query<ContentView>(
    `select r.article_id as "articleId", r.number, r.title, r.summary, r.byline, r.language, r.title_language as "titleLanguage",
       r.canonical_url as "canonicalUrl", r.published_at as "publishedAt", ${DATE_COLUMNS}, r.source_id as "sourceId",
       r.tag_ids as "tagIds", r.lead_image_id as "leadImageId"
     from unnest($1::text[], $2::int[]) as w(article_id, number) join revision r using (article_id, number)`,
    splitKeys(keys),
    'revision_views',
  );
}

export async function findBodies(db: Db, keys: readonly string[]) {
  return db.query<{ articleId: string; number: number; body: string | null }>(
    `select r.article_id as "articleId", r.number, r.body
     from unnest($1::text[], $2::int[]) as w(article_id, number) join revision r using (article_id, number)`,
    splitKeys(keys),
    'revision_bodies',
  );
}

export async function findNotes(db: Db, actor: Editor, articleIds: readonly string[], most: number) {
  return db.query<{ articleId: string; authorId: string; text: string; at: Date }>(
    `select l.* from unnest($1::text[]) as p(id) cross join lateral (
       select n.article_id as "articleId", n.author_id as "authorId", n.text, n.at
       from note n join article a on a.id = n.article_id and ${atDesk(actor, '$2')}
       where n.article_id = p.id order by n.id desc limit $3) l`,
    [articleIds, actor.userId, most],
  );
}
