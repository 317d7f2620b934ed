/** What administrators do to users. Passwords are hashed before the transaction begins. */
import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { Permission, type Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { answer, mutate, mutateChecked, transact } from '../core/mutate.js';
import { resetPassword } from './change-password.js';
import { createUser } from './create-user.js';
import { editUser } from './edit-user.js';
import { hashPassword } from './password.js';
import { makeCode } from './random-code.js';
import { CreateUserInput, EditUserInput, parseNewUser, parseUserChanges, ResetPasswordInput } from './user.inputs.js';
import { userById } from './user.loaders.js';
import { OneTimePasswordPayload, UserPayload } from './user.payloads.js';

@Resolver()
export class ManageUsersResolver {
  @Authorized<Requirement>(Permission.USERS_MANAGE)
  @Mutation(() => OneTimePasswordPayload, {
    nullable: true,
    description:
      'Adds a user, with the password given or with one that is made and shown this once. DUPLICATE for a known e-mail.',
  })
  createUser(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => CreateUserInput, { description: 'Who she is.' }) input: CreateUserInput,
  ): Promise<OneTimePasswordPayload> {
    return answer(
      ctx,
      async () => {
        const { password, ...user } = parseNewUser(input);
        const oneTimePassword = password === null ? makeCode() : null;
        const passwordHash = await hashPassword(password ?? (oneTimePassword as string));
        const id = await transact(ctx, (tx) => createUser(tx, ctx.editor, { ...user, passwordHash }));
        return { id, oneTimePassword };
      },
      async ({ id, oneTimePassword }) => ({ user: await ctx.load(userById, id), oneTimePassword }),
    );
  }

  @Authorized<Requirement>(Permission.USERS_MANAGE)
  @Mutation(() => UserPayload, {
    nullable: true,
    description: 'Changes a user, from her next request on. INVALID where no active administrator would be left.',
  })
  editUser(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => EditUserInput, { description: 'Whom, and what changes.' }) input: EditUserInput,
  ): Promise<UserPayload> {
    return mutateChecked(
      ctx,
      () => parseUserChanges(input),
      (tx, changes) => editUser(tx, ctx.editor, input.id, changes),
      async () => ({ user: await ctx.load(userById, input.id) }),
    );
  }

  @Authorized<Requirement>(Permission.USERS_MANAGE)
  @Mutation(() => OneTimePasswordPayload, {
    nullable: true,
    description: 'Replaces a password by one that is made and shown this once, and ends all sessions of the user.',
  })
  async resetPassword(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => ResetPasswordInput, { description: 'Whose.' }) { userId }: ResetPasswordInput,
  ): Promise<OneTimePasswordPayload> {
    const oneTimePassword = makeCode();
    const hash = await hashPassword(oneTimePassword);
    return mutate(
      ctx,
      (tx) => resetPassword(tx, ctx.editor, userId, hash),
      async () => ({ user: await ctx.load(userById, userId), oneTimePassword }),
    );
  }
}
