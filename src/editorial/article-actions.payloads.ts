/** What the mutations on articles answer. */
import { Field, ObjectType } from 'type-graphql';
import { ArticleField } from '../articles/merge-content.js';
import { DeletePayload, Payload } from '../core/payload.js';
import { DateTimeScalar, UrlScalar } from '../core/scalars.js';
import { VersionConflict } from './article-content.view.js';
import { DeskArticle } from './desk-article.js';

@ObjectType({ description: 'What became of an article.' })
export class ArticlePayload extends Payload {
  @Field(() => DeskArticle, { nullable: true, description: 'The article as it is now; null where there are errors.' })
  article?: DeskArticle | null;

  @Field(() => [ArticleField], {
    nullable: true,
    description: 'Fields that others had changed since, and that were kept so.',
  })
  merged?: ArticleField[] | null;

  @Field(() => VersionConflict, { nullable: true, description: 'Both sides, where they cannot be merged.' })
  conflict?: VersionConflict | null;
}

@ObjectType({ description: 'What was deleted.' })
export class DeleteArticlePayload extends DeletePayload {}

@ObjectType({ description: 'A link that shows a version to whoever has it.' })
export class PreviewLinkPayload extends Payload {
  @Field(() => UrlScalar, { nullable: true, description: 'The link; the last part of its path is the token.' })
  url?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ends.' })
  expiresAt?: Date | null;
}

@ObjectType({ description: 'The articles whose tags were changed.' })
export class TagArticlesPayload extends Payload {
  @Field(() => [DeskArticle], {
    nullable: true,
    description: 'All of them as they are now; null where there are errors.',
  })
  articles?: DeskArticle[] | null;
}
