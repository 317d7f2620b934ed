/** What lists of sources may be asked for. */
import { ArgsType, Field, InputType, registerEnumType } from 'type-graphql';
import { connectionTypes, PageArgs } from '../core/page.js';
import { LanguageScalar } from '../core/scalars.js';
import { fold } from '../text/fold.js';
import { Source } from './source.entity.js';
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
