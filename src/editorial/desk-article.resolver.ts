/** Articles at the desk, over GraphQL. */
import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { User } from '../accounts/user.entity.js';
import { userById } from '../accounts/user.loaders.js';
import { Article } from '../articles/article.entity.js';
import { articleById } from '../articles/article.loaders.js';
import { FieldDiff } from '../articles/diff-content.js';
import { AuditConnection, auditPageOf } from '../audit/audit-page.js';
import { Permission, type Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { Desk } from '../core/desk.js';
import { capped, ForwardArgs, makePage, readPage } from '../core/page.js';
import { ContentView, RevisionConnection, type RevisionView } from './article-content.view.js';
import { deskArticleOf, notesOf, readableContent, revisionCountOf, revisionsOf } from './desk.loaders.js';
import { ChangePlan, DeskArticle, EditLock, Note } from './desk-article.js';
import { diffVersions } from './diff.js';
import { planPublishing, planWithdrawal } from './plan.js';
import { tellOpened } from './tell-opened.js';
import { ARTICLE_ACTIONS, type ArticleAction, allowedActions } from './workflow.js';

const user = (ctx: RequestContext, id: string | null): Promise<User | null> | null =>
  id === null ? null : ctx.load(userById, id);

@Resolver(() => DeskArticle)
export class DeskArticleResolver {
  @FieldResolver(() => Article, { nullable: true, description: 'The public face; null unless it is public now.' })
  article(@Root() desk: DeskArticle, @Ctx() ctx: RequestContext): Promise<Article | null> | null {
    return desk.isPublic ? ctx.load(articleById, desk.articleId) : null;
  }

  @FieldResolver(() => ContentView, {
    nullable: true,
    description:
      'What the editors are working on; the public face stays as last published until it is published. The text of what was withdrawn is kept for chiefs.',
  })
  workingCopy(@Root() desk: DeskArticle, @Ctx() ctx: RequestContext): Promise<ContentView | null> | null {
    return readableContent(ctx, desk, desk.version);
  }

  @FieldResolver(() => Boolean, { description: 'Whether it is published and its working copy has been changed since.' })
  hasUnpublishedChanges(@Root() desk: DeskArticle): boolean {
    return desk.status === 'PUBLISHED' && desk.publishedRevision !== desk.version;
  }

  @FieldResolver(() => [ARTICLE_ACTIONS], { nullable: true, description: 'What the caller may do to it now.' })
  allowedActions(@Root() desk: DeskArticle, @Ctx() ctx: RequestContext): ArticleAction[] {
    return allowedActions(ctx.editor, desk);
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who wrote it; null for imports.' })
  createdBy(@Root() desk: DeskArticle, @Ctx() ctx: RequestContext): Promise<User | null> | null {
    return user(ctx, desk.authorId);
  }

  @FieldResolver(() => User, { nullable: true, description: 'Whose work it is.' })
  assignee(@Root() desk: DeskArticle, @Ctx() ctx: RequestContext): Promise<User | null> | null {
    return user(ctx, desk.assigneeId);
  }

  @FieldResolver(() => EditLock, { nullable: true, description: 'Who says that she is working on it.' })
  lock(@Root() { lockHolderId, lockExpiresAt }: DeskArticle): EditLock | null {
    return lockHolderId === null || lockExpiresAt === null
      ? null
      : { holderId: lockHolderId, expiresAt: lockExpiresAt };
  }

  @FieldResolver(() => RevisionConnection, { nullable: true, description: 'Its versions, latest first.' })
  async revisions(
    @Root() { articleId }: DeskArticle,
    @Ctx() ctx: RequestContext,
    @Args(() => ForwardArgs) args: ForwardArgs,
  ) {
    const page = readPage(args, 'revisions', 'number');
    const rows = await ctx.load(revisionsOf, articleId, page);
    const place = (row: RevisionView) => ({ value: String(row.number), id: row.id });
    return new RevisionConnection(
      makePage(page, rows, place, async () => capped(await ctx.load(revisionCountOf, articleId))),
    );
  }

  @FieldResolver(() => [FieldDiff], {
    nullable: true,
    description:
      'What changed between two versions, word by word: from what is published (else from nothing) to the working copy, where none is named. An unknown version is null.',
  })
  diff(
    @Root() desk: DeskArticle,
    @Ctx() ctx: RequestContext,
    @Arg('from', () => Int, { nullable: true, description: 'The earlier version.' }) from?: number | null,
    @Arg('to', () => Int, { nullable: true, description: 'The later version.' }) to?: number | null,
  ): Promise<FieldDiff[] | null> | null {
    if (!desk.readable) return null;
    return diffVersions(ctx, desk.articleId, from ?? desk.publishedRevision, to ?? desk.version);
  }

  @Authorized<Requirement>(Permission.AUDIT_READ)
  @FieldResolver(() => AuditConnection, {
    nullable: true,
    description: 'Who did what to it, the newest first; for chiefs.',
  })
  audit(@Root() desk: DeskArticle, @Ctx() ctx: RequestContext, @Args(() => ForwardArgs) args: ForwardArgs) {
    return auditPageOf(ctx, desk.articleId, args);
  }

  @FieldResolver(() => [Note], { nullable: true, description: 'The latest 200 notes, latest first.' })
  notes(@Root() desk: DeskArticle, @Ctx() ctx: RequestContext): Promise<Note[]> {
    return ctx.load(notesOf, desk.articleId);
  }

  @FieldResolver(() => ChangePlan, { nullable: true, description: 'What publishing would do, without doing it.' })
  publishPlan(@Root() desk: DeskArticle, @Ctx() ctx: RequestContext): Promise<ChangePlan | null> {
    return planPublishing(ctx, desk);
  }

  @FieldResolver(() => ChangePlan, { nullable: true, description: 'What withdrawing it would do, without doing it.' })
  withdrawPlan(@Root() desk: DeskArticle, @Ctx() ctx: RequestContext): Promise<ChangePlan | null> {
    return planWithdrawal(ctx, desk);
  }
}

@Resolver(() => EditLock)
export class EditLockResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Who holds it.' })
  holder(@Root() lock: EditLock, @Ctx() ctx: RequestContext): Promise<User | null> {
    return ctx.load(userById, lock.holderId);
  }
}

@Resolver(() => Note)
export class NoteResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Who wrote it.' })
  author(@Root() note: Note, @Ctx() ctx: RequestContext): Promise<User | null> {
    return ctx.load(userById, note.authorId);
  }
}

@Resolver(() => Article)
export class ArticleDeskResolver {
  @Authorized<Requirement>('SIGNED_IN')
  @FieldResolver(() => DeskArticle, {
    nullable: true,
    description: 'What its editors see; null for what the caller does not see there.',
  })
  desk(@Root() article: Article, @Ctx() ctx: RequestContext): Promise<DeskArticle | null> {
    return ctx.load(deskArticleOf, article.id);
  }
}

@Resolver(() => Desk)
export class DeskArticlesResolver {
  @FieldResolver(() => DeskArticle, { nullable: true, description: 'One article, in any state.' })
  async article(
    @Ctx() ctx: RequestContext,
    @Arg('articleId', () => ID, { description: "The Article's id." }) articleId: string,
  ): Promise<DeskArticle | null> {
    const article = await ctx.load(deskArticleOf, articleId);
    if (article) await tellOpened(ctx, article);
    return article;
  }
}
