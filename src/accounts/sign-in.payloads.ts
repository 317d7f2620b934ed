/** What signing in and setting a second factor up answer: secrets that are shown this once. */
import { Field, ObjectType } from 'type-graphql';
import { Payload } from '../core/payload.js';
import { DateTimeScalar, UriScalar } from '../core/scalars.js';
import { User } from './user.entity.js';

@ObjectType({ description: 'A session.' })
export class SignInPayload extends Payload {
  @Field(() => String, {
    nullable: true,
    description: 'Send it as `Authorization: Bearer`; browsers have it as a cookie too. Shown this once.',
  })
  token?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the session ends.' })
  expiresAt?: Date | null;

  @Field(() => User, { nullable: true, description: 'Who is signed in now.' })
  user?: User | null;
}

@ObjectType({ description: 'What an app needs for a second factor, and codes for when it is lost. Shown this once.' })
export class SetUpTwoFactorPayload extends Payload {
  @Field(() => UriScalar, { nullable: true, description: 'What the app reads, as a QR code or by hand.' })
  otpauthUri?: string | null;

  @Field(() => [String], { nullable: true, description: 'Each signs in once in place of a code.' })
  recoveryCodes?: string[] | null;
}
