/** Webhooks and their log, as their partner and administrators see them. */
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Change } from '../changes/change.js';
import type { RequestContext } from '../core/context.js';
import { capped, makePage, readPage } from '../core/page.js';
import { Partner } from '../partners/partner.entity.js';
import { checkManages } from '../partners/partner.loaders.js';
import { Delivery, DeliveryConnection } from './delivery.entity.js';
import { Webhook } from './webhook.entity.js';
import { DeliveriesArgs } from './webhook.inputs.js';
import { changeOf, deliveriesOf, deliveryCountOf, webhooksOfPartner } from './webhook.loaders.js';

@Resolver(() => Partner)
export class PartnerWebhooksResolver {
  @FieldResolver(() => [Webhook], {
    nullable: true,
    description: 'Her webhooks, the oldest first: to herself and to administrators.',
  })
  webhooks(@Root() partner: Partner, @Ctx() ctx: RequestContext): Promise<Webhook[]> {
    checkManages(ctx, partner.id, 'webhooks');
    return ctx.load(webhooksOfPartner, partner.id);
  }
}

@Resolver(() => Webhook)
export class WebhookResolver {
  @FieldResolver(() => DeliveryConnection, {
    nullable: true,
    description: 'What was sent and what waits, the newest first. Settled ones are kept for a month.',
  })
  async deliveries(
    @Root() webhook: Webhook,
    @Ctx() ctx: RequestContext,
    @Args(() => DeliveriesArgs) { state = null, ...args }: DeliveriesArgs,
  ) {
    const page = readPage(args, `deliveries:${state}`, 'text');
    const rows = await ctx.load(deliveriesOf, webhook.id, { state, page });
    const count = async () => capped(await ctx.load(deliveryCountOf, webhook.id, { state }));
    return new DeliveryConnection(makePage(page, rows, ({ id }) => ({ id, value: '' }), count));
  }
}

@Resolver(() => Delivery)
export class DeliveryResolver {
  @FieldResolver(() => Change, { nullable: true, description: 'The change that it tells; null in a test.' })
  change(@Root() delivery: Delivery, @Ctx() ctx: RequestContext): Promise<Change | null> {
    return ctx.load(changeOf, delivery.id);
  }
}
