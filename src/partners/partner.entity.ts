/** Who takes articles for others to read, and what she may take of them. */
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../core/localized-text.js';
import { DateTimeScalar } from '../core/scalars.js';
import { Access } from '../sources/source.entity.js';

@Entity('partner')
@ObjectType({ implements: Node, description: 'Who takes articles for others to read, by an API key.' })
export class Partner implements Node {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  @Field(() => String, { description: 'Her name; no two partners have the same.' })
  name!: string;

  @Column('boolean')
  @Field(() => Boolean, { description: 'Whether her keys open anything.' })
  active!: boolean;

  @Column('int', { name: 'requests_per_minute' })
  @Field(() => Int, { description: 'Requests that all her keys together may make in a minute.' })
  requestsPerMinute!: number;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}

/** What a partner may take of one source; without one, of all sources that have no grant of their own in force. */
@ObjectType({
  description:
    'What a partner may take of a source: how much of each article, and from when on. She sees nothing of it before.',
})
export class Grant {
  /** Null: all sources. */
  sourceId!: string | null;

  @Field(() => Access, { description: 'How much of each article.' })
  access!: Access;

  @Field(() => Int, { description: 'Minutes from the publication here until she sees an article.' })
  embargoMinutes!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the grant ends; null where it does not.' })
  until!: Date | null;
}
