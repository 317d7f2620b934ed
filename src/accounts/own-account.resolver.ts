/** What everybody at the desk does to her own account: password and second factor. */
import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import { meets, Permission, type Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { forbidden } from '../core/errors.js';
import { answer, transact } from '../core/mutate.js';
import { Mistakes } from '../core/user-error.js';
import { changePassword } from './change-password.js';
import { checkNewPassword, hashPassword } from './password.js';
import { asOwnGuess, withOwnPassword } from './prove.js';
import {
  ChangePasswordInput,
  ConfirmTwoFactorInput,
  SetUpTwoFactorInput,
  TurnOffTwoFactorInput,
} from './sign-in.inputs.js';
import { SetUpTwoFactorPayload } from './sign-in.payloads.js';
import { confirmTwoFactor, setUpTwoFactor, turnOffTwoFactor } from './two-factor.js';
import { userById } from './user.loaders.js';
import { UserPayload } from './user.payloads.js';

@Resolver()
export class OwnAccountResolver {
  @Authorized<Requirement>('SIGNED_IN')
  @Mutation(() => UserPayload, {
    nullable: true,
    description: "Changes the caller's password and ends all her other sessions.",
  })
  changePassword(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => ChangePasswordInput, { description: 'Both passwords.' }) input: ChangePasswordInput,
  ): Promise<UserPayload> {
    return answer(
      ctx,
      () => {
        const mistakes = new Mistakes();
        checkNewPassword(input.newPassword, 'newPassword', mistakes);
        mistakes.refuse();
        return withOwnPassword(ctx, 'currentPassword', input.currentPassword, async (account) => {
          const change = {
            hash: await hashPassword(input.newPassword),
            expected: account.passwordHash,
            token: ctx.request.token,
          };
          await transact(ctx, (tx) => changePassword(tx, ctx.editor, change));
        });
      },
      () => ofUser(ctx, ctx.editor.userId),
    );
  }

  @Authorized<Requirement>('SIGNED_IN')
  @Mutation(() => SetUpTwoFactorPayload, {
    nullable: true,
    description: 'Prepares a second factor. It is asked for once `confirmTwoFactor` has put it on.',
  })
  setUpTwoFactor(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => SetUpTwoFactorInput, { description: 'The password.' }) { password }: SetUpTwoFactorInput,
  ): Promise<SetUpTwoFactorPayload> {
    return answer(
      ctx,
      () =>
        withOwnPassword(ctx, 'password', password, ({ email }) =>
          transact(ctx, (tx) => setUpTwoFactor(tx, ctx.editor, email)),
        ),
      (made) => made,
    );
  }

  @Authorized<Requirement>('SIGNED_IN')
  @Mutation(() => UserPayload, {
    nullable: true,
    description: 'Puts the second factor on that `setUpTwoFactor` prepared, by a first code.',
  })
  confirmTwoFactor(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => ConfirmTwoFactorInput, { description: 'The code.' }) { code }: ConfirmTwoFactorInput,
  ): Promise<UserPayload> {
    return answer(
      ctx,
      () => asOwnGuess(ctx, (account) => transact(ctx, (tx) => confirmTwoFactor(tx, ctx.editor, account, code))),
      () => ofUser(ctx, ctx.editor.userId),
    );
  }

  @Authorized<Requirement>('SIGNED_IN')
  @Mutation(() => UserPayload, {
    nullable: true,
    description: "Takes the second factor away: the caller's own, or by an administrator another's.",
  })
  turnOffTwoFactor(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => TurnOffTwoFactorInput, { description: 'Whose, and the password of who asks.' })
    { password, userId }: TurnOffTwoFactorInput,
  ): Promise<UserPayload> {
    const whose = userId ?? ctx.editor.userId;
    if (whose !== ctx.editor.userId && !meets(ctx.actor, Permission.USERS_MANAGE))
      throw forbidden("Another's second factor is an administrator's to take away.");
    return answer(
      ctx,
      () =>
        withOwnPassword(ctx, 'password', password, () =>
          transact(ctx, (tx) => turnOffTwoFactor(tx, ctx.editor, whose)),
        ),
      () => ofUser(ctx, whose),
    );
  }
}

const ofUser = async (ctx: RequestContext, id: string) => ({ user: await ctx.load(userById, id) });
