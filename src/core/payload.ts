/** What mutations answer: what became of a thing, or what the caller can mend. */
import { Field, ID, ObjectType } from 'type-graphql';
import { UserError } from './user-error.js';

@ObjectType({ description: 'What a mutation answers.' })
export abstract class Payload {
  @Field(() => [UserError], { description: 'What the caller can mend; empty where all went well.' })
  errors!: UserError[];
}

@ObjectType({ description: 'What was deleted.' })
export class DeletePayload extends Payload {
  @Field(() => ID, { nullable: true, description: 'Its id; null where nothing was deleted.' })
  deletedId?: string | null;
}
