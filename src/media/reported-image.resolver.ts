/** Reports over GraphQL: readers send them, editors see and settle them. */
import { Arg, Args, Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { User } from '../accounts/user.entity.js';
import { userById } from '../accounts/user.loaders.js';
import { Permission, type Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { Desk } from '../core/desk.js';
import { rateLimited } from '../core/errors.js';
import { mutate } from '../core/mutate.js';
import { COUNT_CAP, capped, ForwardArgs, makePage, readPage } from '../core/page.js';
import { Image } from './image.entity.js';
import { deskImageById, imageById } from './image.loaders.js';
import { ImagePayload, ReportImagePayload } from './image.payloads.js';
import { reportImage } from './report-image.js';
import { thanks } from './report-thanks.js';
import { ImageReportConnection, ReasonCount, ReportedImage, ReportedImageConnection } from './reported-image.entity.js';
import {
  ReportedImagesArgs,
  ReportImageInput,
  ResolveImageReportsInput,
  readComment,
} from './reported-image.inputs.js';
import { reasonsOf, reportsOf } from './reported-image.loaders.js';
import { countReportedImages, listReportedImages } from './reported-image.sql.js';
import { reporterOf, secondsToWait } from './reporter.js';
import { settleReports } from './settle-reports.js';

@Resolver(() => Desk)
export class DeskReportsResolver {
  @Authorized<Requirement>(Permission.REPORTS_SETTLE)
  @FieldResolver(() => ReportedImageConnection, {
    nullable: true,
    description: 'Images that readers reported, the latest report first.',
  })
  async reportedImages(@Ctx() ctx: RequestContext, @Args(() => ReportedImagesArgs) args: ReportedImagesArgs) {
    const page = readPage(args, `desk:reported:${args.resolved}`, 'number');
    const rows = await listReportedImages(ctx.db, args.resolved, page);
    const count = async () => capped(await countReportedImages(ctx.db, args.resolved, COUNT_CAP));
    const place = (row: ReportedImage) => ({ value: String(row.lastReportedAt.getTime()), id: row.imageId });
    return new ReportedImageConnection(makePage(page, rows, place, count));
  }
}

@Resolver(() => ReportedImage)
export class ReportedImageResolver {
  @FieldResolver(() => Image, { nullable: true, description: 'The image, with its texts even while it is hidden.' })
  image(@Root() reported: ReportedImage, @Ctx() ctx: RequestContext): Promise<Image | null> {
    return ctx.load(deskImageById, reported.imageId);
  }

  @FieldResolver(() => [ReasonCount], {
    nullable: true,
    description: 'How many gave which reason, most frequent first.',
  })
  reasonCounts(@Root() reported: ReportedImage, @Ctx() ctx: RequestContext): Promise<ReasonCount[]> {
    return ctx.load(reasonsOf, reported.imageId);
  }

  @FieldResolver(() => ImageReportConnection, { nullable: true, description: 'The reports, latest first.' })
  async reports(
    @Root() reported: ReportedImage,
    @Ctx() ctx: RequestContext,
    @Args(() => ForwardArgs) args: ForwardArgs,
  ) {
    const page = readPage(args, 'image:reports', 'text');
    const rows = await ctx.load(reportsOf, reported.imageId, page);
    const count = async () => capped(reported.reportCount);
    return new ImageReportConnection(makePage(page, rows, (row) => ({ value: '', id: row.id }), count));
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who decided.' })
  decidedBy(@Root() reported: ReportedImage, @Ctx() ctx: RequestContext): Promise<User | null> | null {
    return reported.decidedById === null ? null : ctx.load(userById, reported.decidedById);
  }
}

@Resolver()
export class ReportMutations {
  @Authorized<Requirement>('ANYBODY')
  @Mutation(() => ReportImagePayload, {
    nullable: true,
    description: 'Anybody may report an image; several distinct reporters hide it until an editor decides.',
  })
  async reportImage(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => ReportImageInput, { description: 'The image and what is wrong with it.' })
    { imageId, reason, comment }: ReportImageInput,
  ): Promise<ReportImagePayload> {
    const seconds = ctx.settings.rateLimit ? await secondsToWait(ctx.request.address) : null;
    if (seconds !== null) throw rateLimited(seconds);
    const reporter = await reporterOf(ctx.db, ctx.request.address);
    const { image, hidden, message, errors } = await mutate(
      ctx,
      (tx) =>
        reportImage(
          tx,
          {
            imageId,
            actor: ctx.actor,
            reason,
            comment: readComment('comment', comment),
            reporter,
            requestId: ctx.request.id,
          },
          ctx.settings.reportThreshold,
        ),
      async (reported): Promise<Omit<ReportImagePayload, 'errors'>> => ({
        image: await ctx.load(imageById, imageId),
        hidden: reported.hidden,
        message: thanks(ctx.request.acceptLanguage, reported.hidden),
      }),
    );
    return { image, hidden: hidden ?? false, message, errors };
  }

  @Authorized<Requirement>(Permission.REPORTS_SETTLE)
  @Mutation(() => ImagePayload, {
    nullable: true,
    description: 'Shows a reported image again, or confirms that it is hidden. Its reports are settled.',
  })
  resolveImageReports(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => ResolveImageReportsInput, { description: 'The image and the decision.' })
    { imageId, decision, note }: ResolveImageReportsInput,
  ): Promise<ImagePayload> {
    return mutate(
      ctx,
      (tx) => settleReports(tx, ctx.editor, { imageId, decision, note: readComment('note', note) }),
      async (id) => ({ image: await ctx.load(deskImageById, id) }),
    );
  }
}
