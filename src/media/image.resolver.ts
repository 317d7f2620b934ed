/** Images over GraphQL, as readers and editors alike have them. */
import { Arg, Authorized, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { badUserInput } from '../core/errors.js';
import { UrlScalar } from '../core/scalars.js';
import { FocalPoint, Image, ImageFormat } from './image.entity.js';
import { imageAddress } from './image-address.js';

const FORMAT = { nullable: false, defaultValue: ImageFormat.WEBP, description: 'File format.' } as const;
const WIDTH = { nullable: true, description: 'Width wanted, in pixels; as wide as it is, without.' } as const;

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
    @Arg('format', () => ImageFormat, FORMAT) format: ImageFormat,
    @Arg('width', () => Int, WIDTH) width?: number,
  ): string | null {
    checkWidth(width);
    return image.hiddenAt ? null : imageAddress(ctx.request.origin, image, format, width);
  }

  @Authorized<Requirement>('SIGNED_IN')
  @FieldResolver(() => UrlScalar, {
    nullable: true,
    description:
      'Editors only: where the browser of an editor who is signed in finds its file, whether it is hidden, public or neither.',
  })
  deskUrl(
    @Root() image: Image,
    @Ctx() ctx: RequestContext,
    @Arg('format', () => ImageFormat, FORMAT) format: ImageFormat,
    @Arg('width', () => Int, WIDTH) width?: number,
  ): string {
    checkWidth(width);
    return imageAddress(ctx.request.origin, image, format, width);
  }

  @FieldResolver(() => Boolean, { description: 'Whether it is hidden; its place and measures stay.' })
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

function checkWidth(width: number | undefined): void {
  if (width != null && width < 1) throw badUserInput('width', `${width} is not a width in pixels`);
}
