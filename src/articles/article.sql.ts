/** Articles as callers may read them: every statement that answers content carries the visibility predicate. */
import { createHash } from 'node:crypto';
import { type Actor, preparedFor } from '../core/access.js';
import type { Db } from '../core/database.js';
import type { PageRequest } from '../core/page.js';
import { Values } from '../core/sql.js';
import { accessOf, sourceKnownTo, visibleTo } from '../core/visibility.js';
import { SOURCE_JSON } from '../sources/source.sql.js';
import type { Article, Correction } from './article.entity.js';
import {
  type ArticleCondition,
  type ArticleOrder,
  conditionSql,
  countOfIds,
  type Effort,
  type Parent,
  pageOfIds,
} from './article-list.sql.js';
import { DATE_COLUMNS } from './partial-date.js';

/** All but the text. The summary is withheld here already where `access` says so. */
const columnsFor = (
  actor: Actor,
) => `a.id, a.slug, r.canonical_url as "canonicalUrl", r.title, r.title_language as "titleLanguage",
  case when ${accessOf(actor)} <> 'HEADLINE' then r.summary end as summary, r.byline, a.language,
  ${accessOf(actor)} as access, r.word_count as "wordCount", ${SOURCE_JSON} as source, a.tag_ids as "tagIds",
  a.section_id as "sectionId", r.lead_image_id as "leadImageId", r.image_ids as "imageIds", r.published_at as "publishedAt",
  ${DATE_COLUMNS}, a.sorted_at as "sortedAt", a.public_at as "publicSince", a.modified_at as "modifiedAt",
  a.content_version as "contentVersion"`;

const bodyFor = (actor: Actor) => `case when ${accessOf(actor)} = 'FULL_TEXT' then r.body end as "bodyHtml"`;

/** Joins the published face of `article a` as `r`, and its source as `s`. */
export const PUBLISHED_FACE = `join revision r on r.article_id = a.id and r.number = a.published_revision left join source s on s.id = a.source_id`;

export async function findArticles(db: Db, actor: Actor, ids: readonly string[]): Promise<Article[]> {
  return db.query<Article>(
    `select ${columnsFor(actor)}, ${bodyFor(actor)} from article a ${PUBLISHED_FACE} where a.id = any($1) and ${visibleTo(actor)}`,
    [ids],
    preparedFor(actor, 'article_find'),
  );
}

/** Many articles, whose text is read on demand. */
export async function findArticlesBriefly(db: Db, actor: Actor, ids: readonly string[]): Promise<Article[]> {
  return db.query<Article>(
    `select ${columnsFor(actor)} from article a ${PUBLISHED_FACE} where a.id = any($1) and ${visibleTo(actor)}`,
    [ids],
    preparedFor(actor, 'article_find_briefly'),
  );
}

/**
 * Whether an article that once was public was withdrawn, for look-ups that found nothing to show. Of a source that she was
 * not granted, a partner does not learn that either.
 */
export async function isWithdrawn(db: Db, actor: Actor, key: { id: string } | { urlKey: string }): Promise<boolean> {
  const [column, value] = 'id' in key ? ['id', key.id] : ['url_key', key.urlKey];
  const rows = await db.query(
    `select 1 from article a where a.${column} = $1 and a.withdrawn_at is not null and a.first_public_at is not null
       and ${sourceKnownTo(actor, 'a.source_id')} limit 1`,
    [value],
  );
  return rows.length > 0;
}

/** The newest article that the source published under this address. */
export async function findByUrl(db: Db, actor: Actor, urlKey: string): Promise<string | null> {
  const rows = await db.query<{ id: string }>(
    `select a.id from article a where a.url_key = $1 and ${visibleTo(actor)} order by a.sorted_at desc, a.id desc limit 1`,
    [urlKey],
  );
  return rows[0]?.id ?? null;
}

export async function listArticles(
  db: Db,
  actor: Actor,
  condition: ArticleCondition,
  order: ArticleOrder,
  page: PageRequest,
  effort?: Effort,
): Promise<Article[]> {
  const values = new Values();
  const { sql, plain } = pageOfIds(values, actor, condition, order, page, undefined, effort);
  const text = `select ${columnsFor(actor)} from (${sql}) m join article a on a.id = m.id ${PUBLISHED_FACE} ${inTravel(order, page)}`;
  return db.query<Article>(text, values.list, plain ? preparedFor(actor, nameOf(text)) : undefined);
}

/** The same page of every parent's list, in one statement. */
export async function listArticlesUnder(
  db: Db,
  actor: Actor,
  kind: Parent['kind'],
  parentIds: readonly string[],
  condition: ArticleCondition,
  order: ArticleOrder,
  page: PageRequest,
): Promise<(Article & { parentId: string })[]> {
  const values = new Values();
  const parents = values.add(parentIds, 'text[]');
  const { sql } = pageOfIds(values, actor, condition, order, page, { kind, id: 'p.id' });
  return db.query<Article & { parentId: string }>(
    `select m.parent as "parentId", ${columnsFor(actor)}
     from (select p.id as parent, l.id, l.k from unnest(${parents}) as p(id) cross join lateral (${sql}) l) m
     join article a on a.id = m.id ${PUBLISHED_FACE} ${inTravel(order, page)}`,
    values.list,
  );
}

/** A name to prepare a statement under: there are a few dozen plain ones, whatever the values. */
const nameOf = (text: string) => `list_${createHash('md5').update(text).digest('hex')}`;

const inTravel = (order: ArticleOrder, page: PageRequest) => {
  const travel = (order === 'OLDEST') === page.backward ? 'desc' : 'asc';
  return `order by m.k ${travel}, m.id ${travel}`;
};

export async function countArticles(db: Db, actor: Actor, condition: ArticleCondition, cap: number): Promise<number> {
  const values = new Values();
  const [row] = await db.query<{ n: number }>(countOfIds(values, actor, condition, cap), values.list);
  return row?.n ?? 0;
}

export async function countArticlesUnder(
  db: Db,
  actor: Actor,
  kind: Parent['kind'],
  parentIds: readonly string[],
  condition: ArticleCondition,
  cap: number,
): Promise<{ id: string; n: number }[]> {
  const values = new Values();
  const parents = values.add(parentIds, 'text[]');
  const count = countOfIds(values, actor, condition, cap, { kind, id: 'p.id' });
  return db.query(`select p.id, l.n from unnest(${parents}) as p(id) cross join lateral (${count}) l`, values.list);
}

/** Text of articles that a list showed without it. */
export async function findTexts(db: Db, actor: Actor, ids: readonly string[]) {
  return db.query<{ id: string; bodyHtml: string | null; lead: string | null }>(
    `select a.id, ${bodyFor(actor)}, case when ${accessOf(actor)} = 'FULL_TEXT' then r.lead end as lead
     from article a ${PUBLISHED_FACE} where a.id = any($1) and ${visibleTo(actor)}`,
    [ids],
    preparedFor(actor, 'article_texts'),
  );
}

export async function findCorrections(db: Db, actor: Actor, ids: readonly string[]) {
  return db.query<Correction & { articleId: string }>(
    `select c.article_id as "articleId", c.note, c.at from correction c join article a on a.id = c.article_id
     where c.article_id = any($1) and ${visibleTo(actor)} order by c.at desc, c.id desc`,
    [ids],
  );
}

export type DatePart = 'DAY' | 'MONTH' | 'YEAR';

/** How many articles each day, month or year has, oldest first; those without any are left out. */
export async function countByDate(
  db: Db,
  actor: Actor,
  condition: ArticleCondition,
  by: DatePart,
  timeZone: string,
): Promise<{ date: string; count: number }[]> {
  const values = new Values();
  const part = values.add(by.toLowerCase(), 'text');
  const zone = values.add(timeZone, 'text');
  return db.query(
    `select to_char(date_trunc(${part}, a.sorted_at at time zone ${zone}), 'YYYY-MM-DD') as date, count(*)::int as count
     from article a where ${conditionSql(values, actor, condition)} group by 1 order by 1`,
    values.list,
  );
}
