/** Partners as they see themselves, and as administrators see them. */
import { Args, Authorized, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Viewer } from '../accounts/viewer.js';
import { Permission, type Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { Desk } from '../core/desk.js';
import { capped, connectionTypes, ForwardArgs, makePage, readPage } from '../core/page.js';
import { Source } from '../sources/source.entity.js';
import { sourceById } from '../sources/source.loaders.js';
import { ApiKey } from './api-key.entity.js';
import { Grant, Partner } from './partner.entity.js';
import { checkManages, grantsOfPartner, keysOfPartner, partnerById } from './partner.loaders.js';
import { countPartners, listPartners } from './partner.sql.js';

const PartnerConnection = connectionTypes('Partner', () => Partner);

@Resolver(() => Partner)
export class PartnerResolver {
  @FieldResolver(() => [Grant], {
    nullable: true,
    description:
      'Sources and how much of each she may take; a source not granted is not visible to her keys. To administrators also those that have ended.',
  })
  grants(@Root() partner: Partner, @Ctx() ctx: RequestContext): Promise<Grant[]> {
    return ctx.load(grantsOfPartner, partner.id);
  }

  @FieldResolver(() => [ApiKey], {
    nullable: true,
    description: 'Her keys, the newest first: to herself and to administrators.',
  })
  apiKeys(@Root() partner: Partner, @Ctx() ctx: RequestContext): Promise<ApiKey[]> {
    checkManages(ctx, partner.id, 'apiKeys');
    return ctx.load(keysOfPartner, partner.id);
  }
}

@Resolver(() => Grant)
export class GrantResolver {
  @FieldResolver(() => Source, {
    nullable: true,
    description: 'The source; null: all that have no grant of their own.',
  })
  source(@Root() grant: Grant, @Ctx() ctx: RequestContext): Promise<Source | null> | null {
    return grant.sourceId === null ? null : ctx.load(sourceById, grant.sourceId);
  }
}

@Resolver(() => Viewer)
export class ViewerPartnerResolver {
  @FieldResolver(() => Partner, { nullable: true, description: 'The partner whose key this is; null for others.' })
  partner(@Ctx() ctx: RequestContext): Promise<Partner | null> | null {
    return ctx.actor.kind === 'partner' ? ctx.load(partnerById, ctx.actor.partnerId) : null;
  }
}

@Resolver(() => Desk)
export class DeskPartnersResolver {
  @Authorized<Requirement>(Permission.PARTNERS_MANAGE)
  @FieldResolver(() => PartnerConnection, { nullable: true, description: 'The partners, by name; to administrators.' })
  async partners(@Ctx() ctx: RequestContext, @Args(() => ForwardArgs) args: ForwardArgs) {
    const page = readPage(args, 'partners:NAME', 'text');
    const rows = await listPartners(ctx.db, page);
    for (const row of rows) ctx.prime(partnerById, row.id, row);
    const place = (partner: Partner) => ({ value: partner.name, id: partner.id });
    return new PartnerConnection(makePage(page, rows, place, async () => capped(await countPartners(ctx.db))));
  }
}
