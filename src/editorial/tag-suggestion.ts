/** A tag that would fit an article. The contract names the type with the desk's; search is what suggests. */
import { Field, Float, ObjectType } from 'type-graphql';
import { Tag } from '../tags/tag.entity.js';

@ObjectType({ description: 'A tag that would fit an article.' })
export class TagSuggestion {
  @Field(() => Tag, { nullable: true, description: 'The tag.' })
  tag!: Tag | null;

  @Field(() => Float, { description: 'How well it fits; comparable among the suggestions for one article only.' })
  score!: number;
}
