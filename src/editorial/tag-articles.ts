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
import { at, Mistakes } from '../core/user-error.js';
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
  const { articles, tags } = await readTagged(tx, articleIds, add);
  refuseUnknown(articleIds, articles, add, tags);
  const changes = articles.flatMap((article) => {
    const kept = article.content.tagIds.filter((id) => !remove.includes(id));
    const tagIds = [...new Set([...kept, ...add])];
    return tagIds.join() === article.content.tagIds.join()
      ? []
      : [{ article, content: { ...article.content, tagIds } }];
  });
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

async function readTagged(
  tx: Tx,
  articleIds: string[],
  add: string[],
): Promise<{ articles: Tagged[]; tags: string[] }> {
  const rows = await tx.query<Tagged & { content: StoredContent; tags: string[] }>(
    `select a.id, a.slug, ${STATUS} as status, a.version, a.content_version as "contentVersion",
       a.published_revision is not null as published, coalesce(a.published_revision = a.working_revision, false) as "isShown",
       ${contentJson('w')} as content, array(select t.id from tag t where t.id = any($2)) as tags
     from article a join revision w on w.article_id = a.id and w.number = a.working_revision where a.id = any($1) order by a.id`,
    [articleIds, add],
  );
  return { articles: rows.map((row) => ({ ...row, content: readContent(row.content) })), tags: rows[0]?.tags ?? [] };
}

function refuseUnknown(articleIds: string[], articles: Tagged[], add: string[], tags: string[]): void {
  const mistakes = new Mistakes();
  const byId = new Map(articles.map((article) => [article.id, article]));
  articleIds.forEach((id, index) => {
    const article = byId.get(id);
    if (!article) mistakes.add(at('articleIds', index), `There is no article ${id}.`, 'NOT_FOUND');
    else if (article.status === 'WITHDRAWN')
      mistakes.add(at('articleIds', index), `The article ${id} was withdrawn.`, 'BAD_TRANSITION');
  });
  if (articles.length > 0)
    for (const id of add.filter((tag) => !tags.includes(tag)))
      mistakes.add(at('addTagIds'), `There is no tag ${id}.`, 'NOT_FOUND');
  mistakes.refuse();
}
