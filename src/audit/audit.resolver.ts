/** The audit log over GraphQL. */
import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Resolver } from 'type-graphql';
import { Permission, type Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { Desk } from '../core/desk.js';
import { ForwardArgs } from '../core/page.js';
import { AuditConnection, auditPage } from './audit-page.js';

@Resolver(() => Desk)
export class AuditResolver {
  @Authorized<Requirement>(Permission.AUDIT_READ)
  @FieldResolver(() => AuditConnection, { nullable: true, description: 'Who did what, the newest first.' })
  audit(
    @Ctx() ctx: RequestContext,
    @Args(() => ForwardArgs) args: ForwardArgs,
    @Arg('subjectId', () => ID, { nullable: true, description: 'Only what was done to this, by its id.' })
    subjectId?: string | null,
    @Arg('actorId', () => ID, { nullable: true, description: 'Only what this user did.' }) actorId?: string | null,
  ) {
    return auditPage(ctx, { subjectId: subjectId ?? null, actorId: actorId ?? null }, args);
  }
}
