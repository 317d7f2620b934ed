/** Images at the desk: what there is, and what editors do to one. */
import { Arg, Args, Authorized, Ctx, FieldResolver, Mutation, Resolver } from 'type-graphql';
import { Permission, type Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { Desk } from '../core/desk.js';
import { mutate, mutateChecked } from '../core/mutate.js';
import { COUNT_CAP, capped, makePage, readPage } from '../core/page.js';
import { DeletePayload } from '../core/payload.js';
import { deleteImage } from './delete-image.js';
import { countDeskImages, listDeskImages } from './desk-images.sql.js';
import { editImage } from './edit-image.js';
import {
  DeleteImageInput,
  EditImageInput,
  ImageConnection,
  ImagesArgs,
  parseImageEdit,
  readSearch,
} from './image.inputs.js';
import { deskImageById } from './image.loaders.js';
import { ImagePayload } from './image.payloads.js';

@Resolver(() => Desk)
export class DeskImagesResolver {
  @Authorized<Requirement>('SIGNED_IN')
  @FieldResolver(() => ImageConnection, {
    nullable: true,
    description: 'Images, newest first: all that are not deleted, for a contributor those that she uploaded.',
  })
  async images(@Ctx() ctx: RequestContext, @Args(() => ImagesArgs) args: ImagesArgs) {
    const page = readPage(args, 'desk:images', 'number');
    const words = readSearch(args.text);
    const rows = await listDeskImages(ctx.db, ctx.editor, words, page);
    for (const row of rows) ctx.prime(deskImageById, row.id, row);
    const count = async () => capped(await countDeskImages(ctx.db, ctx.editor, words, COUNT_CAP));
    return new ImageConnection(
      makePage(page, rows, (row) => ({ value: String(row.createdAt.getTime()), id: row.id }), count),
    );
  }
}

@Resolver()
export class ImageMutations {
  @Authorized<Requirement>(Permission.REPORTS_SETTLE)
  @Mutation(() => ImagePayload, { nullable: true, description: 'Changes what is said about a picture.' })
  editImage(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => EditImageInput, { description: 'The image and the changes.' }) input: EditImageInput,
  ): Promise<ImagePayload> {
    return mutateChecked(
      ctx,
      () => parseImageEdit(input),
      (tx, edit) => editImage(tx, ctx.editor, edit),
      async (id) => ({ image: await ctx.load(deskImageById, id) }),
    );
  }

  @Authorized<Requirement>(Permission.REPORTS_SETTLE)
  @Mutation(() => DeletePayload, {
    nullable: true,
    description: 'Deletes an image. Refused as INVALID while live content uses it.',
  })
  deleteImage(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => DeleteImageInput, { description: 'The image.' }) input: DeleteImageInput,
  ): Promise<DeletePayload> {
    return mutate(
      ctx,
      (tx) => deleteImage(tx, ctx.editor, input.id),
      (deletedId) => ({ deletedId }),
    );
  }
}
