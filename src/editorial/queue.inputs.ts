/** What the desk's lists may be asked for. */
import { ArgsType, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { badUserInput } from '../core/errors.js';
import { Count, PageArgs } from '../core/page.js';
import { DateTimeScalar, LanguageScalar } from '../core/scalars.js';
import { fold } from '../text/fold.js';
import { DeskArticle } from './desk-article.js';
import type { QueueCondition } from './queue.sql.js';
import { ARTICLE_STATUSES } from './workflow.js';

export enum DeskOrder {
  RECENTLY_MODIFIED = 'RECENTLY_MODIFIED',
  RECENTLY_ARRIVED = 'RECENTLY_ARRIVED',
  SCHEDULED_FIRST = 'SCHEDULED_FIRST',
}
registerEnumType(DeskOrder, {
  name: 'DeskOrder',
  description: "Orders of the desk's lists.",
  valuesConfig: {
    RECENTLY_MODIFIED: { description: 'What was worked on last comes first.' },
    RECENTLY_ARRIVED: { description: 'What came last comes first.' },
    SCHEDULED_FIRST: { description: 'What is scheduled, the next one first; then what was worked on last.' },
  },
});

@InputType({
  description: 'Which articles of the desk to list. Sources, tags and languages are those of the working copy.',
})
export class DeskFilter {
  @Field(() => [ARTICLE_STATUSES], { nullable: true, description: 'In one of these states.' })
  statuses?: QueueCondition['statuses'];

  @Field(() => ID, { nullable: true, description: 'Assigned to this user.' })
  assigneeId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: assigned to nobody; false: to somebody.' })
  unassigned?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Written by this user.' })
  authorId?: string | null;

  @Field(() => [ID], { nullable: true, description: 'From one of these sources.' })
  sourceIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'With one of these tags.' })
  tagIds?: string[] | null;

  @Field(() => [LanguageScalar], { nullable: true, description: 'In one of these languages.' })
  languages?: string[] | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Worked on from this moment on (inclusive), by modifiedAt.',
  })
  from?: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Worked on before this moment (exclusive), by modifiedAt.',
  })
  before?: Date | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether its working copy was changed since it was published.' })
  hasUnpublishedChanges?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether its hour has come and no worker has written that down.',
  })
  overdue?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it came in again after a withdrawal.' })
  withdrawnBefore?: boolean | null;
}

@ArgsType()
export class QueueArgs extends PageArgs {
  @Field(() => DeskFilter, { nullable: true, description: 'Which ones.' })
  filter?: DeskFilter | null;

  @Field(() => String, { nullable: true, description: 'A part of the working title; spelling is folded.' })
  text?: string | null;

  @Field(() => DeskOrder, {
    nullable: false,
    defaultValue: DeskOrder.RECENTLY_MODIFIED,
    description: 'In which order.',
  })
  orderBy!: DeskOrder;
}

@ObjectType({ description: 'How many articles are in a state.' })
export class StatusCount {
  @Field(() => ARTICLE_STATUSES, { description: 'The state.' })
  status!: keyof typeof ARTICLE_STATUSES;

  @Field(() => Count, { nullable: true, description: 'How many.' })
  count!: Count;
}

export enum CalendarKind {
  SCHEDULED = 'SCHEDULED',
  PUBLISHED = 'PUBLISHED',
  EMBARGO_ENDS = 'EMBARGO_ENDS',
}
registerEnumType(CalendarKind, {
  name: 'CalendarKind',
  description: 'What happens at a time.',
  valuesConfig: {
    SCHEDULED: { description: 'It will be published.' },
    PUBLISHED: { description: 'It was published.' },
    EMBARGO_ENDS: { description: 'The public sees it from then on.' },
  },
});

@ObjectType({ description: 'What happens to an article at a time.' })
export class CalendarEntry {
  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;

  @Field(() => CalendarKind, { description: 'What.' })
  kind!: CalendarKind;

  @Field(() => DeskArticle, { nullable: true, description: 'To which article.' })
  article?: DeskArticle | null;

  articleId!: string;
}

const MAX_VALUES = 100;

/** Refuses what no list can be asked for, naming the field. */
export function readQueueFilter(filter: DeskFilter | null | undefined, text?: string | null): QueueCondition {
  for (const name of ['statuses', 'sourceIds', 'tagIds', 'languages'] as const) {
    const given = filter?.[name]?.length ?? 0;
    if (given > MAX_VALUES) throw badUserInput(`filter.${name}`, `${given} values are more than ${MAX_VALUES}`);
  }
  return {
    statuses: filter?.statuses ? [...new Set(filter.statuses)] : null,
    assigneeId: filter?.assigneeId ?? null,
    unassigned: filter?.unassigned ?? null,
    authorId: filter?.authorId ?? null,
    sourceIds: filter?.sourceIds ?? null,
    tagIds: filter?.tagIds ?? null,
    languages: filter?.languages ?? null,
    from: filter?.from ?? null,
    before: filter?.before ?? null,
    hasUnpublishedChanges: filter?.hasUnpublishedChanges ?? null,
    overdue: filter?.overdue ?? null,
    withdrawnBefore: filter?.withdrawnBefore ?? null,
    text: text?.trim() ? fold(text) : null,
  };
}
