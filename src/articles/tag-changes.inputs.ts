/** What editors say of tags. In edits an absent field stays and null clears. */
import { Field, ID, InputType } from 'type-graphql';
import { LocalizedTextInput } from '../core/localized-text-input.js';
import { TagKind } from '../tags/tag.entity.js';

const NAMES = 'Its names, the first one first; one a language, at least one.';
const KIND = 'What it stands for.';
const ALIASES = 'Other names and spellings that lead to it; the whole set.';
const BROADER = 'The tag that it is a part of; null for none.';
const MEDIA_TOPIC = 'IPTC Media Topic code, where one fits: "medtop:" and eight digits.';

@InputType({ description: 'A new tag.' })
export class TagInput {
  @Field(() => String, { nullable: true, description: 'Its slug; made of its first name where it is not given.' })
  slug?: string | null;

  @Field(() => [LocalizedTextInput], { description: NAMES })
  names!: LocalizedTextInput[];

  @Field(() => TagKind, { description: KIND })
  kind!: TagKind;

  @Field(() => [String], { nullable: true, description: ALIASES })
  aliases?: string[] | null;

  @Field(() => ID, { nullable: true, description: BROADER })
  broaderId?: string | null;

  @Field(() => String, { nullable: true, description: MEDIA_TOPIC })
  mediaTopic?: string | null;
}

@InputType({ description: 'Changes of a tag.' })
export class EditTagInput {
  @Field(() => ID, { description: 'The tag.' })
  id!: string;

  @Field(() => [LocalizedTextInput], { nullable: true, description: NAMES })
  names?: LocalizedTextInput[] | null;

  @Field(() => TagKind, { nullable: true, description: KIND })
  kind?: TagKind | null;

  @Field(() => [String], {
    nullable: true,
    description: `${ALIASES} One that is left out is no longer shown, but keeps leading to it.`,
  })
  aliases?: string[] | null;

  @Field(() => ID, { nullable: true, description: BROADER })
  broaderId?: string | null;

  @Field(() => String, { nullable: true, description: MEDIA_TOPIC })
  mediaTopic?: string | null;
}

@InputType({ description: 'Tags that are one.' })
export class MergeTagsInput {
  @Field(() => [ID], { description: 'Those that go; their slugs, names and aliases lead to the other from then on.' })
  from!: string[];

  @Field(() => ID, { description: 'The one that stays.' })
  into!: string;
}
