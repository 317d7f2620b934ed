/** What people sign in with and what they get. */
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTimeScalar, UriScalar } from '../core/scalars.js';
import { UserError } from '../core/user-error.js';
import { User } from './user.entity.js';

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

@ObjectType({ description: 'A session.' })
export class SignInPayload {
  @Field(() => String, {
    nullable: true,
    description: 'Send it as `Authorization: Bearer`; browsers have it as a cookie too. Shown this once.',
  })
  token?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the session ends.' })
  expiresAt?: Date | null;

  @Field(() => User, { nullable: true, description: 'Who is signed in now.' })
  user?: User | null;

  @Field(() => [UserError], { description: 'What the caller can mend; empty on success.' })
  errors!: UserError[];
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

@ObjectType({ description: 'What an app needs for a second factor, and codes for when it is lost. Shown this once.' })
export class SetUpTwoFactorPayload {
  @Field(() => UriScalar, { nullable: true, description: 'What the app reads, as a QR code or by hand.' })
  otpauthUri?: string | null;

  @Field(() => [String], { nullable: true, description: 'Each signs in once in place of a code.' })
  recoveryCodes?: string[] | null;

  @Field(() => [UserError], { description: 'What the caller can mend; empty on success.' })
  errors!: UserError[];
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
