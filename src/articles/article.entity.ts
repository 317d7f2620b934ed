/**
 * An article. Its row holds identity, state and what lists order and filter by; every text of it is a Revision. The
 * public face is `published_revision`, the editors' is `working_revision`: readers have no path to the latter.
 */
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Direction, Node } from '../core/localized-text.js';
import { DateTimeScalar, LanguageScalar, UrlScalar } from '../core/scalars.js';
import { Access, Source } from '../sources/source.entity.js';
import { directionOf } from '../text/direction.js';
import type { DateBasis, DatePrecision, StoredDate } from './partial-date.js';

export type ArticleStatus = 'DRAFT' | 'IN_REVIEW' | 'SCHEDULED' | 'PUBLISHED' | 'UNPUBLISHED' | 'WITHDRAWN';

@ObjectType({ description: 'A public note of what was wrong and is now right.' })
export class Correction {
  @Field(() => String, { description: 'What was corrected.' })
  note!: string;

  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;
}

/** Fields that are read on demand are absent from a row until their loader brings them. */
@Entity('article')
@ObjectType({ implements: Node, description: 'An article as the public may read it.' })
export class Article implements Node, StoredDate {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  @Field(() => String, { description: 'The readable part of its address; Arabic letters are kept.' })
  slug!: string;

  @Column('text')
  status!: ArticleStatus;

  @Column('int')
  version!: number;

  @Column('int', { name: 'working_revision' })
  workingRevision!: number;

  @Column('int', { name: 'published_revision', nullable: true })
  publishedRevision!: number | null;

  @Column('int', { name: 'content_version' })
  @Field(() => Int, { description: 'Grows with every public change of its content.' })
  contentVersion!: number;

  /** SHA-256 of what makes two imports the same article of one source; null for what editors wrote. */
  @Column('bytea', { nullable: true })
  identity!: Buffer | null;

  /** SHA-256 of the last import, so that the same one changes nothing. */
  @Column('bytea', { name: 'import_hash', nullable: true })
  importHash!: Buffer | null;

  @Column('timestamptz', { name: 'first_seen_at' })
  firstSeenAt!: Date;

  /** The source that `identity` is unique in; it stays when an editor names another one. */
  @Column('text', { name: 'imported_from', nullable: true })
  importedFrom!: string | null;

  /** When its working copy or state last changed: the order of the desk. */
  @Column('timestamptz', { name: 'worked_at' })
  workedAt!: Date;

  /** The folded title of the working copy, for the desk to search. */
  @Column('text', { name: 'desk_key' })
  deskKey!: string;

  /** The user who wrote it; null for imports. */
  @Column('text', { name: 'author_id', nullable: true })
  authorId!: string | null;

  @Column('text', { name: 'assignee_id', nullable: true })
  assigneeId!: string | null;

  @Column('text', { name: 'idempotency_key', nullable: true })
  idempotencyKey!: string | null;

  /** When the public first saw it, written down when that ended. */
  @Column('timestamptz', { name: 'first_public_at', nullable: true })
  firstPublicAt!: Date | null;

  /** It came in again after it, or a text like it, had been withdrawn. */
  @Column('boolean', { name: 'withdrawn_before' })
  withdrawnBefore!: boolean;

  /** What its tombstone says. */
  @Column('text', { name: 'withdrawal_reason', nullable: true })
  withdrawalReason!: string | null;

  /** When it was or will be published here; the source's embargo counts from it. */
  @Column('timestamptz', { name: 'released_at', nullable: true })
  releasedAt!: Date | null;

  @Column('timestamptz', { name: 'public_at', nullable: true })
  @Field(() => DateTimeScalar, { description: 'When it became public here.' })
  publicSince!: Date;

  @Column('timestamptz', { name: 'modified_at', nullable: true })
  @Field(() => DateTimeScalar, { description: 'When its public face last changed.' })
  modifiedAt!: Date;

  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null;

  @Column('text', { name: 'source_id', nullable: true })
  sourceId!: string | null;

  @Column('timestamptz', { name: 'sorted_at', nullable: true })
  @Field(() => DateTimeScalar, {
    description:
      "What lists order and filter by: publishedAt, else noon of the day in the source's zone, else when it was first seen.",
  })
  sortedAt!: Date;

  @Column('text', { nullable: true })
  @Field(() => LanguageScalar, { description: 'The language of its text.' })
  language!: string;

  @Column('boolean', { name: 'has_image', nullable: true })
  hasImage!: boolean | null;

  @Column('text', { name: 'url_key', nullable: true })
  urlKey!: string | null;

  @Column('text', { name: 'title_key', nullable: true })
  titleKey!: string | null;

  @Column('text', { name: 'tag_ids', array: true, nullable: true })
  tagIds!: string[];

  /** Its tags with all that are broader than them. */
  @Column('text', { name: 'all_tag_ids', array: true, nullable: true })
  allTagIds!: string[];

  @Column('text', { name: 'section_id', nullable: true })
  sectionId!: string | null;

  @Field(() => Source, { nullable: true, description: 'Who published it.' })
  source!: Source | null;

  // From the published revision.

  @Field(() => UrlScalar, {
    nullable: true,
    description: 'Where the source published it; null where that is not known.',
  })
  canonicalUrl!: string | null;

  @Field(() => String, { description: 'Its headline, plain text.' })
  title!: string;

  @Field(() => LanguageScalar, { description: 'The language of its headline, which may differ from that of its text.' })
  titleLanguage!: string;

  /** Withheld already where `access` says so. */
  @Field(() => String, { nullable: true, description: 'What it says in short, plain text; by `access`.' })
  summary!: string | null;

  /** HTML; undefined until it was read. */
  bodyHtml?: string | null;

  /** The plain beginning of its text; undefined until it was read. */
  lead?: string | null;

  /** The token of the link that shows this version; undefined for the public face. */
  previewToken?: string;

  @Field(() => String, { nullable: true, description: 'Who wrote it, as the source names them.' })
  byline!: string | null;

  @Field(() => Access, { description: 'How much of it the caller may have.' })
  access!: Access;

  @Field(() => Int, { nullable: true, description: 'Number of words of its text.' })
  wordCount!: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The exact instant, or null: never a false hour.' })
  publishedAt!: Date | null;

  leadImageId!: string | null;
  imageIds!: string[];
  publishedOn!: string | null;
  datePrecision!: DatePrecision | null;
  dateApproximate!: boolean;
  dateZone!: string | null;
  dateBasis!: DateBasis | null;
  dateRaw!: string | null;
}

export function directionFor(language: string): Direction {
  return directionOf(language) as Direction;
}
