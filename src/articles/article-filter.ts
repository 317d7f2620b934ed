/** A filter as callers write it, turned into a condition that SQL can use: its slugs looked up, all in one statement. */

import { type RequestContext, relation } from '../core/context.js';
import { articleCount, articlesOf } from '../core/counts.js';
import { slugKey } from '../text/slug.js';
import { type ArticleFilter, checkArticleFilter } from './article.inputs.js';
import { type ArticleCondition, type Group, NO_CONDITION } from './article-list.sql.js';

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
  const eachAlone = (filter.allTags ?? []).map((slug) => [slug]);
  const [groups, noTags] = await Promise.all([
    Promise.all([
      ...(filter.sources ? [namedGroup(ctx, 'source', filter.sources)] : []),
      ...[...(filter.anyTags ? [filter.anyTags] : []), ...eachAlone].map((slugs) => namedGroup(ctx, 'tag', slugs)),
      ...(filter.languages ? [countedGroup(ctx, 'language', filter.languages)] : []),
      ...(filter.hasImage == null ? [] : [countedGroup(ctx, 'image', [String(filter.hasImage)])]),
    ]),
    namedGroup(ctx, 'tag', filter.noTags ?? []),
  ]);
  return {
    // What has an excluded tag is not matched through it: without this, asking for a tag and against it reads all it has.
    groups: groups.map((group) =>
      group.kind === 'tag' ? { ...group, values: group.values.filter((id) => !noTags.values.includes(id)) } : group,
    ),
    noTags: noTags.values,
    withNarrower: filter.withNarrowerTags,
    from: filter.publishedFrom ?? null,
    before: filter.publishedBefore ?? null,
    exclude: filter.exclude ?? [],
  };
}

async function namedGroup(ctx: RequestContext, kind: 'source' | 'tag', slugs: string[]): Promise<Group> {
  const found = await Promise.all(slugs.map((slug) => ctx.load(namedBySlug, `${kind}:${slugKey(slug)}`)));
  const named = new Map(found.flatMap((one) => (one === null ? [] : [[one.id, one.articles] as const])));
  return { kind, values: [...named.keys()], articles: sum([...named.values()]) };
}

async function countedGroup(ctx: RequestContext, kind: 'language' | 'image', given: string[]): Promise<Group> {
  const values = [...new Set(given)];
  const counts = await Promise.all(values.map((value) => ctx.load(articleCount, `${kind}:${value}`)));
  return { kind, values, articles: sum(counts) };
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
