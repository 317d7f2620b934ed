/** The mutations on articles. */
import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ArticleField } from '../articles/merge-content.js';
import { type Editor, Permission, type Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import type { Tx } from '../core/database.js';
import { mutateChecked } from '../core/mutate.js';
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
import { changeTo } from './change-state.js';
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

type UseCase<Input, Result> = (tx: Tx, actor: Editor, input: Input) => Promise<Result>;

/** Checks the input, runs a use case that answers the id of an article, and shows the article. */
const changing = <Given, Input>(
  ctx: RequestContext,
  given: Given,
  parse: (given: Given) => Input,
  useCase: UseCase<Input, string>,
): Promise<ArticlePayload> =>
  mutateChecked(
    ctx,
    () => parse(given),
    (tx, input) => useCase(tx, ctx.editor, input),
    async (id) => ({ article: await ctx.load(deskArticleOf, id) }),
  );

/** The same for what may be merged. */
const merging = <Given, Input>(
  ctx: RequestContext,
  given: Given,
  parse: (given: Given) => Input,
  useCase: UseCase<Input, { articleId: string; merged: ArticleField[] }>,
): Promise<ArticlePayload> =>
  mutateChecked(
    ctx,
    () => parse(given),
    (tx, input) => useCase(tx, ctx.editor, input),
    async ({ articleId, merged }) => ({ article: await ctx.load(deskArticleOf, articleId), merged }),
  );

/** Inputs in which nothing can be wrong that their types do not say. */
const asGiven = <Input>(input: Input) => input;

@Resolver()
export class ArticleActionsResolver {
  @Authorized<Requirement>(ARTICLE_WRITE)
  @Mutation(() => ArticlePayload, { nullable: true, description: 'Writes a new draft.' })
  createArticle(@Ctx() ctx: RequestContext, @Arg('input', () => CreateArticleInput, INPUT) input: CreateArticleInput) {
    return changing(ctx, input, parseCreate, createArticle);
  }

  @Authorized<Requirement>(ARTICLE_WRITE)
  @Mutation(() => ArticlePayload, {
    nullable: true,
    description:
      'Changes the working copy. Made from an older version, it is merged where the two sides changed different fields; else VERSION_CONFLICT.',
  })
  editArticle(@Ctx() ctx: RequestContext, @Arg('input', () => EditArticleInput, INPUT) input: EditArticleInput) {
    return merging(ctx, input, parseEdit, editArticle);
  }

  @Authorized<Requirement>(ARTICLE_WRITE)
  @Mutation(() => ArticlePayload, { nullable: true, description: 'Hands a draft in for review.' })
  submitArticle(@Ctx() ctx: RequestContext, @Arg('input', () => ArticleActionInput, INPUT) input: ArticleActionInput) {
    return changing(ctx, input, parseAction, changeTo('SUBMIT'));
  }

  @Authorized<Requirement>(ARTICLE_PUBLISH)
  @Mutation(() => ArticlePayload, { nullable: true, description: 'Gives an article back to its writer.' })
  returnArticle(@Ctx() ctx: RequestContext, @Arg('input', () => ArticleActionInput, INPUT) input: ArticleActionInput) {
    return changing(ctx, input, parseAction, changeTo('RETURN'));
  }

  @Authorized<Requirement>(ARTICLE_PUBLISH)
  @Mutation(() => ArticlePayload, {
    nullable: true,
    description: 'Publishes an article, or puts its working copy live.',
  })
  publishArticle(@Ctx() ctx: RequestContext, @Arg('input', () => ArticleActionInput, INPUT) input: ArticleActionInput) {
    return changing(ctx, input, parseAction, publishArticle);
  }

  @Authorized<Requirement>(ARTICLE_PUBLISH)
  @Mutation(() => ArticlePayload, { nullable: true, description: 'Has an article published at a time.' })
  scheduleArticle(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => ScheduleArticleInput, INPUT) input: ScheduleArticleInput,
  ) {
    return changing(ctx, input, parseSchedule, scheduleArticle);
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
    return changing(ctx, input, parseAction, changeTo('UNSCHEDULE'));
  }

  @Authorized<Requirement>(ARTICLE_PUBLISH)
  @Mutation(() => ArticlePayload, { nullable: true, description: 'Takes an article off; it may come back.' })
  unpublishArticle(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => ArticleActionInput, INPUT) input: ArticleActionInput,
  ) {
    return changing(ctx, input, parseAction, changeTo('UNPUBLISH'));
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
    return merging(ctx, input, parseCorrection, correctArticle);
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
    return changing(ctx, input, parseWithdrawal, withdrawArticle);
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
    return changing(ctx, input, asGiven, restoreRevision);
  }

  @Authorized<Requirement>(ARTICLE_WRITE)
  @Mutation(() => DeleteArticlePayload, {
    nullable: true,
    description: 'Deletes an article; only what was never published.',
  })
  deleteArticle(@Ctx() ctx: RequestContext, @Arg('input', () => ArticleActionInput, INPUT) input: ArticleActionInput) {
    return mutateChecked(
      ctx,
      () => parseAction(input),
      (tx, checked) => deleteArticle(tx, ctx.editor, checked),
      (deletedId) => ({ deletedId }),
    );
  }

  @Authorized<Requirement>(ARTICLE_PUBLISH)
  @Mutation(() => ArticlePayload, { nullable: true, description: 'Says whose work an article is.' })
  assignArticle(@Ctx() ctx: RequestContext, @Arg('input', () => AssignArticleInput, INPUT) input: AssignArticleInput) {
    return changing(ctx, input, asGiven, assignArticle);
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
    return changing(ctx, articleId, asGiven, lockArticle);
  }

  @Authorized<Requirement>(ARTICLE_WRITE)
  @Mutation(() => ArticlePayload, { nullable: true, description: "Ends a lock: her own, or as an EDITOR anybody's." })
  unlockArticle(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => LockArticleInput, INPUT) { articleId }: LockArticleInput,
  ) {
    return changing(ctx, articleId, asGiven, unlockArticle);
  }

  @Authorized<Requirement>(ARTICLE_WRITE)
  @Mutation(() => ArticlePayload, { nullable: true, description: 'Adds a note for other editors.' })
  addNote(@Ctx() ctx: RequestContext, @Arg('input', () => AddNoteInput, INPUT) input: AddNoteInput) {
    return changing(ctx, input, parseNote, addNote);
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
    return mutateChecked(
      ctx,
      () => parsePreview(input),
      (tx, checked) => createPreviewLink(tx, ctx.editor, checked),
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
    return mutateChecked(
      ctx,
      () => parseBulkTags(input),
      (tx, checked) => tagArticles(tx, ctx.editor, checked),
      async (ids) => ({
        articles: (await Promise.all(ids.map((id) => ctx.load(deskArticleOf, id)))).filter(
          (article) => article !== null,
        ),
      }),
    );
  }
}
