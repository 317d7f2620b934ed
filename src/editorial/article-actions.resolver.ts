/** The mutations on articles. */
import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ArticleField } from '../articles/merge-content.js';
import { Permission, type Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import type { Tx } from '../core/database.js';
import { mutate } from '../core/mutate.js';
import { addNote } from './add-note.js';
import {
  AddNoteInput,
  ArticleActionInput,
  AssignArticleInput,
  CorrectArticleInput,
  CreateArticleInput,
  CreatePreviewLinkInput,
  EditArticleInput,
  LockArticleInput,
  parseAction,
  parseBulkTags,
  parseCorrection,
  parseCreate,
  parseEdit,
  parseNote,
  parsePreview,
  parseSchedule,
  parseWithdrawal,
  RestoreRevisionInput,
  ScheduleArticleInput,
  TagArticlesInput,
  WithdrawArticleInput,
} from './article-actions.inputs.js';
import {
  ArticlePayload,
  DeleteArticlePayload,
  PreviewLinkPayload,
  TagArticlesPayload,
} from './article-actions.payloads.js';
import { assignArticle } from './assign-article.js';
import { changeState } from './change-state.js';
import { createArticle } from './create-article.js';
import { createPreviewLink } from './create-preview-link.js';
import { deleteArticle } from './delete-article.js';
import { deskArticleOf } from './desk.loaders.js';
import { editArticle } from './edit-article.js';
import { lockArticle, unlockArticle } from './lock-article.js';
import { correctArticle, publishArticle, scheduleArticle } from './publish-article.js';
import { restoreRevision } from './restore-revision.js';
import { tagArticles } from './tag-articles.js';
import { withdrawArticle } from './withdraw-article.js';

const { ARTICLE_WRITE, ARTICLE_PUBLISH, ARTICLE_WITHDRAW, TAG_EDIT } = Permission;
const INPUT = { description: 'What to do, and to what.' } as const;

/** Runs a use case that answers the id of an article, and shows the article. */
const changing = (ctx: RequestContext, work: (tx: Tx) => Promise<string>): Promise<ArticlePayload> =>
  mutate(ctx, work, async (id) => ({ article: await ctx.load(deskArticleOf, id) }));

/** The same for what may be merged. */
const merging = (
  ctx: RequestContext,
  work: (tx: Tx) => Promise<{ articleId: string; merged: ArticleField[] }>,
): Promise<ArticlePayload> =>
  mutate(ctx, work, async ({ articleId, merged }) => ({ article: await ctx.load(deskArticleOf, articleId), merged }));

@Resolver()
export class ArticleActionsResolver {
  @Authorized<Requirement>(ARTICLE_WRITE)
  @Mutation(() => ArticlePayload, { nullable: true, description: 'Writes a new draft.' })
  createArticle(@Ctx() ctx: RequestContext, @Arg('input', () => CreateArticleInput, INPUT) input: CreateArticleInput) {
    return changing(ctx, (tx) => createArticle(tx, ctx.editor, parseCreate(input)));
  }

  @Authorized<Requirement>(ARTICLE_WRITE)
  @Mutation(() => ArticlePayload, {
    nullable: true,
    description:
      'Changes the working copy. Made from an older version, it is merged where the two sides changed different fields; else VERSION_CONFLICT.',
  })
  editArticle(@Ctx() ctx: RequestContext, @Arg('input', () => EditArticleInput, INPUT) input: EditArticleInput) {
    return merging(ctx, (tx) => editArticle(tx, ctx.editor, parseEdit(input)));
  }

  @Authorized<Requirement>(ARTICLE_WRITE)
  @Mutation(() => ArticlePayload, { nullable: true, description: 'Hands a draft in for review.' })
  submitArticle(@Ctx() ctx: RequestContext, @Arg('input', () => ArticleActionInput, INPUT) input: ArticleActionInput) {
    return changing(ctx, (tx) => changeState(tx, ctx.editor, 'SUBMIT', parseAction(input)));
  }

  @Authorized<Requirement>(ARTICLE_PUBLISH)
  @Mutation(() => ArticlePayload, { nullable: true, description: 'Gives an article back to its writer.' })
  returnArticle(@Ctx() ctx: RequestContext, @Arg('input', () => ArticleActionInput, INPUT) input: ArticleActionInput) {
    return changing(ctx, (tx) => changeState(tx, ctx.editor, 'RETURN', parseAction(input)));
  }

  @Authorized<Requirement>(ARTICLE_PUBLISH)
  @Mutation(() => ArticlePayload, {
    nullable: true,
    description: 'Publishes an article, or puts its working copy live.',
  })
  publishArticle(@Ctx() ctx: RequestContext, @Arg('input', () => ArticleActionInput, INPUT) input: ArticleActionInput) {
    return changing(ctx, (tx) => publishArticle(tx, ctx.editor, parseAction(input)));
  }

  @Authorized<Requirement>(ARTICLE_PUBLISH)
  @Mutation(() => ArticlePayload, { nullable: true, description: 'Has an article published at a time.' })
  scheduleArticle(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => ScheduleArticleInput, INPUT) input: ScheduleArticleInput,
  ) {
    return changing(ctx, (tx) => scheduleArticle(tx, ctx.editor, parseSchedule(input)));
  }

  @Authorized<Requirement>(ARTICLE_PUBLISH)
  @Mutation(() => ArticlePayload, {
    nullable: true,
    description: 'Takes a schedule back; the article is a draft again.',
  })
  unscheduleArticle(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => ArticleActionInput, INPUT) input: ArticleActionInput,
  ) {
    return changing(ctx, (tx) => changeState(tx, ctx.editor, 'UNSCHEDULE', parseAction(input)));
  }

  @Authorized<Requirement>(ARTICLE_PUBLISH)
  @Mutation(() => ArticlePayload, { nullable: true, description: 'Takes an article off; it may come back.' })
  unpublishArticle(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => ArticleActionInput, INPUT) input: ArticleActionInput,
  ) {
    return changing(ctx, (tx) => changeState(tx, ctx.editor, 'UNPUBLISH', parseAction(input)));
  }

  @Authorized<Requirement>(ARTICLE_PUBLISH)
  @Mutation(() => ArticlePayload, {
    nullable: true,
    description: 'Publishes the text as corrected, with a public note.',
  })
  correctArticle(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => CorrectArticleInput, INPUT) input: CorrectArticleInput,
  ) {
    return merging(ctx, (tx) => correctArticle(tx, ctx.editor, parseCorrection(input)));
  }

  @Authorized<Requirement>(ARTICLE_WITHDRAW)
  @Mutation(() => ArticlePayload, {
    nullable: true,
    description: 'Takes an article down for good: a tombstone stays, its text is gone from every public answer.',
  })
  withdrawArticle(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => WithdrawArticleInput, INPUT) input: WithdrawArticleInput,
  ) {
    return changing(ctx, (tx) => withdrawArticle(tx, ctx.editor, parseWithdrawal(input)));
  }

  @Authorized<Requirement>(ARTICLE_WRITE)
  @Mutation(() => ArticlePayload, {
    nullable: true,
    description: 'Makes an earlier version the working copy, as a new version.',
  })
  restoreRevision(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => RestoreRevisionInput, INPUT) input: RestoreRevisionInput,
  ) {
    return changing(ctx, (tx) => restoreRevision(tx, ctx.editor, input));
  }

  @Authorized<Requirement>(ARTICLE_WRITE)
  @Mutation(() => DeleteArticlePayload, {
    nullable: true,
    description: 'Deletes an article; only what was never published.',
  })
  deleteArticle(@Ctx() ctx: RequestContext, @Arg('input', () => ArticleActionInput, INPUT) input: ArticleActionInput) {
    return mutate(
      ctx,
      (tx) => deleteArticle(tx, ctx.editor, parseAction(input)),
      (deletedId) => ({ deletedId }),
    );
  }

  @Authorized<Requirement>(ARTICLE_PUBLISH)
  @Mutation(() => ArticlePayload, { nullable: true, description: 'Says whose work an article is.' })
  assignArticle(@Ctx() ctx: RequestContext, @Arg('input', () => AssignArticleInput, INPUT) input: AssignArticleInput) {
    const { articleId, assigneeId = null } = input;
    return changing(ctx, (tx) => assignArticle(tx, ctx.editor, { articleId, assigneeId }));
  }

  @Authorized<Requirement>(ARTICLE_WRITE)
  @Mutation(() => ArticlePayload, {
    nullable: true,
    description:
      'A lease of five minutes that warns others; asking again renews it. LOCKED while another holds it; an EDITOR may unlock, then lock.',
  })
  lockArticle(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => LockArticleInput, INPUT) { articleId }: LockArticleInput,
  ) {
    return changing(ctx, (tx) => lockArticle(tx, ctx.editor, articleId));
  }

  @Authorized<Requirement>(ARTICLE_WRITE)
  @Mutation(() => ArticlePayload, { nullable: true, description: "Ends a lock: her own, or as an EDITOR anybody's." })
  unlockArticle(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => LockArticleInput, INPUT) { articleId }: LockArticleInput,
  ) {
    return changing(ctx, (tx) => unlockArticle(tx, ctx.editor, articleId));
  }

  @Authorized<Requirement>(ARTICLE_WRITE)
  @Mutation(() => ArticlePayload, { nullable: true, description: 'Adds a note for other editors.' })
  addNote(@Ctx() ctx: RequestContext, @Arg('input', () => AddNoteInput, INPUT) input: AddNoteInput) {
    return changing(ctx, (tx) => {
      const { articleId, text } = parseNote(input);
      return addNote(tx, ctx.editor, articleId, text);
    });
  }

  @Authorized<Requirement>(ARTICLE_WRITE)
  @Mutation(() => PreviewLinkPayload, {
    nullable: true,
    description: 'Makes a link that shows a version to whoever has it.',
  })
  createPreviewLink(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => CreatePreviewLinkInput, INPUT) input: CreatePreviewLinkInput,
  ): Promise<PreviewLinkPayload> {
    return mutate(
      ctx,
      (tx) => createPreviewLink(tx, ctx.editor, parsePreview(input)),
      ({ token, expiresAt }) => ({ url: `${ctx.request.origin}/preview/${token}`, expiresAt }),
    );
  }

  @Authorized<Requirement>(TAG_EDIT)
  @Mutation(() => TagArticlesPayload, {
    nullable: true,
    description:
      'Adds and removes tags of many articles at once; public at once where nothing else waits to be published.',
  })
  tagArticles(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => TagArticlesInput, INPUT) input: TagArticlesInput,
  ): Promise<TagArticlesPayload> {
    return mutate(
      ctx,
      (tx) => tagArticles(tx, ctx.editor, parseBulkTags(input)),
      async (ids) => ({
        articles: (await Promise.all(ids.map((id) => ctx.load(deskArticleOf, id)))).filter(
          (article) => article !== null,
        ),
      }),
    );
  }
}
