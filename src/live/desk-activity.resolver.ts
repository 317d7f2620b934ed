/** The desk as it moves. */
import { Arg, Authorized, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from 'type-graphql';
import { User } from '../accounts/user.entity.js';
import { userById } from '../accounts/user.loaders.js';
import type { Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { DeskActivity } from './desk-activity.js';
import { followDesk } from './follow-desk.js';
import type { LiveContext } from './live-context.js';

@Resolver(() => DeskActivity)
export class DeskActivityResolver {
  @Authorized<Requirement>('SIGNED_IN')
  @Subscription(() => DeskActivity, {
    nullable: true,
    description: 'Who opens, locks, edits or moves what the caller sees at the desk. Editors only.',
    subscribe: ({ context, args }: { context: LiveContext; args: { articleId?: string | null } }) =>
      followDesk(context.inside, args.articleId ?? null),
  })
  deskActivity(
    @Root() activity: DeskActivity,
    @Arg('articleId', () => ID, { nullable: true, description: 'Of this article only: its own id, as inputs take it.' })
    _articleId?: string,
  ): DeskActivity {
    return activity;
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who; null for the clock.' })
  actor(@Root() { actorId }: DeskActivity, @Ctx() ctx: RequestContext): Promise<User | null> | null {
    return actorId === null ? null : ctx.load(userById, actorId);
  }
}
