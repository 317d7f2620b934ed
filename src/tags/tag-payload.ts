/** What mutations of tags answer. */
import { Field, ObjectType } from 'type-graphql';
import { UserError } from '../core/user-error.js';
import { Tag } from './tag.entity.js';

@ObjectType({ description: 'A tag that was made, changed or merged into.' })
export class TagPayload {
  @Field(() => Tag, { nullable: true, description: 'The tag; null where there are errors.' })
  tag!: Tag | null;

  @Field(() => [UserError], { description: 'What the caller can mend; empty on success.' })
  errors!: UserError[];
}
