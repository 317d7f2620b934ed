/** What mutations that delete something answer. */
import { Field, ID, ObjectType } from 'type-graphql';
import { UserError } from './user-error.js';

@ObjectType({ description: 'What was deleted.' })
export class DeletePayload {
  @Field(() => ID, { nullable: true, description: 'Its id; null where nothing was deleted.' })
  deletedId?: string | null;

  @Field(() => [UserError], { description: 'What kept it from being done; empty on success.' })
  errors!: UserError[];
}
