/** Who stands behind an entry of the audit log. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { AuditEntry } from '../audit/audit-entry.entity.js';
import type { RequestContext } from '../core/context.js';
import { User } from './user.entity.js';
import { userById } from './user.loaders.js';

@Resolver(() => AuditEntry)
export class AuditActorResolver {
  @FieldResolver(() => User, {
    nullable: true,
    description: 'Who did it; null for readers, and for what the clock does.',
  })
  actor(@Root() { actorId }: AuditEntry, @Ctx() ctx: RequestContext): Promise<User | null> | null {
    return actorId === null ? null : ctx.load(userById, actorId);
  }
}
