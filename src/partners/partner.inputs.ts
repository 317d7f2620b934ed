/** What administrators say of partners and keys. In edits an absent field stays. */
import { Field, ID, InputType, Int } from 'type-graphql';
import { DateTimeScalar } from '../core/scalars.js';
import { Access } from '../sources/source.entity.js';

const NAME = 'Her name, of at most 200 characters; no two partners have the same.';
const REQUESTS = 'Requests that all her keys together may make in a minute; 1 to 1,000,000.';

@InputType({ description: 'What a partner may take of a source.' })
export class GrantInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The source; without it, all sources that have no grant of their own.',
  })
  sourceId?: string | null;

  @Field(() => Access, { description: 'How much of each article.' })
  access!: Access;

  @Field(() => Int, {
    nullable: false,
    defaultValue: 0,
    description: 'Minutes from the publication here until she sees an article; at most 525,600.',
  })
  embargoMinutes!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it ends, in the future; never, where nothing is said.',
  })
  until?: Date | null;
}

@InputType({ description: 'A new partner.' })
export class PartnerInput {
  @Field(() => String, { description: NAME })
  name!: string;

  @Field(() => [GrantInput], { description: 'What she may take; one grant a source, at most 1,000.' })
  grants!: GrantInput[];

  @Field(() => Int, { nullable: false, defaultValue: 600, description: REQUESTS })
  requestsPerMinute!: number;
}

@InputType({ description: 'Changes of a partner.' })
export class EditPartnerInput {
  @Field(() => ID, { description: 'Whom.' })
  id!: string;

  @Field(() => String, { nullable: true, description: NAME })
  name?: string | null;

  @Field(() => [GrantInput], {
    nullable: true,
    description: 'All that she may take from now on: a grant that is not among these ends.',
  })
  grants?: GrantInput[] | null;

  @Field(() => Int, { nullable: true, description: REQUESTS })
  requestsPerMinute?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether her keys open anything.' })
  active?: boolean | null;
}

@InputType({
  description: 'A new key. To replace one, make another, change over, then revoke the first: both work until then.',
})
export class CreateApiKeyInput {
  @Field(() => ID, { description: 'Whose.' })
  partnerId!: string;

  @Field(() => String, { description: 'What it is for, in at most 200 characters.' })
  name!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it ends, in the future; never, where nothing is said.',
  })
  expiresAt?: Date | null;
}

@InputType({ description: 'Which key.' })
export class ApiKeyIdInput {
  @Field(() => ID, { description: 'Its id.' })
  id!: string;
}
