/** What lists of tags may be asked for. */
import { ArgsType, Field, InputType, registerEnumType } from 'type-graphql';
import { connectionTypes, PageArgs } from '../core/page.js';
import { fold } from '../text/fold.js';
import { Tag, TagKind } from './tag.entity.js';
import type { TagCondition } from './tag.sql.js';

export enum TagOrder {
  NAME = 'NAME',
  MOST_USED = 'MOST_USED',
}
registerEnumType(TagOrder, {
  name: 'TagOrder',
  description: 'Orders of a list of tags.',
  valuesConfig: {
    NAME: { description: 'By name, without the Arabic article.' },
    MOST_USED: {
      description: 'The one with most articles first; to partners, among the newest 10,000 that they may read.',
    },
  },
});

@InputType({ description: 'Which tags to list. A section is a top-level TOPIC.' })
export class TagFilter {
  @Field(() => TagKind, { nullable: true, description: 'Tags of this kind.' })
  kind?: TagKind | null;

  @Field(() => String, { nullable: true, description: 'A part of a name or an alias; spelling is folded.' })
  nameContains?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: those without a broader tag; false: those with one.' })
  topLevel?: boolean | null;
}

@ArgsType()
export class TagsArgs extends PageArgs {
  @Field(() => TagFilter, { nullable: true, description: 'Which ones.' })
  filter?: TagFilter | null;

  @Field(() => TagOrder, { defaultValue: TagOrder.NAME, description: 'In which order.' })
  orderBy!: TagOrder;
}

export const TagConnection = connectionTypes('Tag', () => Tag);

export function parseTagFilter(filter: TagFilter | null | undefined): TagCondition {
  return {
    kind: filter?.kind ?? null,
    nameContains: filter?.nameContains ? fold(filter.nameContains) : null,
    topLevel: filter?.topLevel ?? null,
  };
}
