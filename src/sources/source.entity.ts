/** An outlet: who published, in which languages and zone, and what its rights leave the public. */
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node, pickName, type StoredName } from '../core/localized-text.js';
import { LanguageScalar, UrlScalar } from '../core/scalars.js';

export enum Access {
  FULL_TEXT = 'FULL_TEXT',
  SUMMARY = 'SUMMARY',
  HEADLINE = 'HEADLINE',
}
registerEnumType(Access, {
  name: 'Access',
  description: 'How much of an article a caller may have.',
  valuesConfig: {
    FULL_TEXT: { description: 'Everything.' },
    SUMMARY: { description: 'All but the full text.' },
    HEADLINE: { description: 'Neither full text nor summary.' },
  },
});

@ObjectType({
  description: "What the public may have of a source's articles, and how many minutes after their publication here.",
})
export class Rights {
  @Field(() => Access, { description: 'How much of each article.' })
  access!: Access;

  @Field(() => String, { nullable: true, description: 'The line that must stand beside its texts.' })
  credit!: string | null;

  @Field(() => Int, { description: 'Minutes from the publication here until the public sees an article.' })
  embargoMinutes!: number;
}

@ObjectType({ description: 'What editors alone may see of a source.' })
export class DeskSource {
  @Field(() => Boolean, { description: 'Whether its feeds are left alone.' })
  paused!: boolean;
}

@Entity('source')
@ObjectType({ implements: Node, description: 'An outlet whose articles are kept here.' })
export class Source implements Node {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  @Field(() => String, { description: "Its slug, as it stands in readers' addresses." })
  slug!: string;

  @Column('jsonb', { name: 'names' })
  storedNames!: StoredName[];

  /** Folded names, for `nameContains`. */
  @Column('text', { name: 'name_key' })
  nameKey!: string;

  /** What lists order by: the first name, folded, without its article. */
  @Column('text', { name: 'sort_key' })
  sortKey!: string;

  @Column('text', { array: true })
  @Field(() => [LanguageScalar], { description: 'The languages that it publishes in, the first one first.' })
  languages!: string[];

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: 'Country, ISO 3166-1 alpha-2.' })
  country!: string | null;

  @Column('text', { nullable: true })
  @Field(() => UrlScalar, { nullable: true, description: 'Its own site.' })
  homepage!: string | null;

  @Column('text', { name: 'logo_id', nullable: true })
  logoId!: string | null;

  @Column('text', { name: 'time_zone' })
  @Field(() => String, { description: 'IANA name of the zone that its days are counted in.' })
  timeZone!: string;

  @Column('text')
  access!: Access;

  @Column('text', { nullable: true })
  credit!: string | null;

  @Column('int', { name: 'embargo_minutes' })
  embargoMinutes!: number;

  /** Absent from a source that came along with an article. */
  @Column('boolean')
  paused!: boolean;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}

/** Its name in the language asked for, else in the first of its languages. */
export function sourceName(source: Source, language?: string | null): string {
  return pickName(source.storedNames, language, source.languages[0]);
}
