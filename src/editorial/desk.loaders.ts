/** What hangs on articles at the desk, once per request. All of it asks for an editor. */
import type { ArticleContent } from '../articles/article-content.js';
import { findContents, versionKey } from '../articles/revision.sql.js';
import { type RequestContext, relation } from '../core/context.js';
import { groupBy } from '../core/group-by.js';
import type { PageRequest } from '../core/page.js';
import { countPinnedUnder } from '../headlines/related-choice.sql.js';
import type { ContentView, RevisionView } from './article-content.view.js';
import type { DeskArticle, Note } from './desk-article.js';
import { findDeskArticles } from './desk-article.sql.js';
import { countUses, listUses } from './image-use.sql.js';
import {
  countRevisions,
  findBodies,
  findContentViews,
  findNotes,
  findRevisions,
  listRevisions,
} from './revision-view.sql.js';

/** Desk articles by the article's id; null for what the editor does not see, and for everybody else. */
export const deskArticleOf = relation<string, DeskArticle | null>(null, async (ctx, ids) => {
  if (ctx.actor.kind !== 'editor') return new Map();
  const rows = await findDeskArticles(ctx.db, ctx.actor, ids);
  return new Map(rows.map((row) => [row.articleId, row]));
});

/** Desk articles by their own ids, for `node`. */
export const deskArticleById = relation<string, DeskArticle | null>(null, async (ctx, ids) => {
  const found = await Promise.all(ids.map(async (id) => [id, await ctx.load(deskArticleOf, id.slice(1))] as const));
  return new Map(found.filter((entry): entry is [string, DeskArticle] => entry[1] !== null));
});

export const revisionById = relation<string, RevisionView | null>(null, async (ctx, ids) => {
  if (ctx.actor.kind !== 'editor') return new Map();
  const rows = await findRevisions(ctx.db, ctx.actor, ids);
  return new Map(rows.map((row) => [row.id, row]));
});

export const revisionsOf = relation<string, RevisionView[], PageRequest>([], async (ctx, ids, page) =>
  groupBy(await listRevisions(ctx.db, ctx.editor, ids, page), (row) => row.articleId),
);

export const revisionCountOf = relation<string, number>(0, async (ctx, ids) => {
  const rows = await countRevisions(ctx.db, ctx.editor, ids);
  return new Map(rows.map((row) => [row.id, row.n]));
});

/** Contents by `versionKey`, without their text. */
const contentAt = relation<string, ContentView | null>(null, async ({ db }, keys) => {
  const rows = await findContentViews(db, keys);
  return new Map(rows.map((row) => [versionKey(row.articleId, row.number), row]));
});

export const bodyAt = relation<string, string | null>(null, async ({ db }, keys) => {
  const rows = await findBodies(db, keys);
  return new Map(rows.map((row) => [versionKey(row.articleId, row.number), row.body]));
});

/** Whole contents, texts included, by `versionKey`: for what compares or checks them. */
export const wholeContentAt = relation<string, ArticleContent | null>(null, ({ db }, keys) => findContents(db, keys));

/** Under how many articles each is pinned as a related headline. */
export const pinnedUnder = relation<string, number>(0, async ({ db }, ids) => {
  const rows = await countPinnedUnder(db, ids);
  return new Map(rows.map((row) => [row.id, row.n]));
});

/** The articles that use each image. */
export const usesOf = relation<string, DeskArticle[], PageRequest>([], async (ctx, imageIds, page) =>
  groupBy(await listUses(ctx.db, ctx.editor, imageIds, page), (row) => row.imageId),
);

export const useCountOf = relation<string, number>(0, async (ctx, imageIds) => {
  const rows = await countUses(ctx.db, ctx.editor, imageIds);
  return new Map(rows.map((row) => [row.id, row.n]));
});

const MAX_NOTES = 200;

/** The latest notes of each, latest first. */
export const notesOf = relation<string, Note[]>([], async (ctx, ids) =>
  groupBy(await findNotes(ctx.db, ctx.editor, ids, MAX_NOTES), (row) => row.articleId),
);

/** The content at a version, where this article lets it be read. */
export function readableContent(
  ctx: RequestContext,
  of: { articleId: string; readable: boolean },
  number: number,
): Promise<ContentView | null> | null {
  return of.readable ? ctx.load(contentAt, versionKey(of.articleId, number)) : null;
}
