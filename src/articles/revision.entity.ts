/** A full snapshot of an article's content, kept for ever: fields, tags, links and images. */
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DateBasis, DatePrecision } from './partial-date.js';

@Entity('revision')
export class Revision {
  @PrimaryColumn('text', { name: 'article_id' })
  articleId!: string;

  /** The article's version that this snapshot made. */
  @PrimaryColumn('int')
  number!: number;

  @Column('text', { nullable: true })
  title!: string | null;

  @Column('text', { nullable: true })
  summary!: string | null;

  /** Sanitised HTML. */
  @Column('text', { nullable: true })
  body!: string | null;

  /** The beginning of the text, plain, for excerpts. */
  @Column('text', { nullable: true })
  lead!: string | null;

  @Column('text', { nullable: true })
  byline!: string | null;

  @Column('text', { nullable: true })
  language!: string | null;

  @Column('text', { name: 'title_language', nullable: true })
  titleLanguage!: string | null;

  @Column('text', { name: 'canonical_url', nullable: true })
  canonicalUrl!: string | null;

  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt!: Date | null;

  @Column('text', { name: 'published_on', nullable: true })
  publishedOn!: string | null;

  @Column('text', { name: 'date_precision', nullable: true })
  datePrecision!: DatePrecision | null;

  @Column('boolean', { name: 'date_approximate' })
  dateApproximate!: boolean;

  @Column('text', { name: 'date_zone', nullable: true })
  dateZone!: string | null;

  @Column('text', { name: 'date_basis', nullable: true })
  dateBasis!: DateBasis | null;

  @Column('text', { name: 'date_raw', nullable: true })
  dateRaw!: string | null;

  @Column('text', { name: 'source_id', nullable: true })
  sourceId!: string | null;

  @Column('text', { name: 'tag_ids', array: true })
  tagIds!: string[];

  @Column('text', { name: 'lead_image_id', nullable: true })
  leadImageId!: string | null;

  @Column('text', { name: 'image_ids', array: true })
  imageIds!: string[];

  /** Where the source has its picture, until it was fetched. */
  @Column('text', { name: 'image_url', nullable: true })
  imageUrl!: string | null;

  @Column('int', { name: 'word_count', nullable: true })
  wordCount!: number | null;

  /** The user who saved it; null for imports. */
  @Column('text', { name: 'author_id', nullable: true })
  authorId!: string | null;

  /** What made it: IMPORT, MERGE (of an import with editors' work), or an action of the desk. */
  @Column('text')
  action!: string;

  @Column('text', { nullable: true })
  comment!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
