/** Articles and what hangs on them, once per request and for all parents at once. */
import { type RequestContext, relation } from '../core/context.js';
import { articleCount, articlesOfSource } from '../core/counts.js';
import { groupBy } from '../core/group-by.js';
import type { PageRequest } from '../core/page.js';
import { COUNT_CAP } from '../core/page.js';
import type { Article, Correction } from './article.entity.js';
import {
  countArticles,
  countArticlesUnder,
  findArticles,
  findArticlesBriefly,
  findCorrections,
  findTexts,
  listArticlesUnder,
} from './article.sql.js';
import { type ArticleCondition, type ArticleOrder, knownCount, NO_CONDITION, type Parent } from './article-list.sql.js';

export const articleById = relation<string, Article | null>(null, async ({ db, actor }, ids) => {
  const rows = await findArticles(db, actor, ids);
  return new Map(rows.map((row) => [row.id, row]));
});

/** Of lists of a thousand: their texts are read where they are asked for. */
export const articleInBrief = relation<string, Article | null>(null, async ({ db, actor }, ids) => {
  const rows = await findArticlesBriefly(db, actor, ids);
  return new Map(rows.map((row) => [row.id, row]));
});

export interface ArticleText {
  bodyHtml: string | null;
  lead: string | null;
}

export const textOfArticle = relation<string, ArticleText>(
  { bodyHtml: null, lead: null },
  async ({ db, actor }, ids) => {
    const rows = await findTexts(db, actor, ids);
    return new Map(rows.map((row) => [row.id, row]));
  },
);

export const correctionsOfArticle = relation<string, Correction[]>([], async ({ db, actor }, ids) =>
  groupBy(await findCorrections(db, actor, ids), (row) => row.articleId),
);

/** What a list under many parents is asked for; `order` and `page` alike for all of them. */
export interface ArticlesUnder {
  kind: Parent['kind'];
  condition: ArticleCondition;
  order: ArticleOrder;
  page: PageRequest;
}

export const articlesUnder = relation<string, Article[], ArticlesUnder>([], async ({ db, actor }, ids, args) => {
  const rows = await listArticlesUnder(db, actor, args.kind, ids, args.condition, args.order, args.page);
  return groupBy(rows, (row) => row.parentId);
});

export const articleCountUnder = relation<string, number, Omit<ArticlesUnder, 'order' | 'page'>>(
  0,
  async ({ db, actor }, ids, { kind, condition }) => {
    const rows = await countArticlesUnder(db, actor, kind, ids, condition, COUNT_CAP);
    return new Map(rows.map((row) => [row.id, row.n]));
  },
);

/** Of sources, whatever the caller may read of them. */
const articleCountOfSource = relation<string, number>(0, async ({ db, actor }, ids) => {
  const rows = await db.query<{ id: string; n: number }>(
    `select w.id, ${articlesOfSource(actor, 'w.id')}::int as n from unnest($1::text[]) as w(id)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row.n]));
});

/** How many articles a source or a tag has, that the caller may read: but for a partner's tags, that is kept all along. */
export function countOf(ctx: RequestContext, kind: Parent['kind'], id: string): Promise<number> {
  if (ctx.actor.kind !== 'partner') return ctx.load(articleCount, id);
  if (kind === 'source') return ctx.load(articleCountOfSource, id);
  return ctx.load(articleCountUnder, id, { kind, condition: NO_CONDITION });
}

/** How many articles match, no further than one past the cap; known without counting for what is counted of the public's all along. */
export async function countMatching(ctx: RequestContext, condition: ArticleCondition): Promise<number> {
  const { db, actor } = ctx;
  if (actor.kind === 'partner') return countArticles(db, actor, condition, COUNT_CAP);
  if (condition === NO_CONDITION) return ctx.load(articleCount, 'all');
  return knownCount(condition) ?? countArticles(db, actor, condition, COUNT_CAP);
}
