/** Sources over GraphQL. What concerns their articles stands in articles/. */
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../core/context.js';
import { exactlyOne } from '../core/exactly-one.js';
import { checkId } from '../core/ids.js';
import { LocalizedText, toLocalizedTexts } from '../core/localized-text.js';
import { capped, makePage, readPage } from '../core/page.js';
import { LanguageScalar } from '../core/scalars.js';
import { findBySlug } from '../core/slug.js';
import { Rights, Source, sourceName } from './source.entity.js';
import { parseSourceFilter, SourceConnection, SourcesArgs } from './source.inputs.js';
import { sourceById } from './source.loaders.js';
import { countSources, listSources } from './source.sql.js';

@Resolver(() => Source)
export class SourceResolver {
  @Query(() => Source, { nullable: true, description: 'One source; exactly one argument.' })
  async source(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { nullable: true, description: 'Its id.' }) id?: string,
    @Arg('slug', () => String, { nullable: true, description: 'Its slug, or one it once had.' }) slug?: string,
  ): Promise<Source | null> {
    const key = exactlyOne({ id, slug });
    if (key.name === 'id') checkId('id', key.value, 's');
    const found = key.name === 'id' ? key.value : await findBySlug(ctx.db, 'source', key.value);
    return found === null ? null : ctx.load(sourceById, found);
  }

  @Query(() => SourceConnection, { nullable: true, description: 'The sources kept here.' })
  async sources(@Ctx() ctx: RequestContext, @Args(() => SourcesArgs) args: SourcesArgs) {
    const page = readPage(args, `sources:${args.orderBy}`, args.orderBy === 'NAME' ? 'text' : 'number');
    const condition = parseSourceFilter(args.filter);
    const rows = await listSources(ctx.db, ctx.actor, condition, args.orderBy, page);
    for (const row of rows) ctx.prime(sourceById, row.id, row);
    const count = async () => capped(await countSources(ctx.db, ctx.actor, condition));
    return new SourceConnection(makePage(page, rows, (row) => ({ value: row.sortValue, id: row.id }), count));
  }

  @FieldResolver(() => String, { description: 'Path of its page on the reading site.' })
  path(@Root() source: Source): string {
    return `/sources/${source.slug}`;
  }

  @FieldResolver(() => String, {
    description: "Its name in the language asked for, else in the source's first language.",
  })
  name(
    @Root() source: Source,
    @Arg('language', () => LanguageScalar, { nullable: true, description: 'The language wanted.' }) language?: string,
  ): string {
    return sourceName(source, language);
  }

  @FieldResolver(() => [LocalizedText], { description: 'Its name in all its languages.' })
  names(@Root() source: Source): LocalizedText[] {
    return toLocalizedTexts(source.storedNames);
  }

  @FieldResolver(() => Rights, { nullable: true, description: 'What the public may have of its articles.' })
  rights(@Root() source: Source): Rights {
    return source;
  }
}
