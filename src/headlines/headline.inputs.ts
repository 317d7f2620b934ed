/** What editors say of a ticker. */
import { Field, ID, InputType, Int } from 'type-graphql';
import { DateTimeScalar, UrlScalar } from '../core/scalars.js';

const TICKER = { nullable: false, defaultValue: 'main', description: 'Which ticker.' } as const;

@InputType({ description: 'A pin: an article here, or a title with a link elsewhere.' })
export class PinHeadlineInput {
  @Field(() => String, TICKER)
  ticker!: string;

  @Field(() => ID, { nullable: true, description: 'An article here, public or not yet; its title is the line.' })
  articleId?: string | null;

  @Field(() => String, { nullable: true, description: 'The line, where it leads elsewhere.' })
  title?: string | null;

  @Field(() => UrlScalar, { nullable: true, description: 'Where it leads.' })
  url?: string | null;

  @Field(() => Int, { description: 'Its place among the pins; 1 to 55.' })
  position!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when; for good where nothing is said.' })
  until?: Date | null;
}

@InputType({ description: 'A pin that goes.' })
export class UnpinHeadlineInput {
  @Field(() => String, TICKER)
  ticker!: string;

  @Field(() => ID, { description: 'The headline that is pinned.' })
  headlineId!: string;
}
