/** What callers may ask of the change feed. */
import { Field, ID, InputType } from 'type-graphql';
import { badUserInput } from '../core/errors.js';
import { checkId } from '../core/ids.js';
import { ChangeKind } from './change-kind.js';
import { type ChangeCondition, NO_CONDITION } from './change-log.sql.js';

const MAX_SOURCES = 100;

@InputType({ description: 'Only what never changes of an article, lest a mirror rot silently.' })
export class ChangeFilter {
  @Field(() => [ID], { nullable: true, description: 'Only articles of these sources; at most 100.' })
  sourceIds?: string[] | null;

  @Field(() => [ChangeKind], {
    nullable: true,
    description: 'Only changes of these kinds. Who mirrors needs the tombstones too.',
  })
  kinds?: ChangeKind[] | null;
}

/** BAD_USER_INPUT names what cannot be used. */
export function readChangeFilter(filter: ChangeFilter | null | undefined): ChangeCondition {
  if (!filter) return NO_CONDITION;
  const { sourceIds = null, kinds = null } = filter;
  if (sourceIds && sourceIds.length > MAX_SOURCES)
    throw badUserInput('filter.sourceIds', `${sourceIds.length} sources are more than ${MAX_SOURCES}`);
  for (const id of sourceIds ?? []) checkId('filter.sourceIds', id, 's');
  return { sourceIds: sourceIds && [...new Set(sourceIds)], kinds: kinds && [...new Set(kinds)] };
}
