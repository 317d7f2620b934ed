/** Images over GraphQL. */
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../core/context.js';
import { badUserInput } from '../core/errors.js';
import { UrlScalar } from '../core/scalars.js';
import { FocalPoint, Image, ImageFormat } from './image.entity.js';
import { EXTENSIONS, type Extension, ladderWidth } from './variants.js';

@Resolver(() => Image)
export class ImageResolver {
  @FieldResolver(() => UrlScalar, {
    nullable: true,
    description:
      'Where its file is. `width` is rounded up to one of a fixed ladder of widths. Null while it is hidden.',
  })
  url(
    @Root() image: Image,
    @Ctx() ctx: RequestContext,
    @Arg('format', () => ImageFormat, { nullable: false, defaultValue: ImageFormat.WEBP, description: 'File format.' })
    format: ImageFormat,
    @Arg('width', () => Int, { nullable: true, description: 'Width wanted, in pixels; as wide as it is, without.' })
    width?: number,
  ): string | null {
    if (width != null && width < 1) throw badUserInput('width', `${width} is not a width in pixels`);
    if (image.hiddenAt) return null;
    const folder = `${ctx.request.origin}/media/${image.id}`;
    if (format === ImageFormat.ORIGINAL) return `${folder}/original`;
    const extension = (Object.keys(EXTENSIONS) as Extension[]).find((key) => EXTENSIONS[key] === format);
    return `${folder}/${ladderWidth(width, image.width)}.${extension}`;
  }

  @FieldResolver(() => Boolean, { description: 'Whether it is hidden; its place, texts and measures stay.' })
  hidden(@Root() image: Image): boolean {
    return image.hiddenAt !== null;
  }

  @FieldResolver(() => FocalPoint, {
    nullable: true,
    description: 'The point that must stay in sight when it is cropped.',
  })
  focalPoint(@Root() image: Image): FocalPoint | null {
    return image.focalX === null || image.focalY === null ? null : { x: image.focalX, y: image.focalY };
  }
}
