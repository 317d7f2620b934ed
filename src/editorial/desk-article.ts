/** An article as its editors see it: any state, any version. Its own id is `d` before the article's. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { User } from '../accounts/user.entity.js';
import { Node } from '../core/localized-text.js';
import { connectionTypes } from '../core/page.js';
import { DateTimeScalar } from '../core/scalars.js';
import type { DeskRow } from './desk-article.sql.js';
import { ARTICLE_STATUSES } from './workflow.js';

@ObjectType({ implements: Node, description: 'An article as its editors see it: any state, any version.' })
export class DeskArticle implements Node, DeskRow {
  id!: string;

  @Field(() => ID, { description: "The Article's id, and what inputs take." })
  articleId!: string;

  @Field(() => ARTICLE_STATUSES, {
    description: 'Where it stands now: a SCHEDULED article that is due reads PUBLISHED.',
  })
  status!: DeskRow['status'];

  @Field(() => Int, {
    description:
      'Grows by one with every accepted change of content or state; locks, notes, assignment and pins leave it.',
  })
  version!: number;

  @Field(() => DateTimeScalar, { description: 'When it came here.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When its content or state last changed.' })
  modifiedAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it will be published; null unless it is SCHEDULED.',
  })
  scheduledFor!: Date | null;

  @Field(() => Boolean, { description: 'Whether it came in again after it, or a text like it, had been withdrawn.' })
  withdrawnBefore!: boolean;

  publishedRevision!: number | null;
  isPublic!: boolean;
  wasPublic!: boolean;
  authorId!: string | null;
  assigneeId!: string | null;
  lockHolderId!: string | null;
  lockExpiresAt!: Date | null;
  readable!: boolean;
}

@ObjectType({ description: 'A lease that warns others; it ends by itself.' })
export class EditLock {
  @Field(() => User, { nullable: true, description: 'Who holds it.' })
  holder?: User | null;

  @Field(() => DateTimeScalar, { description: 'When it ends.' })
  expiresAt!: Date;

  holderId!: string;
}

@ObjectType({ description: 'A note between editors.' })
export class Note {
  @Field(() => User, { nullable: true, description: 'Who wrote it.' })
  author?: User | null;

  @Field(() => String, { description: 'The note, plain text.' })
  text!: string;

  @Field(() => DateTimeScalar, { description: 'When.' })
  at!: Date;

  authorId!: string;
}

@ObjectType({ description: 'One check of publishing.' })
export class PublishCheck {
  @Field(() => String, {
    description: 'Its name: TITLE, BODY_OR_URL, LANGUAGE, LANGUAGE_KNOWN, SOURCE, DATE, DATE_SANE, STATE.',
  })
  code!: string;

  @Field(() => Boolean, { description: 'Whether all is well.' })
  passed!: boolean;

  @Field(() => String, { nullable: true, description: 'What is wanting.' })
  message!: string | null;
}

@ObjectType({ description: 'What an action would do, without doing it.' })
export class ChangePlan {
  @Field(() => [PublishCheck], { nullable: true, description: 'What is looked at first.' })
  checks!: PublishCheck[];

  @Field(() => Int, { nullable: true, description: 'How many partners would be told.' })
  partnersTold!: number;

  @Field(() => Int, { nullable: true, description: 'Articles under which it is pinned as a related headline.' })
  relatedHeadlinesAffected!: number;
}

export const DeskArticleConnection = connectionTypes('DeskArticle', () => DeskArticle);
