/** What mutations of users answer. */
import { Field, ObjectType } from 'type-graphql';
import { Payload } from '../core/payload.js';
import { User } from './user.entity.js';

@ObjectType({ description: 'The user after the change.' })
export class UserPayload extends Payload {
  @Field(() => User, { nullable: true, description: 'The user; null where there are errors.' })
  user?: User | null;
}

@ObjectType({ description: 'The user, and a password that was made for her.' })
export class OneTimePasswordPayload extends Payload {
  @Field(() => User, { nullable: true, description: 'The user; null where there are errors.' })
  user?: User | null;

  @Field(() => String, {
    nullable: true,
    description: 'Shown this once, where no password was given: she ought to change it.',
  })
  oneTimePassword?: string | null;
}
