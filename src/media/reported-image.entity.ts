/** Readers' reports: one row for each image that was ever reported, and one for each reporter's report of it. */
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../core/localized-text.js';
import { connectionTypes } from '../core/page.js';
import { DateTimeScalar } from '../core/scalars.js';

export enum ReportReason {
  OFFENSIVE = 'OFFENSIVE',
  MISLEADING = 'MISLEADING',
  COPYRIGHT = 'COPYRIGHT',
  PRIVACY = 'PRIVACY',
  OTHER = 'OTHER',
}
registerEnumType(ReportReason, {
  name: 'ReportReason',
  description: 'Why a reader wants an image hidden.',
  valuesConfig: {
    OFFENSIVE: { description: 'It offends: violence, hatred, nudity.' },
    MISLEADING: { description: 'It shows something else than it is said to show, or was tampered with.' },
    COPYRIGHT: { description: 'It is used without its owner’s leave.' },
    PRIVACY: { description: 'It shows somebody who did not want it.' },
    OTHER: { description: 'Something else; the comment says what.' },
  },
});

export enum ReportDecision {
  RESTORE = 'RESTORE',
  HIDE = 'HIDE',
}
registerEnumType(ReportDecision, {
  name: 'ReportDecision',
  description: 'What an editor decided about a reported image.',
  valuesConfig: {
    RESTORE: { description: 'It is shown; the same reporters do not hide it again.' },
    HIDE: { description: 'It is hidden for good.' },
  },
});

@Entity('reported_image')
@ObjectType({ implements: Node, description: 'An image that readers reported.' })
export class ReportedImage implements Node {
  /** `p` before the image's. */
  id!: string;

  @PrimaryColumn('text', { name: 'image_id' })
  imageId!: string;

  @Column('int', { name: 'reports' })
  @Field(() => Int, { description: 'How many different readers reported it, settled reports included.' })
  reportCount!: number;

  /** Those that no editor has settled. */
  @Column('int', { name: 'open_reports' })
  @Field(() => Int, { description: 'How many of them wait for a decision.' })
  openReportCount!: number;

  @Column('timestamptz', { name: 'first_reported_at' })
  @Field(() => DateTimeScalar, { description: 'When it was reported first.' })
  firstReportedAt!: Date;

  @Column('timestamptz', { name: 'last_reported_at' })
  @Field(() => DateTimeScalar, { description: 'When it was reported last.' })
  lastReportedAt!: Date;

  @Column('text', { nullable: true })
  @Field(() => ReportDecision, { nullable: true, description: 'What was decided last; null before that.' })
  decision!: ReportDecision | null;

  @Column('text', { name: 'decided_by', nullable: true })
  decidedById!: string | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  @Field(() => DateTimeScalar, { nullable: true, description: 'When.' })
  decidedAt!: Date | null;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: 'What the editor who decided wrote down.' })
  note!: string | null;
}

@Entity('image_report')
@ObjectType({ description: "One reader's report of an image. Who it was is not known." })
export class ImageReport {
  @PrimaryColumn('text')
  id!: string;

  @Column('text', { name: 'image_id' })
  imageId!: string;

  /** A salted hash of an address, emptied after a while. */
  @Column('bytea', { nullable: true })
  reporter!: Buffer | null;

  @Column('text')
  @Field(() => ReportReason, { description: 'Why.' })
  reason!: ReportReason;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: "The reader's own words." })
  comment!: string | null;

  @Column('timestamptz')
  @Field(() => DateTimeScalar, { description: 'When it came.' })
  at!: Date;

  @Column('timestamptz', { name: 'settled_at', nullable: true })
  settledAt!: Date | null;
}

@ObjectType({ description: 'How many reports gave a reason.' })
export class ReasonCount {
  @Field(() => ReportReason, { description: 'The reason.' })
  reason!: ReportReason;

  @Field(() => Int, { description: 'How many gave it.' })
  count!: number;
}

export const ReportedImageConnection = connectionTypes('ReportedImage', () => ReportedImage);
export const ImageReportConnection = connectionTypes('ImageReport', () => ImageReport);
