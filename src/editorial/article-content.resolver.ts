/** Contents, versions and conflicts over GraphQL. */
import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { User } from '../accounts/user.entity.js';
import { userById } from '../accounts/user.loaders.js';
import { bodyAs } from '../articles/body.js';
import { BodyFormat } from '../articles/body-format.js';
import { FieldDiff } from '../articles/diff-content.js';
import { PartialDate, readPartialDate } from '../articles/partial-date.js';
import { versionKey } from '../articles/revision.sql.js';
import type { RequestContext } from '../core/context.js';
import { Image } from '../media/image.entity.js';
import { deskImageById } from '../media/image.loaders.js';
import { Source } from '../sources/source.entity.js';
import { sourceById } from '../sources/source.loaders.js';
import { Tag } from '../tags/tag.entity.js';
import { tagById } from '../tags/tag.loaders.js';
import { ContentView, RevisionView, VersionConflict } from './article-content.view.js';
import { bodyAt, readableContent } from './desk.loaders.js';
import { diffVersions } from './diff.js';

@Resolver(() => ContentView)
export class ContentResolver {
  @FieldResolver(() => String, { nullable: true, description: 'Its text.' })
  async body(
    @Root() content: ContentView,
    @Ctx() ctx: RequestContext,
    @Arg('format', () => BodyFormat, {
      nullable: false,
      defaultValue: BodyFormat.HTML,
      description: 'In which format.',
    })
    format: BodyFormat,
  ): Promise<string | null> {
    const html = await ctx.load(bodyAt, versionKey(content.articleId, content.number));
    return html === null ? null : bodyAs(html, format);
  }

  @FieldResolver(() => PartialDate, { nullable: true, description: 'What is really known of the date.' })
  publishedOn(@Root() content: ContentView): PartialDate | null {
    return readPartialDate(content);
  }

  @FieldResolver(() => Source, { nullable: true, description: 'Who published it.' })
  source(@Root() content: ContentView, @Ctx() ctx: RequestContext): Promise<Source | null> | null {
    return content.sourceId === null ? null : ctx.load(sourceById, content.sourceId);
  }

  @FieldResolver(() => [Tag], { nullable: true, description: 'What it is about.' })
  async tags(@Root() content: ContentView, @Ctx() ctx: RequestContext): Promise<Tag[]> {
    const found = await Promise.all(content.tagIds.map((id) => ctx.load(tagById, id)));
    return [...new Map(found.filter((tag) => tag !== null).map((tag) => [tag.id, tag])).values()];
  }

  @FieldResolver(() => Image, { nullable: true, description: 'The picture that stands for it.' })
  leadImage(@Root() content: ContentView, @Ctx() ctx: RequestContext): Promise<Image | null> | null {
    return content.leadImageId === null ? null : ctx.load(deskImageById, content.leadImageId);
  }
}

@Resolver(() => RevisionView)
export class RevisionResolver {
  @FieldResolver(() => ContentView, {
    nullable: true,
    description: 'What it said; null where the caller may not read it.',
  })
  content(@Root() revision: RevisionView, @Ctx() ctx: RequestContext): Promise<ContentView | null> | null {
    return readableContent(ctx, revision, revision.number);
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who saved it; null for imports.' })
  author(@Root() revision: RevisionView, @Ctx() ctx: RequestContext): Promise<User | null> | null {
    return revision.authorId === null ? null : ctx.load(userById, revision.authorId);
  }
}

@Resolver(() => VersionConflict)
export class VersionConflictResolver {
  @FieldResolver(() => ContentView, { nullable: true, description: 'What both sides began with.' })
  base(@Root() conflict: VersionConflict, @Ctx() ctx: RequestContext): Promise<ContentView | null> | null {
    return readableContent(ctx, conflict, conflict.baseVersion);
  }

  @FieldResolver(() => ContentView, { nullable: true, description: 'What is there now.' })
  theirs(@Root() conflict: VersionConflict, @Ctx() ctx: RequestContext): Promise<ContentView | null> | null {
    return readableContent(ctx, conflict, conflict.theirVersion);
  }

  @FieldResolver(() => [FieldDiff], { nullable: true, description: 'What they changed, word by word.' })
  diff(@Root() conflict: VersionConflict, @Ctx() ctx: RequestContext): Promise<FieldDiff[] | null> | null {
    const { articleId, baseVersion, theirVersion, readable } = conflict;
    return readable ? diffVersions(ctx, articleId, baseVersion, theirVersion) : null;
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who saved what is there now; null for imports.' })
  by(@Root() conflict: VersionConflict, @Ctx() ctx: RequestContext): Promise<User | null> | null {
    return conflict.byId === null ? null : ctx.load(userById, conflict.byId);
  }
}
