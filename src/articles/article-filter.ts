/** A filter as callers write it, turned into a condition that SQL can use: its slugs looked up, all in one statement. */

import { type RequestContext, relation } from '../core/context.js';
import { articlesOf } from '../core/counts.js';
import { slugKey } from '../text/slug.js';
import { type ArticleFilter, checkArticleFilter } from './article.inputs.js';
import { type ArticleCondition, NO_CONDITION, type TagGroup } from './article-list.sql.js';

interface Named {
  id: string;
  articles: number;
}

/** Sources and tags by `scope:key of the slug`, with how many articles each has. */
const namedBySlug = relation<string, Named | null>(null, async ({ db }, names) => {
  const rows = await db.query<Named & { name: string }>(
    `select w.name, f.id, ${articlesOf('f.id')}::int as articles
     from unnest($1::text[]) as w(name)
     join slug s on s.scope = split_part(w.name, ':', 1) and s.key = substr(w.name, strpos(w.name, ':') + 1)
     left join tag t on t.id = s.target_id
     cross join lateral (select coalesce(t.merged_into_id, s.target_id) as id) f`,
    [names],
    'slug_named',
  );
  return new Map(rows.map((row) => [row.name, row]));
});

/** BAD_USER_INPUT names the field that cannot be used. */
export async function readArticleFilter(
  ctx: RequestContext,
  filter: ArticleFilter | null | undefined,
): Promise<ArticleCondition> {
  checkArticleFilter(filter);
  if (!filter) return NO_CONDITION;
  const find = async (scope: 'source' | 'tag', slugs: string[] | null | undefined): Promise<Named[]> => {
    const found = await Promise.all((slugs ?? []).map((slug) => ctx.load(namedBySlug, `${scope}:${slugKey(slug)}`)));
    return found.filter((named) => named !== null);
  };
  const eachAlone = (filter.allTags ?? []).map((slug) => find('tag', [slug]));
  const [sources, anyTags, noTags, ...allTags] = await Promise.all([
    find('source', filter.sources),
    find('tag', filter.anyTags),
    find('tag', filter.noTags),
    ...eachAlone,
  ]);
  return {
    sources: filter.sources ? group(sources) : null,
    tagGroups: [...(filter.anyTags ? [group(anyTags)] : []), ...allTags.map(group)],
    noTags: noTags.map((named) => named.id),
    withNarrower: filter.withNarrowerTags,
    languages: filter.languages ?? null,
    from: filter.publishedFrom ?? null,
    before: filter.publishedBefore ?? null,
    hasImage: filter.hasImage ?? null,
    exclude: filter.exclude ?? [],
  };
}

function group(named: Named[]): TagGroup {
  const ids = [...new Set(named.map((one) => one.id))];
  return { ids, articles: named.reduce((sum, one) => sum + one.articles, 0) };
}
