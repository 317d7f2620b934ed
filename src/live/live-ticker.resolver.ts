/** The ticker as it changes. */
import { Arg, Ctx, Resolver, Subscription } from 'type-graphql';
import type { RequestContext } from '../core/context.js';
import { Ticker } from '../headlines/headline.entity.js';
import { findTickers } from '../headlines/headline.sql.js';
import { followTicker } from './follow-ticker.js';
import type { LiveContext } from './live-context.js';

@Resolver(() => Ticker)
export class LiveTickerResolver {
  @Subscription(() => Ticker, {
    nullable: true,
    description: 'Sends the ticker whenever it changes.',
    subscribe: ({ context }: { context: LiveContext }) => followTicker(context.inside),
  })
  async ticker(
    @Ctx() ctx: RequestContext,
    @Arg('slug', () => String, { nullable: false, defaultValue: 'main', description: 'Which one.' }) slug: string,
  ): Promise<Ticker | null> {
    const [ticker] = await findTickers(ctx.db, ctx.actor, { slug });
    return ticker ?? null;
  }
}
