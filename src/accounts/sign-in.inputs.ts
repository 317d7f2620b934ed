/** What people sign in with, and send to change that. */
import { Field, ID, InputType } from 'type-graphql';

@InputType({ description: 'Who wants in.' })
export class SignInInput {
  @Field(() => String, { description: 'Her e-mail; upper and lower case are one.' })
  email!: string;

  @Field(() => String, { description: 'Her password.' })
  password!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Where she has a second factor: the code of her app, or a recovery code.',
  })
  code?: string | null;
}

@InputType({ description: 'A new password for who asks.' })
export class ChangePasswordInput {
  @Field(() => String, { description: 'The one that holds.' })
  currentPassword!: string;

  @Field(() => String, { description: 'The new one, of 8 to 200 characters.' })
  newPassword!: string;
}

@InputType({ description: 'Begins a second factor for who asks.' })
export class SetUpTwoFactorInput {
  @Field(() => String, { description: 'Her password.' })
  password!: string;
}

@InputType({ description: 'Puts the second factor on that was set up.' })
export class ConfirmTwoFactorInput {
  @Field(() => String, { description: 'The code that the app shows.' })
  code!: string;
}

@InputType({ description: 'Takes a second factor away.' })
export class TurnOffTwoFactorInput {
  @Field(() => String, { description: 'The password of who asks.' })
  password!: string;

  @Field(() => ID, { nullable: true, description: "Whose, for administrators; without it, the caller's own." })
  userId?: string | null;
}
