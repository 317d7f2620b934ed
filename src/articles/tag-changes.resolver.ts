/** Editors' changes of tags, and what becomes of the articles that stand under them. */
import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { Permission, type Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { mutate } from '../core/mutate.js';
import { createTag } from '../tags/create-tag.js';
import { editTag } from '../tags/edit-tag.js';
import { mergeTags } from '../tags/merge-tags.js';
import { tagById } from '../tags/tag.loaders.js';
import { TagPayload } from '../tags/tag.payloads.js';
import { relistArticles } from './relist-articles.js';
import { EditTagInput, MergeTagsInput, TagInput } from './tag-changes.inputs.js';

@Resolver()
export class TagChangesResolver {
  @Mutation(() => TagPayload, { nullable: true, description: 'Makes a tag.' })
  @Authorized<Requirement>(Permission.TAG_EDIT)
  createTag(@Ctx() ctx: RequestContext, @Arg('input', () => TagInput, { description: 'The tag.' }) input: TagInput) {
    return mutate(ctx, (tx) => createTag(tx, ctx.editor, input), payloadOf(ctx));
  }

  @Mutation(() => TagPayload, {
    nullable: true,
    description: 'Changes a tag. Its articles follow it in the tree: the newest at once, the others soon after.',
  })
  @Authorized<Requirement>(Permission.TAG_EDIT)
  editTag(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => EditTagInput, { description: 'The changes.' }) input: EditTagInput,
  ) {
    return mutate(
      ctx,
      async (tx) => {
        const { id, moved } = await editTag(tx, ctx.editor, input);
        if (moved) await relistArticles(tx, [id]);
        return id;
      },
      payloadOf(ctx),
    );
  }

  @Mutation(() => TagPayload, {
    nullable: true,
    description: 'Merges tags into one. Their articles become its own: the newest at once, the others soon after.',
  })
  @Authorized<Requirement>(Permission.TAG_MERGE)
  mergeTags(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => MergeTagsInput, { description: 'The tags.' }) input: MergeTagsInput,
  ) {
    return mutate(
      ctx,
      async (tx) => {
        const { id, from } = await mergeTags(tx, ctx.editor, input);
        await relistArticles(tx, from);
        return id;
      },
      payloadOf(ctx),
    );
  }
}

const payloadOf = (ctx: RequestContext) => async (id: string) => ({ tag: await ctx.load(tagById, id) });
