/**
 * Tags of many articles at once, in as many statements as for one. What is public gets them at once, unless its working
 * copy holds other changes that nobody has published yet: then they wait with these.
 */
import type { ArticleContent } from '../articles/article-content.js';
import { contentJson, readContent, type StoredContent } from '../articles/revision.sql.js';
import { type ArticleSave, type StoredArticle, saveArticles } from '../articles/save-articles.js';
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { at, Mistakes, rejected } from '../core/user-error.js';
import { MAX_TAGS } from './content.inputs.js';
import { describeTags } from './describe-change.js';
import { STATUS } from './desk-article.sql.js';

interface Tagged extends StoredArticle {
  isShown: boolean;
  content: ArticleContent;
}

export async function tagArticles(
  tx: Tx,
  actor: Editor,
  { articleIds, add, remove }: { articleIds: string[]; add: string[]; remove: string[] },
  now = new Date(),
): Promise<string[]> {
  await tx.query('select 1 from article where id = any($1) order by id for update', [articleIds]);
  const { articles, targets } = await readTagged(tx, articleIds, [...add, ...remove]);
  refuseUnknown(articleIds, articles, add, targets);
  refuseBoth(add, remove, targets);
  const retag = retagging(add, remove, targets);
  const changes = articles.flatMap((article) => {
    const tagIds = retag(article.content.tagIds);
    return tagIds.join() === article.content.tagIds.join()
      ? []
      : [{ article, content: { ...article.content, tagIds } }];
  });
  refuseTooMany(articleIds, changes);
  const saves = changes.map(
    ({ article, content }): ArticleSave => ({
      stored: article,
      content,
      action: 'TAG',
      comment: null,
      authorId: actor.userId,
      status: article.status,
      face: article.isShown ? 'REPLACE' : 'KEEP',
      release: null,
      imported: null,
    }),
  );
  if (saves.length > 0) {
    await saveArticles(tx, saves, now);
    const summary = describeTags(add, remove);
    await recordAudit(
      tx,
      actor,
      changes.map(({ article }) => ({ action: 'TAG', subjectId: article.id, summary })),
    );
  }
  return articleIds;
}

/** Of a tag that was merged, what it went into; of others themselves. */
type Targets = Record<string, string>;

/** Versions keep the tags that they were saved with: one that was merged since stands for what it went into. */
function retagging(add: string[], remove: string[], targets: Targets) {
  const targetOf = (id: string) => targets[id] ?? id;
  const removed = new Set(remove.map(targetOf));
  return (tagIds: string[]): string[] => {
    const kept = tagIds.filter((id) => !removed.has(targetOf(id)));
    const there = new Set(kept.map(targetOf));
    return [...kept, ...new Set(add.filter((id) => !there.has(targetOf(id))))];
  };
}

/** The articles, and the targets of these tags and of all that were merged with them. */
async function readTagged(
  tx: Tx,
  articleIds: string[],
  tagIds: string[],
): Promise<{ articles: Tagged[]; targets: Targets }> {
  const rows = await tx.query<Tagged & { content: StoredContent; targets: Targets | null }>(
    `select a.id, a.slug, ${STATUS} as status, a.version, a.content_version as "contentVersion",
       a.published_revision is not null as published, coalesce(a.published_revision = a.working_revision, false) as "isShown",
       ${contentJson('w')} as content, (
       select json_object_agg(t.id, coalesce(t.merged_into_id, t.id)) from tag t where coalesce(t.merged_into_id, t.id) in (
         select coalesce(m.merged_into_id, m.id) from tag m where m.id = any($2))) as targets
     from article a join revision w on w.article_id = a.id and w.number = a.working_revision where a.id = any($1) order by a.id`,
    [articleIds, tagIds],
  );
  return {
    articles: rows.map((row) => ({ ...row, content: readContent(row.content) })),
    targets: rows[0]?.targets ?? {},
  };
}

function refuseUnknown(articleIds: string[], articles: Tagged[], add: string[], targets: Targets): void {
  const mistakes = new Mistakes();
  const byId = new Map(articles.map((article) => [article.id, article]));
  articleIds.forEach((id, index) => {
    const article = byId.get(id);
    if (!article) mistakes.add(at('articleIds', index), `There is no article ${id}.`, 'NOT_FOUND');
    else if (article.status === 'WITHDRAWN')
      mistakes.add(at('articleIds', index), `The article ${id} was withdrawn.`, 'BAD_TRANSITION');
  });
  if (articles.length > 0)
    for (const id of add.filter((tag) => !Object.hasOwn(targets, tag)))
      mistakes.add(at('addTagIds'), `There is no tag ${id}.`, 'NOT_FOUND');
  mistakes.refuse();
}

/** Two tags may have become one since the caller last looked. */
function refuseBoth(add: string[], remove: string[], targets: Targets): void {
  const removed = new Set(remove.map((id) => targets[id] ?? id));
  if (add.some((id) => removed.has(targets[id] ?? id)))
    throw rejected('INVALID', at('removeTagIds'), 'A tag cannot be added and removed at once.');
}

function refuseTooMany(articleIds: string[], changes: { article: Tagged; content: ArticleContent }[]): void {
  const mistakes = new Mistakes();
  for (const { article, content } of changes)
    if (content.tagIds.length > Math.max(MAX_TAGS, article.content.tagIds.length))
      mistakes.add(
        at('articleIds', articleIds.indexOf(article.id)),
        `${article.id} would have ${content.tagIds.length} tags: ${MAX_TAGS} are the most.`,
      );
  mistakes.refuse();
}
