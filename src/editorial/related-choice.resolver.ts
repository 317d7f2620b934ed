/** Editors' choices of related headlines, over GraphQL. */
import { Arg, Authorized, Ctx, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { Permission, type Requirement } from '../core/access.js';
import type { RequestContext } from '../core/context.js';
import { mutate } from '../core/mutate.js';
import { blockRelated, pinRelated, type RelatedChoice, resetRelated } from '../headlines/pin-related.js';
import { ArticlePayload } from './article-actions.payloads.js';
import { deskArticleOf } from './desk.loaders.js';

@InputType({ description: 'An article, and another that stands beside it or is kept away.' })
export class RelatedInput implements RelatedChoice {
  @Field(() => ID, { description: 'The article under which the headline stands.' })
  articleId!: string;

  @Field(() => ID, { description: 'The article that the headline leads to.' })
  relatedId!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Its place among the pins, from 1; after all others, where absent.',
  })
  position?: number | null;
}

const INPUT = { description: 'The two articles.' } as const;

function choose(ctx: RequestContext, choice: typeof pinRelated, input: RelatedChoice): Promise<ArticlePayload> {
  return mutate(
    ctx,
    (tx) => choice(tx, ctx.editor, input),
    async () => ({ article: await ctx.load(deskArticleOf, input.articleId) }),
  );
}

@Resolver()
export class RelatedChoiceResolver {
  @Authorized<Requirement>(Permission.HEADLINES_EDIT)
  @Mutation(() => ArticlePayload, { nullable: true, description: 'Pins a related headline, above what tags bring.' })
  pinRelated(@Ctx() ctx: RequestContext, @Arg('input', () => RelatedInput, INPUT) input: RelatedInput) {
    return choose(ctx, pinRelated, input);
  }

  @Authorized<Requirement>(Permission.HEADLINES_EDIT)
  @Mutation(() => ArticlePayload, {
    nullable: true,
    description: 'Keeps a headline from ever standing beside an article.',
  })
  blockRelated(@Ctx() ctx: RequestContext, @Arg('input', () => RelatedInput, INPUT) input: RelatedInput) {
    return choose(ctx, blockRelated, input);
  }

  @Authorized<Requirement>(Permission.HEADLINES_EDIT)
  @Mutation(() => ArticlePayload, { nullable: true, description: 'Takes a pin or a block back.' })
  resetRelated(@Ctx() ctx: RequestContext, @Arg('input', () => RelatedInput, INPUT) input: RelatedInput) {
    return choose(ctx, resetRelated, input);
  }
}
