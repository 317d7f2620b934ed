/**
 * How every action on an article goes: lock, read, authorise, decide by version and state, save with its audit entry. What
 * an action adds stands in its own file.
 */

import type { ArticleStatus } from '../articles/article.entity.js';
import type { ArticleContent } from '../articles/article-content.js';
import { type ArticleSave, type Face, type Release, releaseAt, saveArticles } from '../articles/save-articles.js';
import { recordAudit } from '../audit/audit.js';
import type { Editor } from '../core/access.js';
import type { Tx } from '../core/database.js';
import { forbidden } from '../core/errors.js';
import { idPrefix } from '../core/ids.js';
import { at, Mistakes, rejected } from '../core/user-error.js';
import { conflictWith } from './conflict.js';
import type { ContentPatch } from './content-patch.js';
import { describeChange } from './describe-change.js';
import { lockRow } from './desk-article.sql.js';
import { checkPublishable } from './publish-checks.js';
import { type References, readWork, type WorkRow } from './work.sql.js';
import { type ArticleAction, mayAct, roleAllows, transition } from './workflow.js';

export interface Work {
  action: ArticleAction;
  article: WorkRow;
  /** The state that the action leads to. */
  next: ArticleStatus;
  /** The content at the version that the caller named. */
  base: ArticleContent;
}

export interface Begin {
  articleId: string;
  version: number;
  action: ArticleAction;
  /** Whether an older version may be merged with what has come since. */
  merges?: boolean;
  /** A revision to read beside the working copy, where not that of the version. */
  revision?: number;
  named?: References;
}

/** NOT_FOUND, FORBIDDEN, VERSION_CONFLICT, BAD_TRANSITION, in this order. At most two statements but for a conflict. */
export async function beginWork(tx: Tx, actor: Editor, begin: Begin): Promise<Work> {
  const { articleId, version, action } = begin;
  await lockArticleRow(tx, actor, articleId);
  const article = await readWork(
    tx,
    actor,
    articleId,
    begin.revision ?? version,
    begin.named ?? {},
    action === 'WITHDRAW',
  );
  if (!roleAllows(actor, action, article.authorId)) throw notAllowed(actor, action);
  if (version > article.version || version < 1)
    throw rejected(
      'INVALID',
      at('version'),
      `version: ${version} is none of this article, which is at ${article.version}.`,
    );
  if (version !== article.version && !begin.merges) throw await conflictWith(tx, actor, article, version);
  const next = transition(article, action);
  if (next === null)
    throw rejected('BAD_TRANSITION', at('articleId'), `An article that is ${article.status} does not offer ${action}.`);
  if (!mayAct(actor, action, article)) throw notAllowed(actor, action);
  return {
    action,
    article,
    next,
    base: version === article.version ? article.content : (article.other ?? article.content),
  };
}

/** Keeps an article as it is until the commit; NOT_FOUND where the actor does not see it. */
export async function lockArticleRow(tx: Tx, actor: Editor, articleId: string): Promise<void> {
  const found = idPrefix(articleId) === 'a' && (await lockRow(tx, actor, articleId));
  if (!found) throw rejected('NOT_FOUND', at('articleId'), 'There is no such article at your desk.');
}

const notAllowed = (actor: Editor, action: ArticleAction) =>
  forbidden(`The role ${actor.role} does not allow ${action} of this article.`);

/** Refuses what a patch names and is not there. */
export function checkNamed(patch: ContentPatch, found: WorkRow['found']): void {
  const { sourceId, tagIds, leadImageId, imageIds } = patch.fields;
  const mistakes = new Mistakes();
  if (sourceId && !found.source)
    mistakes.add(at('content', 'sourceId'), 'There is no such source; its id is wanted, not its slug.', 'NOT_FOUND');
  for (const id of tagIds ?? [])
    if (!found.tags.includes(id)) mistakes.add(at('content', 'tagIds'), `There is no tag ${id}.`, 'NOT_FOUND');
  if (leadImageId && !found.images.includes(leadImageId))
    mistakes.add(at('content', 'leadImageId'), 'There is no such image.', 'NOT_FOUND');
  for (const id of imageIds ?? [])
    if (!found.images.includes(id))
      mistakes.add(at('content', 'body'), `A figure names the image ${id}, which is not there.`, 'NOT_FOUND');
  mistakes.refuse();
}

/** What a patch names, to be looked up. */
export function namedIn({ fields }: ContentPatch): References {
  const images = [...(fields.imageIds ?? []), ...(fields.leadImageId ? [fields.leadImageId] : [])];
  return { sourceId: fields.sourceId, tagIds: fields.tagIds, imageIds: images };
}

/** Refuses content that is not fit to be published at this moment, naming everything that is wanting. */
export function refuseUnfit(content: ArticleContent, releasedAt: Date): void {
  const mistakes = new Mistakes();
  for (const { passed, field, message } of checkPublishable(content, releasedAt))
    if (!passed) mistakes.add(at('content', field), `It cannot be published. ${message}.`);
  mistakes.refuse();
}

/** Content as the public gets it: a headline without a language of its own is in that of the text. */
export function forThePublic(content: ArticleContent): ArticleContent {
  return { ...content, titleLanguage: content.titleLanguage ?? content.language };
}

/** A new release at this moment. What the public has seen already is not held back again. */
export function releaseOf({ outlet, wasPublic }: WorkRow, moment: Date): Release {
  return releaseAt(moment, wasPublic ? 0 : (outlet?.embargoMinutes ?? 0));
}

export interface Finish {
  content?: ArticleContent;
  face: Face;
  release?: Release | null;
  comment?: string | null;
  correction?: string;
  withdrawalReason?: string | null;
  withdrawnBefore?: boolean;
  sameFace?: boolean;
  now: Date;
}

/** Saves the work as a new version, with its audit entry. Two statements, or three where tags are listed. */
export async function finishWork(tx: Tx, actor: Editor, work: Work, finish: Finish): Promise<string> {
  const { article, action, next } = work;
  const content = finish.content ?? article.content;
  const save: ArticleSave = {
    stored: article,
    content,
    action,
    comment: finish.comment ?? null,
    authorId: actor.userId,
    status: next,
    face: finish.face,
    release: finish.release ?? null,
    imported: null,
    correction: finish.correction,
    withdrawalReason: finish.withdrawalReason,
    withdrawnBefore: finish.withdrawnBefore,
    sameFace: finish.sameFace,
  };
  await saveArticles(tx, [save], finish.now);
  const after = { version: article.version + 1, status: next, content, release: finish.release };
  const summary = describeChange(article, after, finish.comment);
  await recordAudit(tx, actor, [{ action, subjectId: article.id, summary }]);
  return article.id;
}
