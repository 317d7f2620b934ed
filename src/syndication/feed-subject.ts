/** What a feed is about: all articles, those of a source, or those of a tag with its narrower ones. */
import { type ArticleCondition, type Group, NO_CONDITION } from '../articles/article-list.sql.js';
import type { RequestContext } from '../core/context.js';
import { findBySlug } from '../core/slug.js';
import { type Source, sourceName } from '../sources/source.entity.js';
import { sourceById } from '../sources/source.loaders.js';
import { type Tag, tagName } from '../tags/tag.entity.js';
import { tagById } from '../tags/tag.loaders.js';
import { isolated } from '../text/isolate.js';
import { feedTexts } from './feed-texts.js';

/** Of what each has a feed of its own. */
type Grouping = 'sources' | 'tags';

export type FeedKind = 'latest' | Grouping;

export interface FeedSubject {
  /** What never changes with a name or a slug; null for the feed of all articles, which is known by its address. */
  id: string | null;
  /** Path of the feed without its extension: /feeds/sources/hespress. Not percent-encoded. */
  path: string;
  /** Path of the page of the reading site that shows the same. */
  pagePath: string;
  title: string;
  description: string;
  language: string;
  /** Who stands behind articles that name nobody. */
  author: string;
  /** The source's sign. */
  logoId: string | null;
  /** The line that must stand beside the source's texts. */
  credit: string | null;
  condition: ArticleCondition;
}

/** Path of a feed without its extension. */
export const feedPath = (kind: Grouping, slug: string) => `/feeds/${kind}/${slug}`;

/** The language of what is about no single source. */
const SITE_LANGUAGE = 'ar';

const texts = feedTexts(SITE_LANGUAGE);

export const LATEST: FeedSubject = {
  id: null,
  path: '/feeds/latest',
  pagePath: '/',
  title: `${texts.site}: ${texts.latest}`,
  description: texts.allArticles,
  language: SITE_LANGUAGE,
  author: texts.site,
  logoId: null,
  credit: null,
  condition: NO_CONDITION,
};

/** What a slug leads to, in any spelling, or one that it once had; null where it leads nowhere. */
export async function findSubject(ctx: RequestContext, kind: Grouping, slug: string): Promise<FeedSubject | null> {
  const id = await findBySlug(ctx.db, kind === 'sources' ? 'source' : 'tag', slug);
  if (id === null) return null;
  if (kind === 'sources') {
    const source = await ctx.load(sourceById, id);
    return source && aboutSource(source);
  }
  const tag = await ctx.load(tagById, id);
  return tag && aboutTag(tag);
}

function aboutSource(source: Source): FeedSubject {
  const [language = SITE_LANGUAGE] = source.languages;
  const name = sourceName(source);
  return {
    ...about('sources', source, language, isolated(name, language)),
    author: name,
    logoId: source.logoId,
    credit: source.credit,
    condition: only('source', source.id),
  };
}

function aboutTag(tag: Tag): FeedSubject {
  const name = tagName(tag, SITE_LANGUAGE);
  const language = tag.storedNames.find(({ text }) => text === name)?.language ?? SITE_LANGUAGE;
  return {
    ...about('tags', tag, language, isolated(name, language)),
    author: feedTexts(language).site,
    logoId: null,
    credit: null,
    condition: only('tag', tag.id),
  };
}

const about = (kind: Grouping, { id, slug }: Source | Tag, language: string, title: string) => ({
  id,
  path: feedPath(kind, slug),
  pagePath: `/${kind}/${slug}`,
  title,
  description: feedTexts(language).articlesOf(title),
  language,
});

/** One lane of the lists, so that a feed costs the same whatever the archive holds. */
const only = (kind: Group['kind'], id: string): ArticleCondition => ({
  ...NO_CONDITION,
  groups: [{ kind, values: [id], articles: 0 }],
});
