/** The change feed as it grows. */
import { Arg, Resolver, Root, Subscription } from 'type-graphql';
import { Change } from '../changes/change.js';
import { ChangeFilter } from '../changes/change-filter.js';
import { followChanges } from './follow-changes.js';
import type { LiveContext } from './live-context.js';

interface ChangesArgs {
  after?: string | null;
  filter?: ChangeFilter | null;
}

@Resolver(() => Change)
export class LiveChangesResolver {
  @Subscription(() => Change, {
    nullable: true,
    description: 'Every change the caller may see, soon after its commit; `after` resumes without a gap.',
    subscribe: ({ context, args }: { context: LiveContext; args: ChangesArgs }) =>
      followChanges(context.inside, args.after ?? null, args.filter ?? null),
  })
  changes(
    @Root() change: Change,
    @Arg('after', () => String, {
      nullable: true,
      description:
        "A cursor of the feed, such as a change's id: begin with what comes after it. Without one, from now on.",
    })
    _after?: string,
    @Arg('filter', () => ChangeFilter, { nullable: true, description: 'Only some of them.' }) _filter?: ChangeFilter,
  ): Change {
    return change;
  }
}
