/** What changed between two versions of an article, for whoever may read them. */
import { type ArticleContent, EMPTY_CONTENT } from '../articles/article-content.js';
import { diffContents, type FieldDiff } from '../articles/diff-content.js';
import { versionKey } from '../articles/revision.sql.js';
import type { RequestContext } from '../core/context.js';
import { deskImageById } from '../media/image.loaders.js';
import { sourceName } from '../sources/source.entity.js';
import { sourceById } from '../sources/source.loaders.js';
import { tagName } from '../tags/tag.entity.js';
import { tagById } from '../tags/tag.loaders.js';
import { wholeContentAt } from './desk.loaders.js';

/** From a version, or from nothing where that is null, to another; null where one of them is not there. */
export async function diffVersions(
  ctx: RequestContext,
  articleId: string,
  from: number | null,
  to: number,
): Promise<FieldDiff[] | null> {
  const [before, after] = await Promise.all([
    from === null ? EMPTY_CONTENT : ctx.load(wholeContentAt, versionKey(articleId, from)),
    ctx.load(wholeContentAt, versionKey(articleId, to)),
  ]);
  return before && after ? diffContents(before, after, await namesIn(ctx, [before, after])) : null;
}

/** The names of the tags, sources and images that the contents name by ids. */
async function namesIn(ctx: RequestContext, contents: ArticleContent[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  await Promise.all(
    contents.flatMap(({ tagIds, sourceId, leadImageId }) => [
      ...tagIds.map(async (id) => {
        const tag = await ctx.load(tagById, id);
        if (tag) names.set(id, tagName(tag));
      }),
      sourceId && ctx.load(sourceById, sourceId).then((source) => source && names.set(sourceId, sourceName(source))),
      leadImageId &&
        ctx
          .load(deskImageById, leadImageId)
          .then((image) => image && names.set(leadImageId, image.caption ?? image.alt ?? leadImageId)),
    ]),
  );
  return names;
}
