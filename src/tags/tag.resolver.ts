/** Tags over GraphQL. What concerns their articles stands in articles/. */
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../core/context.js';
import { exactlyOne } from '../core/exactly-one.js';
import { checkId } from '../core/ids.js';
import { LocalizedText, toLocalizedTexts } from '../core/localized-text.js';
import { capped, ForwardArgs, makePage, readPage } from '../core/page.js';
import { LanguageScalar } from '../core/scalars.js';
import { findBySlug } from '../core/slug.js';
import { Tag, tagName } from './tag.entity.js';
import { parseTagFilter, TagConnection, TagsArgs } from './tag.inputs.js';
import { narrowerCount, narrowerTags, tagById } from './tag.loaders.js';
import { countTags, listTags } from './tag.sql.js';

const placeOf = (row: Tag & { sortValue: string }) => ({ value: row.sortValue, id: row.id });

@Resolver(() => Tag)
export class TagResolver {
  @Query(() => Tag, {
    nullable: true,
    description:
      "One tag; exactly one argument. Finds it by its own slug, an alias's, or that of a tag merged into it.",
  })
  async tag(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { nullable: true, description: 'Its id.' }) id?: string,
    @Arg('slug', () => String, { nullable: true, description: 'A slug that leads to it.' }) slug?: string,
  ): Promise<Tag | null> {
    const key = exactlyOne({ id, slug });
    if (key.name === 'id') checkId('id', key.value, 't');
    const found = key.name === 'id' ? key.value : await findBySlug(ctx.db, 'tag', key.value);
    return found === null ? null : ctx.load(tagById, found);
  }

  @Query(() => TagConnection, { nullable: true, description: 'The tags in use here.' })
  async tags(@Ctx() ctx: RequestContext, @Args(() => TagsArgs) args: TagsArgs) {
    const page = readPage(args, `tags:${args.orderBy}`, args.orderBy === 'NAME' ? 'text' : 'number');
    const condition = parseTagFilter(args.filter);
    const rows = await listTags(ctx.db, ctx.actor, condition, args.orderBy, page);
    for (const row of rows) ctx.prime(tagById, row.id, row);
    return new TagConnection(makePage(page, rows, placeOf, async () => capped(await countTags(ctx.db, condition))));
  }

  @FieldResolver(() => String, { description: 'Path of its page on the reading site.' })
  path(@Root() tag: Tag): string {
    return `/tags/${tag.slug}`;
  }

  @FieldResolver(() => String, { description: 'Its name in the language asked for, else in Arabic.' })
  name(
    @Root() tag: Tag,
    @Arg('language', () => LanguageScalar, { nullable: true, description: 'The language wanted.' }) language?: string,
  ): string {
    return tagName(tag, language);
  }

  @FieldResolver(() => [LocalizedText], { description: 'Its name in all its languages.' })
  names(@Root() tag: Tag): LocalizedText[] {
    return toLocalizedTexts(tag.storedNames);
  }

  @FieldResolver(() => Tag, { nullable: true, description: 'The tag that it is a part of.' })
  broader(@Root() tag: Tag, @Ctx() ctx: RequestContext): Promise<Tag | null> | null {
    return tag.broaderId === null ? null : ctx.load(tagById, tag.broaderId);
  }

  @FieldResolver(() => TagConnection, { nullable: true, description: 'The tags that are parts of it, by name.' })
  async narrower(@Root() tag: Tag, @Ctx() ctx: RequestContext, @Args(() => ForwardArgs) args: ForwardArgs) {
    const page = readPage(args, 'tags:NAME', 'text');
    const rows = await ctx.load(narrowerTags, tag.id, page);
    return new TagConnection(makePage(page, rows, placeOf, async () => capped(await ctx.load(narrowerCount, tag.id))));
  }
}
