/** An API key as its owner and administrators see it. The key itself is shown once; only its hash is kept, and no field shows that. */
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../core/localized-text.js';
import { DateTimeScalar } from '../core/scalars.js';

@Entity('api_key')
@ObjectType({ implements: Node, description: 'A key by which a partner asks. It is shown once, when it is made.' })
export class ApiKey implements Node {
  @PrimaryColumn('text')
  id!: string;

  @Column('text', { name: 'partner_id' })
  partnerId!: string;

  @Column('text')
  @Field(() => String, { description: 'What it is for.' })
  name!: string;

  @Column('text')
  @Field(() => String, { description: 'How it begins, so that its owner knows which one it is.' })
  prefix!: string;

  @Column('bytea')
  hash?: Buffer;

  @Column('timestamptz', { name: 'created_at' })
  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ends; null where it does not.' })
  expiresAt!: Date | null;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was used last, to about a minute.' })
  lastUsedAt!: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was revoked; null where it was not.' })
  revokedAt!: Date | null;
}
