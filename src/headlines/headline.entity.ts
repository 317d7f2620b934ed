/**
 * One line that leads to an article here, to a page elsewhere, or (observed on a captured page, its article not yet
 * found) to neither. Articles have headlines without rows: their ids are `h` before the article's id.
 */
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DateBasis, DatePrecision, StoredDate } from '../articles/partial-date.js';
import { Node } from '../core/localized-text.js';
import { DateTimeScalar, LanguageScalar, UrlScalar } from '../core/scalars.js';
import { Source } from '../sources/source.entity.js';
import { Tag } from '../tags/tag.entity.js';

@Entity('headline')
@ObjectType({
  implements: Node,
  description: 'One line that leads to an article here, to a page elsewhere, or (observed, not yet found) to neither.',
})
export class Headline implements Node, StoredDate {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  @Field(() => String, { description: 'The line, plain text.' })
  title!: string;

  @Column('text', { name: 'title_key' })
  titleKey!: string;

  @Column('text')
  @Field(() => LanguageScalar, { description: 'The language that it is in.' })
  language!: string;

  @Column('text', { nullable: true })
  @Field(() => UrlScalar, { nullable: true, description: 'A page elsewhere.' })
  url!: string | null;

  @Column('text', { name: 'url_key', nullable: true })
  urlKey!: string | null;

  /** The article here that it leads to; null in answers where the caller may not read that. */
  @Column('text', { name: 'article_id', nullable: true })
  articleId!: string | null;

  @Column('text', { name: 'capture_id', nullable: true })
  captureId!: string | null;

  /** Place on the captured page, from 1. */
  @Column('int', { nullable: true })
  position!: number | null;

  /** When the page was taken, or, where that is not known, read here. */
  @Column('timestamptz', { name: 'seen_at' })
  @Field(() => DateTimeScalar, { description: 'What lists of headlines order by.' })
  sortedAt!: Date;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  // From the article, where there is one.

  articleSlug!: string | null;

  @Field(() => Source, { nullable: true, description: 'Who published its article.' })
  source!: Source | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The exact instant of publication, or null.' })
  publishedAt!: Date | null;

  publishedOn!: string | null;
  datePrecision!: DatePrecision | null;
  dateApproximate!: boolean;
  dateZone!: string | null;
  dateBasis!: DateBasis | null;
  dateRaw!: string | null;
}

export enum RelationReason {
  PINNED = 'PINNED',
  SAME_STORY = 'SAME_STORY',
  SHARED_TAGS = 'SHARED_TAGS',
  SIMILAR_TEXT = 'SIMILAR_TEXT',
  SERIES = 'SERIES',
}
registerEnumType(RelationReason, {
  name: 'RelationReason',
  description: 'Why a headline stands beside an article.',
  valuesConfig: {
    PINNED: { description: 'An editor put it there.' },
    SAME_STORY: { description: 'It tells of the same event.' },
    SHARED_TAGS: { description: 'It is about the same things; the rarer they are, the more they count.' },
    SIMILAR_TEXT: { description: 'Its text is alike.' },
    SERIES: { description: 'It is a part of the same series.' },
  },
});

@ObjectType({ description: 'A headline beside an article, with why it stands there.' })
export class RelatedHeadline {
  @Field(() => Headline, { nullable: true, description: 'The headline.' })
  headline!: Headline | null;

  @Field(() => RelationReason, { description: 'Why it stands there.' })
  reason!: RelationReason;

  @Field(() => Float, { description: 'How near it is; comparable among the headlines of one article only.' })
  score!: number;

  @Field(() => [Tag], { nullable: true, description: 'The tags that both have.' })
  sharedTags?: Tag[];

  sharedTagIds!: string[];
}

/** A list of newest headlines under an editor's pins. */
@Entity('ticker')
@ObjectType({ implements: Node, description: 'The line of latest headlines, pins of editors first.' })
export class Ticker implements Node {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  @Field(() => String, { description: 'Its name in addresses.' })
  slug!: string;

  @Column('timestamptz', { name: 'updated_at' })
  @Field(() => DateTimeScalar, { description: 'When its headlines last changed.' })
  updatedAt!: Date;
}

@ObjectType({ description: "An editor's pin." })
export class TickerPin {
  @Field(() => Headline, { nullable: true, description: 'What is pinned; readers see it once they may.' })
  headline!: Headline | null;

  @Field(() => Int, { description: 'Its place among the pins; of two at one place the later one comes first.' })
  position!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when; null for good.' })
  until!: Date | null;
}
