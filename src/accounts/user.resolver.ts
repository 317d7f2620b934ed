/** Who asks, who works here, and the door to the desk. */
import { Args, ArgsType, Authorized, Ctx, Field, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { isEditor, Permission, permissionsOf, type Requirement, Role } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { Desk } from '../core/desk.js';
import { capped, connectionTypes, ForwardArgs, makePage, readPage } from '../core/page.js';
import { User } from './user.entity.js';
import { userById } from './user.loaders.js';
import { countUsers, listUsers } from './user.sql.js';
import { Viewer } from './viewer.js';

const UserConnection = connectionTypes('User', () => User);

@ArgsType()
class UsersArgs extends ForwardArgs {
  @Field(() => Boolean, { nullable: true, description: 'True: those who may sign in; false: those who may not.' })
  active?: boolean | null;
}

@Resolver(() => User)
export class UserResolver {
  @Query(() => Viewer, { description: 'Who asks: nobody, an editor, or a partner by her key.' })
  async viewer(@Ctx() ctx: RequestContext): Promise<Viewer> {
    const { actor } = ctx;
    if (actor.kind !== 'editor') return { user: null, permissions: [] };
    return { user: await ctx.load(userById, actor.userId), permissions: permissionsOf(actor.role) };
  }

  @Authorized<Requirement>('SIGNED_IN')
  @Query(() => Desk, {
    nullable: true,
    description: 'What editors alone may see. Null with FORBIDDEN for everybody else.',
  })
  desk(): Desk {
    return new Desk();
  }

  @FieldResolver(() => String, { nullable: true, description: 'Her e-mail: to herself and to administrators.' })
  email(@Root() user: User, @Ctx() ctx: RequestContext): string | null {
    return knowsAll(ctx, user) ? user.email : null;
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: 'Whether she signs in with a second factor: to herself and to administrators.',
  })
  twoFactor(@Root() user: User, @Ctx() ctx: RequestContext): boolean | null {
    return knowsAll(ctx, user) ? user.totpConfirmedAt !== null : null;
  }
}

const knowsAll = ({ actor }: RequestContext, user: User) =>
  user.isCaller || (isEditor(actor) && (actor.userId === user.id || actor.role === Role.ADMIN));

@Resolver(() => Desk)
export class DeskUsersResolver {
  @Authorized<Requirement>(Permission.ARTICLE_PUBLISH)
  @FieldResolver(() => UserConnection, { nullable: true, description: 'Who works here, by name; from EDITOR on.' })
  async users(@Ctx() ctx: RequestContext, @Args(() => UsersArgs) { active = null, ...args }: UsersArgs) {
    const page = readPage(args, 'users:NAME', 'text');
    const rows = await listUsers(ctx.db, active, page);
    for (const row of rows) ctx.prime(userById, row.id, row);
    return new UserConnection(
      makePage(
        page,
        rows,
        (user) => ({ value: user.name, id: user.id }),
        async () => capped(await countUsers(ctx.db, active)),
      ),
    );
  }
}
