/** What articles are about: topics, people, places, organisations and events, each under at most one broader tag. */
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node, pickName, type StoredName } from '../core/localized-text.js';

export enum TagKind {
  TOPIC = 'TOPIC',
  PERSON = 'PERSON',
  PLACE = 'PLACE',
  ORGANISATION = 'ORGANISATION',
  EVENT = 'EVENT',
}
registerEnumType(TagKind, {
  name: 'TagKind',
  description: 'What a tag stands for.',
  valuesConfig: {
    TOPIC: { description: 'A subject; a section where nothing is broader.' },
    PERSON: { description: 'A person.' },
    PLACE: { description: 'A country, region or town.' },
    ORGANISATION: { description: 'A body, company, club or party.' },
    EVENT: { description: 'Something that happened, or happens again.' },
  },
});

@Entity('tag')
@ObjectType({ implements: Node, description: 'What articles are about.' })
export class Tag implements Node {
  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  @Field(() => String, { description: "Its slug, as it stands in readers' addresses." })
  slug!: string;

  @Column('jsonb', { name: 'names' })
  storedNames!: StoredName[];

  /** Folded names and aliases, for `nameContains`. */
  @Column('text', { name: 'name_key' })
  nameKey!: string;

  /** What lists order by: the first name, folded, without its article. */
  @Column('text', { name: 'sort_key' })
  sortKey!: string;

  @Column('text')
  @Field(() => TagKind, { description: 'What it stands for.' })
  kind!: TagKind;

  @Column('text', { array: true })
  @Field(() => [String], { description: 'Other names and spellings that lead to it.' })
  aliases!: string[];

  @Column('text', { name: 'broader_id', nullable: true })
  broaderId!: string | null;

  @Column('text', { name: 'merged_into_id', nullable: true })
  mergedIntoId!: string | null;

  @Column('text', { name: 'media_topic', nullable: true })
  @Field(() => String, { nullable: true, description: 'IPTC Media Topic code, where one fits.' })
  mediaTopic!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}

/** Its name in the language asked for, else in Arabic. */
export function tagName(tag: Tag, language?: string | null): string {
  return pickName(tag.storedNames, language, 'ar');
}
