/** Tickers as editors see and change them. */
import { Arg, Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Permission, type Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { mutate } from '../core/mutate.js';
import { Ticker, TickerPin } from './headline.entity.js';
import { PinHeadlineInput, UnpinHeadlineInput } from './headline.inputs.js';
import { pinsOfTicker, tickerById } from './headline.loaders.js';
import { TickerPayload } from './headline.payloads.js';
import { pinHeadline, unpinHeadline } from './pin-headline.js';

@Resolver(() => Ticker)
export class TickerDeskResolver {
  @FieldResolver(() => [TickerPin], {
    nullable: true,
    description: 'The pins that stand, in their order. Editors only.',
  })
  @Authorized<Requirement>(Permission.HEADLINES_EDIT)
  async pins(@Root() ticker: Ticker, @Ctx() ctx: RequestContext): Promise<TickerPin[]> {
    const rows = await ctx.load(pinsOfTicker, ticker.id);
    return rows.map((row) => ({ headline: row, position: row.position as number, until: row.until }));
  }

  @Mutation(() => TickerPayload, { nullable: true, description: 'Pins a headline; what is pinned already is moved.' })
  @Authorized<Requirement>(Permission.HEADLINES_EDIT)
  pinHeadline(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => PinHeadlineInput, { description: 'The pin.' }) input: PinHeadlineInput,
  ) {
    return mutate(ctx, (tx) => pinHeadline(tx, ctx.editor, input), payloadOf(ctx));
  }

  @Mutation(() => TickerPayload, { nullable: true, description: 'Takes a pin away.' })
  @Authorized<Requirement>(Permission.HEADLINES_EDIT)
  unpinHeadline(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => UnpinHeadlineInput, { description: 'The pin.' }) input: UnpinHeadlineInput,
  ) {
    return mutate(ctx, (tx) => unpinHeadline(tx, ctx.editor, input), payloadOf(ctx));
  }
}

const payloadOf = (ctx: RequestContext) => async (id: string) => ({ ticker: await ctx.load(tickerById, id) });
