/** What lists of sources may be asked for, and what editors say of sources. In edits an absent field stays and null clears. */
import { ArgsType, Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { LocalizedTextInput } from '../core/localized-text-input.js';
import { connectionTypes, PageArgs } from '../core/page.js';
import { LanguageScalar, UrlScalar } from '../core/scalars.js';
import { fold } from '../text/fold.js';
import { Access, Source } from './source.entity.js';
import type { SourceCondition } from './source.sql.js';

export enum SourceOrder {
  NAME = 'NAME',
  MOST_ARTICLES = 'MOST_ARTICLES',
  LATEST = 'LATEST',
}
registerEnumType(SourceOrder, {
  name: 'SourceOrder',
  description: 'Orders of a list of sources.',
  valuesConfig: {
    NAME: { description: 'By name, without the Arabic article.' },
    MOST_ARTICLES: { description: 'The one with most articles first.' },
    LATEST: { description: 'The one with the newest article first.' },
  },
});

@InputType({ description: 'Which sources to list.' })
export class SourceFilter {
  @Field(() => String, {
    nullable: true,
    description: 'A part of a name, in any of its languages; spelling is folded.',
  })
  nameContains?: string | null;

  @Field(() => [LanguageScalar], { nullable: true, description: 'Sources that publish in one of these.' })
  languages?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Country, ISO 3166-1 alpha-2.' })
  country?: string | null;
}

@ArgsType()
export class SourcesArgs extends PageArgs {
  @Field(() => SourceFilter, { nullable: true, description: 'Which ones.' })
  filter?: SourceFilter | null;

  @Field(() => SourceOrder, { defaultValue: SourceOrder.NAME, description: 'In which order.' })
  orderBy!: SourceOrder;
}

export const SourceConnection = connectionTypes('Source', () => Source);

export function parseSourceFilter(filter: SourceFilter | null | undefined): SourceCondition {
  return {
    nameContains: filter?.nameContains ? fold(filter.nameContains) : null,
    languages: filter?.languages ?? null,
    country: filter?.country?.toUpperCase() ?? null,
  };
}

const NAMES = 'Its names, the first one first; one a language, at least one.';
const LANGUAGES = 'The languages that it publishes in, the first one first; at least one.';
const COUNTRY = 'Country, ISO 3166-1 alpha-2.';
const HOMEPAGE = 'Its own site.';
const TIME_ZONE = 'IANA name of the zone that its days are counted in; Africa/Casablanca where nothing is said.';

@InputType({ description: "What the public may have of a source's articles." })
export class RightsInput {
  @Field(() => Access, { description: 'How much of each article.' })
  access!: Access;

  @Field(() => String, { nullable: true, description: 'The line that must stand beside its texts.' })
  credit?: string | null;

  @Field(() => Int, {
    nullable: false,
    defaultValue: 0,
    description: 'Minutes from the publication here until the public sees an article; at most 525,600.',
  })
  embargoMinutes!: number;
}

@InputType({ description: 'A new source.' })
export class SourceInput {
  @Field(() => String, { nullable: true, description: 'Its slug; made of its first name where it is not given.' })
  slug?: string | null;

  @Field(() => [LocalizedTextInput], { description: NAMES })
  names!: LocalizedTextInput[];

  @Field(() => [LanguageScalar], { description: LANGUAGES })
  languages!: string[];

  @Field(() => String, { nullable: true, description: COUNTRY })
  country?: string | null;

  @Field(() => UrlScalar, { nullable: true, description: HOMEPAGE })
  homepage?: string | null;

  @Field(() => String, { nullable: true, description: TIME_ZONE })
  timeZone?: string | null;

  @Field(() => RightsInput, { nullable: true, description: 'Everything at once, where nothing is said.' })
  rights?: RightsInput | null;
}

@InputType({ description: 'Changes of a source.' })
export class EditSourceInput {
  @Field(() => ID, { description: 'The source.' })
  id!: string;

  @Field(() => [LocalizedTextInput], { nullable: true, description: NAMES })
  names?: LocalizedTextInput[] | null;

  @Field(() => [LanguageScalar], { nullable: true, description: LANGUAGES })
  languages?: string[] | null;

  @Field(() => String, { nullable: true, description: COUNTRY })
  country?: string | null;

  @Field(() => UrlScalar, { nullable: true, description: HOMEPAGE })
  homepage?: string | null;

  @Field(() => String, { nullable: true, description: TIME_ZONE })
  timeZone?: string | null;

  @Field(() => RightsInput, {
    nullable: true,
    description: 'All of its rights. Another embargo holds for what still waits; what is public stays so.',
  })
  rights?: RightsInput | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether its feeds are left alone.' })
  paused?: boolean | null;
}
