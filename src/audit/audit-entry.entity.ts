/** One entry of the audit log: who did what to what. Rows are only ever added, and sealed once. */
import { Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../core/localized-text.js';
import { DateTimeScalar } from '../core/scalars.js';

@Entity('audit_entry')
@ObjectType({ implements: Node, description: 'One entry of the audit log. None is ever changed or deleted.' })
export class AuditEntry implements Node {
  @PrimaryColumn('text')
  id!: string;

  @Column('timestamptz')
  @Field(() => DateTimeScalar, { description: 'When it was done.' })
  at!: Date;

  /** Null for what happened by the clock. */
  @Column('text', { name: 'actor_id', nullable: true })
  actorId!: string | null;

  @Column('text')
  @Field(() => String, { description: 'What was done, as a verb: PUBLISH, MERGE_TAGS.' })
  action!: string;

  @Column('text', { name: 'subject_id' })
  @Field(() => ID, { description: "What it was done to; for all that concerns an article, the article's id." })
  subjectId!: string;

  @Column('text')
  @Field(() => String, { description: 'What was before and what is now, in one line.' })
  summary!: string;

  @Column('text', { name: 'request_id', nullable: true })
  requestId!: string | null;

  /** Number of the seal that it is under; null for at most a minute. */
  @Column('int', { nullable: true })
  seal!: number | null;
}
