/** Signing in and out. */
import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { answer, transact } from '../core/mutate.js';
import { SignInInput } from './sign-in.inputs.js';
import { signIn } from './sign-in.js';
import { SignInPayload } from './sign-in.payloads.js';
import { signOut } from './sign-out.js';
import { findUsers } from './user.sql.js';

@Resolver()
export class SignInResolver {
  @Authorized<Requirement>('ANYBODY')
  @Mutation(() => SignInPayload, {
    nullable: true,
    description:
      'Opens a session. An unknown e-mail and a wrong password are one and the same error, BAD_CREDENTIALS; CODE_REQUIRED asks for the second factor. After too many failures: RATE_LIMITED.',
  })
  signIn(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => SignInInput, { description: 'Who wants in.' }) input: SignInInput,
  ): Promise<SignInPayload> {
    const { email, password } = input;
    return answer(
      ctx,
      () => signIn(ctx, { email, password, code: input.code?.trim() || null }),
      async ({ token, expiresAt, userId }) => {
        ctx.cookie.set(token, expiresAt);
        const [user] = await findUsers(ctx.db, [userId]);
        return { token, expiresAt, user: user ? { ...user, isCaller: true } : null };
      },
    );
  }

  @Authorized<Requirement>('SIGNED_IN')
  @Mutation(() => Boolean, { nullable: true, description: 'Ends the session that the request came with.' })
  async signOut(@Ctx() ctx: RequestContext): Promise<boolean> {
    await transact(ctx, (tx) => signOut(tx, ctx.editor, ctx.request.token as string));
    ctx.cookie.clear();
    return true;
  }
}
