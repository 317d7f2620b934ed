/** Where a partner is told of changes. Its secrets are kept as they are, since messages are signed by them; no field shows them. */
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ChangeKind } from '../changes/change-kind.js';
import { Node } from '../core/localized-text.js';
import { UrlScalar } from '../core/scalars.js';

@Entity('webhook')
@ObjectType({
  implements: Node,
  description: 'An address to which changes are sent as they come, by Standard Webhooks.',
})
export class Webhook implements Node {
  @PrimaryColumn('text')
  id!: string;

  @Column('text', { name: 'partner_id' })
  partnerId!: string;

  @Column('text')
  @Field(() => UrlScalar, { description: 'Where messages are sent.' })
  url!: string;

  @Column('text', { array: true })
  @Field(() => [ChangeKind], { description: 'Which changes are sent.' })
  events!: ChangeKind[];

  @Column('boolean')
  @Field(() => Boolean, { description: 'Whether it is on. While it is off, changes wait.' })
  active!: boolean;

  @Column('text', { name: 'disabled_reason', nullable: true })
  @Field(() => String, { nullable: true, description: 'Why it was switched off by itself; null where it was not.' })
  disabledReason!: string | null;

  @Column('text')
  secret?: string;

  /** The one before, which signs too until `oldSecretUntil`. */
  @Column('text', { name: 'old_secret', nullable: true })
  oldSecret?: string | null;

  @Column('timestamptz', { name: 'old_secret_until', nullable: true })
  oldSecretUntil?: Date | null;

  /** With `afterArticle`: the place in the partner's feed up to which deliveries were written. */
  @Column('bigint', { name: 'after_position' })
  afterPosition?: string;

  @Column('text', { name: 'after_article' })
  afterArticle?: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt?: Date;
}
