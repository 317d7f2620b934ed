/** Sources as editors change them. */
import { Arg, Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Permission, type Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { mutate } from '../core/mutate.js';
import { createSource } from './create-source.js';
import { editSource } from './edit-source.js';
import { DeskSource, Source } from './source.entity.js';
import { EditSourceInput, SourceInput } from './source.inputs.js';
import { sourceById } from './source.loaders.js';
import { SourcePayload } from './source.payloads.js';

@Resolver(() => Source)
export class SourceDeskResolver {
  @FieldResolver(() => DeskSource, { nullable: true, description: 'What editors alone may see of it.' })
  @Authorized<Requirement>('SIGNED_IN')
  desk(@Root() source: Source, @Ctx() ctx: RequestContext): Promise<DeskSource | null> {
    return ctx.load(sourceById, source.id);
  }

  @Mutation(() => SourcePayload, { nullable: true, description: 'Makes a source.' })
  @Authorized<Requirement>(Permission.SOURCES_MANAGE)
  createSource(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => SourceInput, { description: 'The source.' }) input: SourceInput,
  ) {
    return mutate(ctx, (tx) => createSource(tx, ctx.editor, input), payloadOf(ctx));
  }

  @Mutation(() => SourcePayload, { nullable: true, description: 'Changes a source, its rights among others.' })
  @Authorized<Requirement>(Permission.SOURCES_MANAGE)
  editSource(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => EditSourceInput, { description: 'The changes.' }) input: EditSourceInput,
  ) {
    return mutate(ctx, (tx) => editSource(tx, ctx.editor, input), payloadOf(ctx));
  }
}

const payloadOf = (ctx: RequestContext) => async (id: string) => ({ source: await ctx.load(sourceById, id) });
