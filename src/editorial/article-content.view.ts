/** The content of one version, for editors: read field by field, the text only when it is selected. */
import { Field, Int, ObjectType } from 'type-graphql';
import { User } from '../accounts/user.entity.js';
import { ArticleField } from '../articles/merge-content.js';
import type { DateBasis, DatePrecision, StoredDate } from '../articles/partial-date.js';
import { Node } from '../core/localized-text.js';
import { connectionTypes } from '../core/page.js';
import { DateTimeScalar, LanguageScalar, UrlScalar } from '../core/scalars.js';

@ObjectType('ArticleContent', {
  description: 'The content of one version. May be incomplete: completeness is a check of publishing, not of saving.',
})
export class ContentView implements StoredDate {
  @Field(() => String, { nullable: true, description: 'Its headline.' })
  title!: string | null;

  @Field(() => String, { nullable: true, description: 'What it says in short.' })
  summary!: string | null;

  @Field(() => String, { nullable: true, description: 'Who wrote it.' })
  byline!: string | null;

  @Field(() => LanguageScalar, { nullable: true, description: 'The language of its text.' })
  language!: string | null;

  @Field(() => LanguageScalar, { nullable: true, description: 'The language of its headline.' })
  titleLanguage!: string | null;

  @Field(() => UrlScalar, { nullable: true, description: 'Where the source published it.' })
  canonicalUrl!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The exact instant of publication, or null.' })
  publishedAt!: Date | null;

  articleId!: string;
  number!: number;
  sourceId!: string | null;
  tagIds!: string[];
  leadImageId!: string | null;
  publishedOn!: string | null;
  datePrecision!: DatePrecision | null;
  dateApproximate!: boolean;
  dateZone!: string | null;
  dateBasis!: DateBasis | null;
  dateRaw!: string | null;
}

@ObjectType('Revision', {
  implements: Node,
  description: 'A version of an article, kept for ever. Autosaves of one author within minutes show as one row.',
})
export class RevisionView implements Node {
  id!: string;

  @Field(() => Int, { description: "The article's version that it made." })
  number!: number;

  @Field(() => DateTimeScalar, { description: 'When it was saved.' })
  at!: Date;

  @Field(() => String, {
    description: "What made it: IMPORT, MERGE (of an import with editors' work), CREATE, TAG, or an ArticleAction.",
  })
  action!: string;

  @Field(() => String, { nullable: true, description: 'What its author said of it.' })
  comment!: string | null;

  articleId!: string;
  authorId!: string | null;
  readable!: boolean;
}

export const RevisionConnection = connectionTypes('Revision', () => RevisionView);

@ObjectType({ description: 'Both sides of a conflict and their base. Nothing was saved.' })
export class VersionConflict {
  @Field(() => Int, { description: 'The version that the article is at.' })
  theirVersion!: number;

  @Field(() => DateTimeScalar, { description: 'When that was saved.' })
  at!: Date;

  @Field(() => [ArticleField], { description: 'What both sides changed; for other actions, what has changed.' })
  fields!: ArticleField[];

  @Field(() => User, { nullable: true, description: 'Who saved it.' })
  by?: User | null;

  articleId!: string;
  baseVersion!: number;
  byId!: string | null;
  readable!: boolean;
}
