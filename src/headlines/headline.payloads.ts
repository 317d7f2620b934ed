/** What mutations of tickers answer. */
import { Field, ObjectType } from 'type-graphql';
import { Payload } from '../core/payload.js';
import { Ticker } from './headline.entity.js';

@ObjectType({ description: 'A ticker that was changed.' })
export class TickerPayload extends Payload {
  @Field(() => Ticker, { nullable: true, description: 'The ticker; null where there are errors.' })
  ticker!: Ticker | null;
}
