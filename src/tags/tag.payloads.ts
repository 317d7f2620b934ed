/** What mutations of tags answer. */
import { Field, ObjectType } from 'type-graphql';
import { Payload } from '../core/payload.js';
import { Tag } from './tag.entity.js';

@ObjectType({ description: 'A tag that was made, changed or merged into.' })
export class TagPayload extends Payload {
  @Field(() => Tag, { nullable: true, description: 'The tag; null where there are errors.' })
  tag!: Tag | null;
}
