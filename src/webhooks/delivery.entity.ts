/** One message for one webhook. Its id is the message's, the same in every attempt. */
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ChangeKind } from '../changes/change-kind.js';
import { Node } from '../core/localized-text.js';
import { connectionTypes } from '../core/page.js';
import { DateTimeScalar } from '../core/scalars.js';

export enum DeliveryState {
  PENDING = 'PENDING',
  DELIVERED = 'DELIVERED',
  FAILED = 'FAILED',
}
registerEnumType(DeliveryState, {
  name: 'DeliveryState',
  description: 'What became of a message.',
  valuesConfig: {
    PENDING: { description: 'It waits for its first or next attempt.' },
    DELIVERED: { description: 'The receiver took it: it answered 2xx.' },
    FAILED: { description: 'It was tried for a day in vain. It can be sent again.' },
  },
});

@Entity('delivery')
@ObjectType({ implements: Node, description: 'One message to a webhook. Its id is the `webhook-id` of every attempt.' })
export class Delivery implements Node {
  @PrimaryColumn('text')
  id!: string;

  @Column('text', { name: 'webhook_id' })
  webhookId!: string;

  /** Of the change that it tells; null in a test. */
  @Column('bigint', { nullable: true })
  position?: string | null;

  @Column('text', { name: 'article_id', nullable: true })
  articleId?: string | null;

  @Column('text', { nullable: true })
  kind?: ChangeKind | null;

  @Column('text')
  @Field(() => DeliveryState, { description: 'What became of it.' })
  state!: DeliveryState;

  @Column('int')
  @Field(() => Int, { description: 'How often it was sent, with the attempt under way.' })
  attempts!: number;

  @Column('timestamptz', { name: 'next_attempt_at', nullable: true })
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When it is sent next, or, while it is under way, again if nothing is heard of it; null once it is settled.',
  })
  nextAttemptAt!: Date | null;

  /** Until when an attempt is under way; null where none is. */
  @Column('timestamptz', { name: 'leased_until', nullable: true })
  leasedUntil?: Date | null;

  @Column('int', { name: 'last_http_status', nullable: true })
  @Field(() => Int, { nullable: true, description: 'What the receiver answered last; null where it did not.' })
  lastHttpStatus!: number | null;

  @Column('text', { name: 'last_error', nullable: true })
  @Field(() => String, { nullable: true, description: 'What was wrong with the last attempt; null where nothing was.' })
  lastError!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'delivered_at', nullable: true })
  @Field(() => DateTimeScalar, { nullable: true, description: 'When the receiver took it.' })
  deliveredAt!: Date | null;
}

export const DeliveryConnection = connectionTypes('Delivery', () => Delivery);
